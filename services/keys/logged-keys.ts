import {
  type HeldEntry,
  historyNeeded,
  type KeyHolder,
  type LogSource,
  type ReadLog,
  readKeyHistory,
  readLog,
} from '@bauta/sdk/log';
import {
  AgeError,
  type Epoch,
  epochAfter,
  epochAt,
  formatHex,
  formatLogProof,
  isEqual,
  type LogEntry,
} from '@bauta/sdk/protocol';
import type { KeySlot, KeyVault } from '../storage/ports.ts';
import { catchUp } from './catch-up.ts';
import { entriesToLog } from './entries-to-log.ts';
import { destroyPast, ensureSlots, generationsOf } from './slots.ts';

/** The log as a room knows it that has keys there. */
export interface RoomLog {
  readonly source: LogSource;
  /** Adds an entry. @returns its index. @throws AgeError when the log cannot be reached, or does not take it. */
  submit(entry: LogEntry): Promise<number>;
}

/** What a room may show of its keys. */
export interface LoggedKeys {
  /** Ids, in hexadecimal, of the keys that a cosigned tree has. */
  readonly shown: ReadonlySet<string>;
  /** By epoch, the text of the C2SP tlog-proof of its keys. */
  readonly proofs: Readonly<Record<Epoch, string>>;
  /** How many private halves were destroyed since their time was over. */
  readonly destroyed: number;
  /** Why the log did not take what is missing there; what it has already stays good, with fresh proofs. */
  readonly failure?: AgeError;
}

/** What is asked for of an entry just added: cosignatures take a moment. */
const ATTEMPTS = 50;
const PAUSE_MS = 100;

/**
 * Makes the keys that the calendar asks for, brings them and their retirements into the log, and destroys those whose
 * time is over; to be called about once a minute. Nothing is made, and nothing destroyed, unless the log's witnesses
 * confirm the time: a clock that jumped shows keys to nobody, and costs none.
 * @param isRestored whether the vault came back from a backup since the log was last read: see `catchUp`
 * @throws AgeError what is wrong with the log, as `readLog`; ERR_STORE_UNAVAILABLE
 */
export async function logKeys(
  vault: KeyVault,
  holder: KeyHolder,
  thresholds: readonly number[],
  log: RoomLog,
  now: number,
  isRestored = false,
): Promise<LoggedKeys> {
  let read = await readLog(log.source, now);
  let { entries } = await readKeyHistory(read, holder, historyNeeded(now));
  await catchUp(vault, entries, isRestored);
  await ensureSlots(vault, thresholds, now);
  const slots = await slotsInUse(vault, thresholds, now);
  const missing = entriesToLog(slots, entries, holder, now);
  let failure: AgeError | undefined;
  if (missing.length > 0) {
    try {
      read = await addAll(missing, log, now);
      ({ entries } = await readKeyHistory(read, holder, historyNeeded(now)));
    } catch (error) {
      if (!(error instanceof AgeError)) throw error;
      failure = error;
    }
  }
  const destroyed = await destroyPast(vault, Math.min(now, read.checkpoint.witnessedAt ?? 0));
  return { ...(await staple(slots, entries, read)), destroyed, ...(failure && { failure }) };
}

/** Every generation of every epoch that somebody may still use. */
async function slotsInUse(vault: KeyVault, thresholds: readonly number[], now: number): Promise<KeySlot[]> {
  const epochs = [-2, -1, 0, 1, 2, 3].map((weeks) => epochAfter(epochAt(now), weeks));
  const found = epochs.flatMap((epoch) => thresholds.map((threshold) => generationsOf(vault, threshold, epoch)));
  return (await Promise.all(found)).flat();
}

/** Adds what is missing, one after the other since each may build on the one before, and waits until all can see it. */
async function addAll(entries: readonly LogEntry[], { source, submit }: RoomLog, now: number): Promise<ReadLog> {
  let last = 0;
  for (const entry of entries) last = Math.max(last, await submit(entry));
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const read = await readLog(source, now);
    if (read.checkpoint.size > last) return read;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new AgeError('ERR_LOG_QUORUM', 'the witnesses have not seen the newest entries yet');
}

async function staple(
  slots: readonly KeySlot[],
  entries: readonly HeldEntry[],
  { tree, text }: ReadLog,
): Promise<Pick<LoggedKeys, 'shown' | 'proofs'>> {
  const proofs: Record<Epoch, string> = {};
  const shown = new Set<string>();
  for (const epoch of new Set(slots.map((slot) => slot.epoch))) {
    const last = lastWith(
      slots.filter((slot) => slot.epoch === epoch && slot.retiredAt === undefined),
      entries.filter(({ entry }) => entry.epoch === epoch),
    );
    if (last?.entry.kind !== 'keys') continue;
    const proof = await tree.inclusionProof(last.index);
    proofs[epoch] = formatLogProof({ index: last.index, proof, checkpoint: text });
    for (const { keyId } of last.entry.keys) shown.add(formatHex(keyId));
  }
  return { proofs, shown };
}

/**
 * The last entry that has all of these keys: as a rule the last one, unless another process, that knows of fewer
 * thresholds, was a moment later. When there is none, for a week that was over too soon, the last one there is.
 */
function lastWith(slots: readonly KeySlot[], entries: readonly HeldEntry[]): HeldEntry | undefined {
  const lists = entries.filter(({ entry }) => entry.kind === 'keys');
  const isWhole = ({ entry }: HeldEntry): boolean =>
    entry.kind === 'keys' && slots.every(({ keyId }) => entry.keys.some((key) => isEqual(key.keyId, keyId)));
  return lists.findLast(isWhole) ?? lists.at(-1);
}
