import type { SnapshotPublisher } from '@bauta/sdk/eu-wallet';
import { parseNoteKey } from '@bauta/sdk/protocol';
import { ConfigFault } from '../settings/config-fault.ts';
import type { Given } from '../standing.ts';

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

/** On Workers: what reads the list's XML and its signatures is in no bundle. @throws ConfigFault when the settings name it */
export function refuseXml({ trustedListXml }: Pick<Given<'attester'>['config'], 'trustedListXml'>): void {
  if (trustedListXml)
    throw new ConfigFault(['TRUSTED_LIST_XML: not on Workers, which read snapshots (TRUSTED_LIST_URL)']);
}
