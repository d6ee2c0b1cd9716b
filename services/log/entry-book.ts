import {
  type Epoch,
  epochAfter,
  formatHex,
  type KeysEntry,
  type LogEntry,
  type RetireEntry,
} from '@bauta/sdk/protocol';

/** What an entry of keys or of a retirement can break, given all entries before it. */
export type Broken = 'second-key' | 'not-retired' | 'unknown-key' | 'late-genesis';

/** The invariants of a log (protocol.md §7), over its entries in their order. */
export interface EntryBook {
  /** What `entry` would break as the next one: nothing, as a rule. */
  judge(entry: LogEntry): readonly Broken[];
  /** Whether a key of the entry is the first one of its threshold and epoch: one that nothing had to make way for. */
  begins(entry: KeysEntry): boolean;
  record(entry: LogEntry): void;
}

type OfKeys = KeysEntry | RetireEntry;

/** Epochs in a row that a name may begin with: one that comes new into a week has no time left for the two next ones. */
const GENESIS_EPOCHS = 3;

export function createEntryBook(): EntryBook {
  /** Slot → the id of its first key. */
  const keys = new Map<string, string>();
  const retired = new Set<string>();
  /** Role and name → the epoch they began with, and whether they may still begin. */
  const begun = new Map<string, { readonly epoch: Epoch; isOver: boolean }>();

  function judgeKeys(entry: KeysEntry): Broken[] {
    const broken: Broken[] = [];
    if (entry.exception === 'genesis' && !mayBegin(entry)) broken.push('late-genesis');
    for (const { threshold, generation, keyId } of entry.keys) {
      const known = keys.get(slotOf(entry, threshold, generation));
      if (known !== undefined && known !== formatHex(keyId)) broken.push('second-key');
      if (generation > 0 && !retired.has(slotOf(entry, threshold, generation - 1))) broken.push('not-retired');
    }
    return [...new Set(broken)];
  }

  function mayBegin(entry: OfKeys): boolean {
    const beginning = begun.get(nameOfKeys(entry));
    if (beginning === undefined) return true;
    const epochs = Array.from({ length: GENESIS_EPOCHS }, (_, i) => epochAfter(beginning.epoch, i));
    return !beginning.isOver && epochs.includes(entry.epoch);
  }

  return {
    judge(entry) {
      if (entry.kind === 'keys') return judgeKeys(entry);
      if (entry.kind !== 'retire') return [];
      const isKnown = keys.get(slotOf(entry, entry.threshold, entry.generation)) === formatHex(entry.keyId);
      return isKnown ? [] : ['unknown-key'];
    },
    begins: (entry) =>
      entry.keys.some(({ threshold, generation }) => generation === 0 && !keys.has(slotOf(entry, threshold, 0))),
    record(entry) {
      if (entry.kind === 'retire') retired.add(slotOf(entry, entry.threshold, entry.generation));
      if (entry.kind !== 'keys') return;
      const beginning = begun.get(nameOfKeys(entry)) ?? { epoch: entry.epoch, isOver: false };
      beginning.isOver ||= entry.exception !== 'genesis';
      begun.set(nameOfKeys(entry), beginning);
      for (const { threshold, generation, keyId } of entry.keys) {
        const slot = slotOf(entry, threshold, generation);
        if (!keys.has(slot)) keys.set(slot, formatHex(keyId));
      }
    },
  };
}

function nameOfKeys({ role, name }: OfKeys): string {
  return `${role} ${name}`;
}

function slotOf(entry: OfKeys, threshold: number, generation: number): string {
  return `${nameOfKeys(entry)} ${entry.epoch} ${threshold} ${generation}`;
}
