import { existsSync } from 'node:fs';
import type { Given } from '../standing.ts';
import { loadTestPki, saveTrustedList } from './test-pki.ts';

/** Lets an attester outside of production believe the simulated phone, unless its operator already named whom to believe. */
export async function layTrustedList({ config, clock }: Pick<Given<'attester'>, 'config' | 'clock'>): Promise<void> {
  if (existsSync(config.trustedList)) return;
  saveTrustedList(config.trustedList, await loadTestPki(config.dataDir, clock.now()));
}
