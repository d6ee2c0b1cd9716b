import type { HeldEntry, KeyHolder } from '@bauta/sdk/log';
import {
  calendarOf,
  type Epoch,
  epochAfter,
  formatHex,
  type KeysEntry,
  type LogEntry,
  type RetireEntry,
} from '@bauta/sdk/protocol';
import type { KeySlot } from '../storage/ports.ts';
import { exceptionOf } from './key-exception.ts';

/** Seconds that an entry may take into the log: what is that near to being late says that it is. */
const UNDER_WAY = 600;
/** Epochs in a row that a name may begin with: the one it comes into, and the two that are late with it. */
const GENESIS_EPOCHS = 3;

/**
 * What the log lacks of a room's keys, in the order in which it takes them: a key, its retirement, the key of the next
 * generation beside those that stay. Keys of weeks that are over are not logged any more.
 * @param slots every generation of every epoch that is still of use. @param entries of this holder, as the log has them.
 * @param now Unix seconds.
 */
export function entriesToLog(
  slots: readonly KeySlot[],
  entries: readonly HeldEntry[],
  holder: KeyHolder,
  now: number,
): LogEntry[] {
  const logged = entries.map(({ entry }) => entry);
  const missing: LogEntry[] = [];
  for (const epoch of [...new Set(slots.map((slot) => slot.epoch))].sort()) {
    const ofEpoch = slots.filter((slot) => slot.epoch === epoch);
    for (let round = 0; round <= Math.max(...ofEpoch.map(({ generation }) => generation)); round++) {
      const known = [...logged, ...missing];
      const turn = inRound(ofEpoch, round).filter(({ keyId }) => !isRetired(keyId, known));
      if (turn.some(({ keyId }) => !isLogged(keyId, known))) {
        if (now >= calendarOf(epoch).signs.to) break;
        missing.push(keysEntry(turn, { ...holder, epoch }, known, now));
      }
      for (const slot of turn) if (slot.retiredAt !== undefined) missing.push(retireEntry(slot, holder));
    }
  }
  return missing;
}

/** Of each threshold the key of a generation, or the last one before it. */
function inRound(slots: readonly KeySlot[], round: number): KeySlot[] {
  const turn = new Map<number, KeySlot>();
  for (const slot of slots) {
    const before = turn.get(slot.threshold)?.generation ?? -1;
    if (slot.generation <= round && slot.generation > before) turn.set(slot.threshold, slot);
  }
  return [...turn.values()].sort((a, b) => a.threshold - b.threshold);
}

function isLogged(keyId: Uint8Array, known: readonly LogEntry[]): boolean {
  const id = formatHex(keyId);
  return known.some((entry) => entry.kind === 'keys' && entry.keys.some((key) => formatHex(key.keyId) === id));
}

function isRetired(keyId: Uint8Array, known: readonly LogEntry[]): boolean {
  return known.some((entry) => entry.kind === 'retire' && formatHex(entry.keyId) === formatHex(keyId));
}

function keysEntry(
  slots: readonly KeySlot[],
  of: KeyHolder & { readonly epoch: Epoch },
  known: readonly LogEntry[],
  now: number,
): KeysEntry {
  const { from: notBefore, to: notAfter } = calendarOf(of.epoch).published;
  const isFirstOfName = isBeginning(of.epoch, known);
  return {
    kind: 'keys',
    ...of,
    exception: exceptionOf({ epoch: of.epoch, loggedAt: now + UNDER_WAY, isFirstOfName }),
    keys: slots.map(({ threshold, generation, keyId, publicKey: spki }) => {
      return { threshold, generation, notBefore, notAfter, keyId, spki };
    }),
  };
}

/** Whether the name has nothing but its first keys so far, of the epochs that it may begin with. */
function isBeginning(epoch: Epoch, known: readonly LogEntry[]): boolean {
  const keys = known.filter((entry) => entry.kind === 'keys');
  const first = keys[0]?.epoch ?? epoch;
  return keys.every(({ exception }) => exception === 'genesis') && epoch < epochAfter(first, GENESIS_EPOCHS);
}

function retireEntry({ threshold, epoch, generation, keyId }: KeySlot, holder: KeyHolder): RetireEntry {
  return { kind: 'retire', ...holder, epoch, threshold, generation, keyId };
}
