import { ConfigFault } from '../../settings/config-fault.ts';
import { readSetting } from '../../settings/read-setting.ts';
import type { Given } from '../../standing.ts';
import type { EvidenceSource } from '../evidence-source.ts';
import type { Pepper } from '../pepper.ts';
import { openClientKey } from './client-key.ts';
import { oidcSource } from './oidc-source.ts';
import { parseProviderRows } from './provider-row.ts';

/** What of the room they need. */
interface OidcGiven extends Pick<Given<'attester'>, 'readFile' | 'fetch' | 'random'> {
  readonly config: Pick<Given<'attester'>['config'], 'oidcProviders' | 'oidcKey' | 'production' | 'thresholds'>;
}

/**
 * A source for each provider of OIDC_PROVIDERS, in its order; none when it is not set. Nobody is asked anything yet.
 * @throws ConfigFault with what is wrong
 */
export async function openOidcSources(
  { config, readFile, fetch, random }: OidcGiven,
  pepper: Pepper,
): Promise<readonly EvidenceSource[]> {
  const { oidcProviders, oidcKey, production, thresholds } = config;
  if (oidcProviders === undefined) return [];
  const rows = readSetting('OIDC_PROVIDERS', oidcProviders, readFile, (text) =>
    parseProviderRows(text, { production }),
  );
  if (oidcKey === undefined) throw new ConfigFault(['OIDC_KEY: must be set beside OIDC_PROVIDERS']);
  const clientKey = await openClientKey(oidcKey);
  return rows.map((row) => oidcSource({ row, clientKey, thresholds, pepper, randomBytes: random, fetch }));
}
