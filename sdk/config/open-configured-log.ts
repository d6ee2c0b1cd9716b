import { resolve } from 'node:path';
import { type KeyLog, type KeyLogOptions, openKeyLog, pinsOf } from '../log/index.ts';
import { checkpointFile } from '../stores/checkpoint-file.ts';
import type { KeyLogUse } from './read-key-log-use.ts';

/**
 * Opens the log of keys that a configuration names; nothing is fetched yet.
 * @param options.folder where a relative path begins. @throws TypeError on a key whose id is not that of its bytes
 */
export async function openConfiguredLog(
  use: KeyLogUse | undefined,
  options: Pick<KeyLogOptions, 'fetch' | 'onRefused'> & { readonly folder: string },
): Promise<KeyLog | undefined> {
  if (use === undefined) return undefined;
  const { folder, ...given } = options;
  const seen = use.seen === undefined ? {} : { seen: checkpointFile(resolve(folder, use.seen)) };
  return openKeyLog({ ...pinsOf(use.log), ...given, ...seen });
}
