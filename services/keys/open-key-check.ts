import { type KeyHolder, openKeyLog, pinsOf, type SeenCheckpoint } from '@bauta/sdk/log';
import type { KeyDirectoryOptions } from '@bauta/sdk/verifier';
import { readKeyLog } from '../settings/read-key-log.ts';
import { settingFault } from '../settings/read-setting.ts';
import type { Given } from '../standing.ts';

/** What looks for the keys of another room in the log before they are used, for `createKeyDirectory`. */
export async function openKeyCheck(
  given: Pick<Given<'issuer'>, 'config' | 'fetch' | 'log' | 'readFile'>,
  seen: SeenCheckpoint,
): Promise<(holder: KeyHolder) => NonNullable<KeyDirectoryOptions['prove']>> {
  const { fetch, log } = given;
  const keyLog = await openKeyLog({
    ...pinsOf(readKeyLog(given)),
    fetch: (file) => fetch(file),
    seen,
    onRefused: (code) => log({ event: 'key-refused', code }),
  }).catch((error) => {
    throw settingFault('KEY_LOG', error);
  });
  return (holder) => (directory, now) => keyLog.prove(holder, directory, now);
}
