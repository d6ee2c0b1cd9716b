import {
  importDataKey,
  type MintSlot,
  openPending,
  type PendingMint,
  type PendingRecord,
  request,
} from '@bauta/sdk/client';
import { type Bytes, type Directory, formatHex, TOKEN_INPUT_LENGTH } from '@bauta/sdk/protocol';
import type { WalletStore } from '../keep/store.ts';
import type { DataKey } from '../keep/vault.ts';
import { slotOf } from './due-slots.ts';

/** A batch under way, and the record that it is kept in once it is kept. */
export interface Underway {
  readonly id: Bytes;
  readonly mint: PendingMint;
}

/** Builds the request of one batch. */
export async function beginBatch(
  { tokenKey, grantKey }: MintSlot,
  parties: { readonly attester: string; readonly issuer: string },
): Promise<Underway> {
  return { id: drawId(), mint: await request({ ...parties, tokenKey, grantKey }) };
}

/**
 * Opens what is under way. A record that does not open, or whose grant key its attester lists no more, can never be
 * finished and is dropped; one made under another attester's key waits for a top-up from there.
 */
export async function resumeBatches(
  left: readonly PendingRecord[],
  dataKey: DataKey,
  attester: Directory,
  store: WalletStore,
): Promise<Underway[]> {
  const key = await importDataKey(dataKey);
  const listed = new Set(attester.keys.map((one) => formatHex(one.key.id)));
  const isOnlyAttester = new Set((await store.readWraps()).map((wrap) => wrap.attester)).size < 2;
  const resumed: Underway[] = [];
  const slots = new Set<string>();
  for (const record of left) {
    const opened = await openPending(key, record).catch(() => undefined);
    const isListed = opened !== undefined && listed.has(grantKeyOf(opened));
    if (opened && isListed && !slots.has(slotOf(opened))) {
      resumed.push({ id: record.id, mint: opened });
      slots.add(slotOf(opened));
    } else if (!opened || (!isListed && isOnlyAttester)) {
      await store.finishPending(record.id, []);
    }
  }
  return resumed;
}

/** By epoch, then age: the order that attesters ask for. */
export function compareUnderway({ mint: a }: Underway, { mint: b }: Underway): number {
  return a.epoch < b.epoch ? -1 : a.epoch > b.epoch ? 1 : a.threshold - b.threshold;
}

/** The id of the grant key: the last 32 bytes of what the grant's signature covers, in hexadecimal. */
function grantKeyOf({ grant }: PendingMint): string {
  return formatHex(grant.input.slice(TOKEN_INPUT_LENGTH - 32));
}

/** A record's id: 16 random bytes. */
export function drawId(): Bytes {
  return crypto.getRandomValues(new Uint8Array(16));
}
