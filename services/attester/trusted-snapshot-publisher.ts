import { type NoteKey, parseNoteKey } from '@bauta/sdk/protocol';
import { ConfigFault } from '../settings/config-fault.ts';
import type { Given } from '../standing.ts';

/** Where snapshots of the trusted list are read, and whom to believe. */
export interface SnapshotPublisher {
  readonly url: string;
  readonly key: NoteKey;
}

/** The publisher that the settings name; undefined when they name a file. @throws ConfigFault on a wrong key */
export async function publisherOf({
  trustedListUrl: url,
  trustedListKey,
}: Pick<Given<'attester'>['config'], 'trustedListUrl' | 'trustedListKey'>): Promise<SnapshotPublisher | undefined> {
  if (url === undefined || trustedListKey === undefined) return undefined;
  const key = await parseNoteKey(trustedListKey).catch(() => undefined);
  if (key?.kind !== 'log') throw new ConfigFault(['TRUSTED_LIST_KEY: not the key of a publisher']);
  return { url, key };
}
