import { type KeyHolder, openKeyLog, pinsOf } from '@bauta/sdk/log';
import type { KeyDirectoryOptions } from '@bauta/sdk/verifier';
import { readKeyLog, settingFault } from '../settings/read-key-log.ts';
import type { Given } from '../standing.ts';

/** What looks for the keys of another room in the log before they are used, for `createKeyDirectory`. */
export async function openKeyCheck({
  config,
  fetch,
  log,
}: Pick<Given<'issuer'>, 'config' | 'fetch' | 'log'>): Promise<
  (holder: KeyHolder) => NonNullable<KeyDirectoryOptions['prove']>
> {
  const keyLog = await openKeyLog({
    ...pinsOf(readKeyLog(config)),
    fetch: (file) => fetch(file),
    onRefused: (code) => log({ event: 'key-refused', code }),
  }).catch((error) => {
    throw settingFault('KEY_LOG', error);
  });
  return (holder) => (directory, now) => keyLog.prove(holder, directory, now);
}
