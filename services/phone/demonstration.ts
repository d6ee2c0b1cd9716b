import { existsSync } from 'node:fs';
import { writeUtf8 } from '@bauta/sdk/protocol';
import { Secret } from '../settings/secret.ts';
import type { Given } from '../standing.ts';
import { loadTestAccess } from './eudi/test-access.ts';
import { loadTestPki, saveTrustedList } from './test-pki.ts';

/** Lets an attester outside of production believe the simulated phone, unless its operator already named whom to believe. */
export async function layTrustedList({ config, clock }: Pick<Given<'attester'>, 'config' | 'clock'>): Promise<void> {
  if (existsSync(config.trustedList)) return;
  saveTrustedList(config.trustedList, await loadTestPki(config.dataDir, clock.now()));
}

/**
 * The settings by which the simulated EUDI wallet knows an attester outside of production, unless its operator has a
 * certificate already.
 */
export async function withTestAccess<G extends Pick<Given<'attester'>, 'config' | 'clock'>>(given: G): Promise<G> {
  const { config, clock } = given;
  if (config.production || config.eudiAccessCertificate !== undefined) return given;
  const { chain, key } = await loadTestAccess(config.dataDir, clock.now());
  return {
    ...given,
    config: { ...config, eudiAccessCertificate: chain, eudiAccessKey: new Secret(writeUtf8(key.trim())) },
  };
}
