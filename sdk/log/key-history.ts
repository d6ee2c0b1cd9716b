import {
  type Bytes,
  calendarOf,
  check,
  type Epoch,
  epochAfter,
  epochAt,
  isEqual,
  isWithin,
  type KeyRole,
  type KeysEntry,
  type LogEntry,
  parseLogEntry,
  type RetireEntry,
  readUtf8,
  refuseAs,
} from '../protocol/index.ts';
import { bundlesFromEnd } from './bundles-from-end.ts';
import type { ReadLog } from './read-log.ts';

/** A century of twenty names: a log that has what is looked for no nearer is not read to its beginning every hour. */
export const MOST_BUNDLES = 400;

/** Whose keys. */
export interface KeyHolder {
  readonly role: KeyRole;
  readonly name: string;
}

/** A key that the log has for a slot, and that was not retired. */
export interface KeyInLog {
  readonly generation: number;
  readonly keyId: Bytes;
}

/** An entry about keys of the holder. */
export interface HeldEntry {
  readonly index: number;
  /** The leaf. */
  readonly bytes: Bytes;
  readonly entry: KeysEntry | RetireEntry;
}

/** What the end of a log says of the keys of one name. */
export interface KeyHistory {
  /** In the order of the log; those of former epochs too, as far as they were read. */
  readonly entries: readonly HeldEntry[];
  /** The one key of a threshold and epoch; undefined when there is none, or when it was retired. */
  find(slot: { readonly threshold: number; readonly epoch: Epoch }): KeyInLog | undefined;
  /** The bytes of entry `index`, when the key with this id is one of those that it is about. */
  entryWith(keyId: Bytes, index: number): Bytes | undefined;
}

/** The epoch before the oldest one whose keys sites accept at `now` (Unix seconds): what `readKeyHistory` goes back to. */
export function historyNeeded(now: number): Epoch {
  const last = epochAfter(epochAt(now), -2);
  // The keys of that one are still accepted for the first minutes of an epoch.
  return isWithin(now, calendarOf(last).accepted) ? epochAfter(last, -1) : last;
}

/**
 * Reads the log from its end back to where the holder's keys of `since` were logged, or to its beginning. Whoever reads
 * the same tree reads the same part, so that no second key can lie before it for some and in it for others.
 * @param since the epoch before the oldest one whose keys are still used.
 * @param most bundles of 256 entries to read.
 * @throws AgeError ERR_LOG_PROOF when that was not enough; ERR_LOG_SLOT when a slot has two keys, or a generation began
 *   before the one before it was retired; ERR_LOG_PROOF, ERR_LOG_MALFORMED as the tree does.
 */
export async function readKeyHistory(
  { tree, checkpoint }: ReadLog,
  holder: KeyHolder,
  since: Epoch,
  most: number = MOST_BUNDLES,
): Promise<KeyHistory> {
  const found: HeldEntry[] = [];
  let isDone = checkpoint.size === 0;
  for await (const { from, entries } of bundlesFromEnd(tree, checkpoint.size, most)) {
    const part: HeldEntry[] = [];
    for (const { index, entry: bytes } of entries) {
      const entry = refuseAs('ERR_LOG_MALFORMED', () => parseLogEntry(readUtf8(bytes)));
      if (isOf(entry, holder)) part.push({ index, bytes, entry });
    }
    found.unshift(...part);
    isDone = from === 0 || part.some(({ entry }) => entry.kind === 'keys' && entry.epoch <= since && isFirst(entry));
    if (isDone) break;
  }
  check(isDone, 'ERR_LOG_PROOF', 'no keys of that name in all that is read');
  const slots = judge(found.map(({ entry }) => entry).filter(({ epoch }) => epoch > since));
  return {
    entries: found,
    find({ threshold, epoch }) {
      const last = slots.get(`${epoch} ${threshold}`);
      return last && !last.isRetired ? last : undefined;
    },
    entryWith(keyId, index) {
      const placed = found.find((one) => one.index === index);
      return placed?.entry.kind === 'keys' && placed.entry.keys.some((key) => isEqual(key.keyId, keyId))
        ? placed.bytes
        : undefined;
    },
  };
}

function isOf(entry: LogEntry, { role, name }: KeyHolder): entry is KeysEntry | RetireEntry {
  return (entry.kind === 'keys' || entry.kind === 'retire') && entry.role === role && entry.name === name;
}

/** An entry after a retirement has a later generation in it, and may be younger than the keys of later epochs. */
function isFirst({ keys }: KeysEntry): boolean {
  return keys.every(({ generation }) => generation === 0);
}

/** Threshold and epoch → the key of the last generation. */
function judge(entries: readonly (KeysEntry | RetireEntry)[]) {
  const slots = new Map<string, KeyInLog & { readonly isRetired: boolean }>();
  for (const entry of entries) {
    if (entry.kind === 'retire') {
      const slot = `${entry.epoch} ${entry.threshold}`;
      const last = slots.get(slot);
      if (last && isEqual(last.keyId, entry.keyId)) slots.set(slot, { ...last, isRetired: true });
      continue;
    }
    for (const { threshold, generation, keyId } of entry.keys) {
      const slot = `${entry.epoch} ${threshold}`;
      const last = slots.get(slot);
      // An entry after a retirement lists the keys that stay beside the new one.
      if (last && isEqual(last.keyId, keyId)) continue;
      const isNext = last ? last.isRetired && generation === last.generation + 1 : generation === 0;
      check(isNext, 'ERR_LOG_SLOT', 'a second key for one threshold and epoch');
      slots.set(slot, { generation, keyId, isRetired: false });
    }
  }
  return slots;
}
