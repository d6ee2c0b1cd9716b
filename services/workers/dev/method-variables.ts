import { readUtf8 } from '@bauta/sdk/protocol';
import type { Clock } from '../../clock.ts';
import { withTestAccess } from '../../phone/demonstration.ts';
import { believeProvider } from '../../provider/demonstration.ts';
import { loadConfig } from '../../settings/config.ts';
import { parseFlags } from '../../settings/flags.ts';
import type { Secret } from '../../settings/secret.ts';
import { secretFilesOnDisk } from '../../settings/secret-files.ts';
import type { Given } from '../../standing.ts';

/**
 * The attester's variables for asking EUDI wallets and the simulated bank: as texts what it is given on Node, where the
 * same files are its own.
 */
export async function methodVariables(
  { portBase, dataDir }: { readonly portBase: number; readonly dataDir: string },
  clock: Clock,
): Promise<Readonly<Record<string, string>>> {
  const env = { PORT_BASE: String(portBase), DATA_DIR: dataDir };
  const { of } = loadConfig(env, parseFlags(['attester']), secretFilesOnDisk);
  const given = { config: of('attester'), clock } as Given<'attester'>;
  const { config } = await withTestAccess(await believeProvider(given));
  const reveal = (secret: Secret | undefined): string | undefined => secret && readUtf8(secret.reveal());
  const variables = {
    EUDI_ACCESS_CERTIFICATE: config.eudiAccessCertificate,
    EUDI_ACCESS_KEY: reveal(config.eudiAccessKey),
    OIDC_PROVIDERS: config.oidcProviders,
    OIDC_KEY: reveal(config.oidcKey),
  };
  return Object.fromEntries(Object.entries(variables).filter((row): row is [string, string] => row[1] !== undefined));
}
