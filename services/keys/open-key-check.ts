import { type KeyHolder, openKeyLog } from '@bauta/sdk/log';
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
  const { url, key, witnesses, quorum } = readKeyLog(config);
  const keyLog = await openKeyLog({
    ...{ url, key, quorum, fetch: (file: string) => fetch(file) },
    witnesses: witnesses.map((witness) => witness.key),
    onRefused: (code) => log({ event: 'key-refused', code }),
  }).catch((error) => {
    throw settingFault('KEY_LOG', error);
  });
  return (holder) => (directory, now) => keyLog.prove(holder, directory, now);
}
