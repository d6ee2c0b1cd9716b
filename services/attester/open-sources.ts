import { httpZkVerifier, type TrustedList } from '@bauta/sdk/eu-wallet';
import type { Given } from '../standing.ts';
import { euWalletSource } from './eu-wallet-source.ts';
import { eudiWalletSource } from './eudi-wallet-source.ts';
import { refuseModule, sourcesOf } from './evidence-module.ts';
import type { EvidenceSource } from './evidence-source.ts';
import { openOidcSources } from './oidc/open-sources.ts';
import { openEudiWallet } from './open-eudi-wallet.ts';
import type { Pepper } from './pepper.ts';

/** Milliseconds for which a proof may be looked at; good ones take about a second. */
const ZK_TIMEOUT = 10_000;

/** What of the room they need. */
export type SourcesGiven = Pick<Given<'attester'>, 'config' | 'fetch' | 'random' | 'readFile'>;

/**
 * Every way of showing one's age that the settings allow.
 * @param trustedList of the providers of proofs of age, as it is now. @throws ConfigFault with what is wrong
 */
export async function openSources(
  given: SourcesGiven,
  {
    trustedList,
    pepper,
    loadModule = refuseModule,
  }: {
    readonly trustedList: () => TrustedList;
    readonly pepper: Pepper;
    /** Gives what a file of the operator exports; without it a setting that names one is refused. */
    readonly loadModule?: ((path: string) => Promise<unknown>) | undefined;
  },
): Promise<readonly EvidenceSource[]> {
  const { config, fetch, random } = given;
  const { thresholds, zkVerifierUrl: url, evidenceModule } = config;
  const around = { trustedList, thresholds, pepper, randomBytes: random };
  const eudi = await openEudiWallet(given);
  const recognise = (issuer: string, subject: string) => pepper.hashSubject(issuer, subject);
  const own =
    evidenceModule === undefined
      ? []
      : await sourcesOf(await loadModule(evidenceModule), { thresholds, randomBytes: random, fetch, recognise });
  return [
    euWalletSource({
      ...around,
      ...(url === undefined ? {} : { zkVerifier: httpZkVerifier({ url, fetch, timeoutMs: ZK_TIMEOUT }) }),
    }),
    ...(eudi ? [eudiWalletSource({ ...around, ...eudi })] : []),
    ...(await openOidcSources(given, pepper)),
    ...own,
  ];
}
