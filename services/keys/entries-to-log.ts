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
    const isOver = now >= calendarOf(epoch).signs.to;
    let left = slots.filter((slot) => slot.epoch === epoch && !isRetired(slot.keyId, logged));
    for (let turn = firstOfEach(left); turn.length > 0; turn = firstOfEach(left)) {
      const known = [...logged, ...missing];
      const isWhole = turn.every(({ keyId }) => isLogged(keyId, known));
      if (!isWhole && !isOver) missing.push(keysEntry(turn, { ...holder, epoch }, known, now));
      const ended = turn.filter(({ retiredAt }) => retiredAt !== undefined);
      // What the log never had of a week that is over, it need not retire.
      const toRetire = isOver ? ended.filter(({ keyId }) => isLogged(keyId, known)) : ended;
      missing.push(...toRetire.map((slot) => retireEntry(slot, holder)));
      if (ended.length === 0) break;
      left = left.filter((slot) => !ended.includes(slot));
    }
  }
  return missing;
}

/** Of each threshold the lowest generation. */
function firstOfEach(slots: readonly KeySlot[]): KeySlot[] {
  const isFirst = ({ threshold, generation }: KeySlot): boolean =>
    slots.every((other) => other.threshold !== threshold || other.generation >= generation);
  return slots.filter(isFirst).sort((a, b) => a.threshold - b.threshold);
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
