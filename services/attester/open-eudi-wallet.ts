import { isDemonstrationCertificate, parseTrustedList } from '@bauta/sdk/eu-wallet';
import { readAccessCertificate } from '@bauta/sdk/eu-wallet/haip';
import { readUtf8 } from '@bauta/sdk/protocol';
import { ConfigFault } from '../settings/config-fault.ts';
import { readSetting, settingFault } from '../settings/read-setting.ts';
import type { Given } from '../standing.ts';
import type { EudiWallet } from './eudi-wallet-source.ts';

/** What of the room it needs. */
interface EudiGiven extends Pick<Given<'attester'>, 'readFile'> {
  readonly config: Pick<
    Given<'attester'>['config'],
    'eudiAccessCertificate' | 'eudiAccessKey' | 'pidTrustedList' | 'production'
  >;
}

/**
 * What the settings EUDI_ACCESS_CERTIFICATE, EUDI_ACCESS_KEY and PID_TRUSTED_LIST say; undefined without the first.
 * @throws ConfigFault with what is wrong
 */
export async function openEudiWallet({ config, readFile }: EudiGiven): Promise<EudiWallet | undefined> {
  const { eudiAccessCertificate, eudiAccessKey, pidTrustedList, production } = config;
  if (eudiAccessCertificate === undefined) {
    // Whoever sets it believes that dates of birth are taken.
    if (pidTrustedList !== undefined)
      throw new ConfigFault(['PID_TRUSTED_LIST: stands without EUDI_ACCESS_CERTIFICATE']);
    return undefined;
  }
  if (eudiAccessKey === undefined)
    throw new ConfigFault(['EUDI_ACCESS_KEY: must be set beside EUDI_ACCESS_CERTIFICATE']);
  const chain = readSetting('EUDI_ACCESS_CERTIFICATE', eudiAccessCertificate, readFile, (text) => text);
  const access = await readAccessCertificate(chain, readUtf8(eudiAccessKey.reveal())).catch((error: unknown) => {
    throw settingFault('EUDI_ACCESS_CERTIFICATE', error);
  });
  if (production && access.chain.some(isDemonstrationCertificate)) {
    throw new ConfigFault(['EUDI_ACCESS_CERTIFICATE: is for demonstration: production must not use it']);
  }
  if (pidTrustedList === undefined) return { access };
  const list = readSetting('PID_TRUSTED_LIST', pidTrustedList, readFile, (text) =>
    parseTrustedList(text, { production }),
  );
  return { access, pid: { trustedList: () => list } };
}
