import {
  importDataKey,
  type MintSlot,
  openPending,
  type PendingMint,
  type PendingRecord,
  request,
} from '@bauta/sdk/client';
import { type Bytes, type Epoch, type ErrorCode, formatHex, TOKEN_INPUT_LENGTH } from '@bauta/sdk/protocol';
import type { WalletStore } from '../keep/store.ts';
import type { DataKey } from '../keep/vault.ts';
import { slotOf } from './due-slots.ts';
import type { KeysToUse } from './load-keys.ts';

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

/** What was under way: what goes on, and what waits. */
export interface Resumed {
  readonly batches: Underway[];
  /** Kept, and sent to nobody: a key that they were made for is listed, and not shown to be everyone's. */
  readonly held: { readonly threshold: number; readonly epoch: Epoch; readonly failed: ErrorCode }[];
}

/**
 * Opens what is under way. A record that does not open, or whose grant key its attester lists no more, can never be
 * finished and is dropped; one made under another attester's key waits for a top-up from there.
 */
export async function resumeBatches(
  left: readonly PendingRecord[],
  dataKey: DataKey,
  { attester, refused }: Pick<KeysToUse, 'attester' | 'refused'>,
  store: WalletStore,
): Promise<Resumed> {
  const key = await importDataKey(dataKey);
  const listed = new Set(attester.keys.map((one) => formatHex(one.key.id)));
  const isOnlyAttester = new Set((await store.readWraps()).map((wrap) => wrap.attester)).size < 2;
  const resumed: Resumed = { batches: [], held: [] };
  const slots = new Set<string>();
  for (const record of left) {
    const opened = await openPending(key, record).catch(() => undefined);
    const code =
      opened &&
      keysOf(opened)
        .map((id) => refused.get(id))
        .find(Boolean);
    if (opened && code) {
      resumed.held.push({ threshold: opened.threshold, epoch: opened.epoch, failed: code });
      continue;
    }
    const isListed = opened !== undefined && listed.has(keysOf(opened)[0]);
    if (opened && isListed && !slots.has(slotOf(opened))) {
      resumed.batches.push({ id: record.id, mint: opened });
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

/** The id of the grant key, then of the token key: the last 32 bytes of what a signature covers, in hexadecimal. */
function keysOf({ grant, tokens }: PendingMint): [grantKey: string, ...tokenKey: string[]] {
  const idOf = (input: Bytes): string => formatHex(input.slice(TOKEN_INPUT_LENGTH - 32));
  return [idOf(grant.input), ...tokens.slice(0, 1).map((token) => idOf(token.input))];
}

/** A record's id: 16 random bytes. */
export function drawId(): Bytes {
  return crypto.getRandomValues(new Uint8Array(16));
}
