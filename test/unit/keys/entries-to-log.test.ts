import type { HeldEntry } from '@bauta/sdk/log';
import { epochAfter, epochAt, formatLogEntry, type LogEntry, startOf, writeUtf8 } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entriesToLog } from '../../../services/keys/entries-to-log.ts';
import { createEntryBook } from '../../../services/log/entry-book.ts';
import type { KeySlot } from '../../../services/storage/ports.ts';
import { NOON } from '../../ports/figures.ts';
import { madeUpSlot, madeUpWeeks } from './made-up-slots.ts';

const HOLDER = { role: 'issuer', name: 'issuer.example' } as const;
const DAY = 86_400;
const WEEK = 7 * DAY;
const HOUR = 3600;

/** A log that takes what it can, as the real one judges. */
function openLog() {
  const book = createEntryBook();
  const entries: HeldEntry[] = [];
  return {
    entries,
    take(entry: LogEntry): void {
      expect(book.judge(entry)).toEqual([]);
      book.record(entry);
      if (entry.kind !== 'keys' && entry.kind !== 'retire') throw new TypeError('not about keys');
      const bytes = writeUtf8(formatLogEntry(entry));
      entries.push({ index: entries.length, bytes, entry });
    },
  };
}

/** In words: the week, the exception, and each key as threshold.generation. */
function say(entry: LogEntry): string {
  if (entry.kind === 'retire') return `${entry.epoch.slice(-3)} retire ${entry.threshold}.${entry.generation}`;
  if (entry.kind !== 'keys') return entry.kind;
  const keys = entry.keys.map(({ threshold, generation }) => `${threshold}.${generation}`);
  return [entry.epoch.slice(-3), entry.exception ?? '-', ...keys].join(' ');
}

/** What is missing in a log that took everything of these earlier runs, or as many entries as `most` of a run. */
function missing(slots: readonly KeySlot[], now: number, ...before: [readonly KeySlot[], number, most?: number][]) {
  const log = openLog();
  for (const [had, at, most] of before) entriesToLog(had, log.entries, HOLDER, at).slice(0, most).forEach(log.take);
  return entriesToLog(slots, log.entries, HOLDER, now).map(say);
}

const W47 = madeUpWeeks('2026-W47', 4);
const W48 = madeUpWeeks('2026-W47', 5);

describe('a name that comes into the log', () => {
  it('begins with three weeks that are late, and goes on with one that is not', () => {
    expect(missing(W47, NOON)).toEqual(['W47 genesis 18.0', 'W48 genesis 18.0', 'W49 genesis 18.0', 'W50 - 18.0']);
    expect(missing(W47, NOON, [W47, NOON])).toEqual([]);
    expect(missing(W48, NOON + WEEK, [W47, NOON])).toEqual(['W51 - 18.0']);
  });

  it('goes on beginning after a crash in the middle, until its first three weeks are over', () => {
    expect(missing(W47, NOON, [W47, NOON, 1])).toEqual(['W48 genesis 18.0', 'W49 genesis 18.0', 'W50 - 18.0']);
    const later = ['W49 genesis 18.0', 'W50 resume 18.0', 'W51 - 18.0'];
    expect(missing(W48, NOON + WEEK, [W47, NOON, 2])).toEqual(later);
  });

  it('begins with all thresholds in one entry', () => {
    expect(missing(madeUpWeeks('2026-W47', 1, [18, 15]), NOON)).toEqual(['W47 genesis 15.0 18.0']);
  });
});

describe('keys after runs that were missed', () => {
  it('resume, and the first that is in time is as any other', () => {
    const slots = madeUpWeeks('2026-W49', 6);
    const expected = ['W51 resume 18.0', 'W52 resume 18.0', 'W53 resume 18.0', 'W01 - 18.0'];
    expect(missing(slots, NOON + 4 * WEEK, [W47, NOON])).toEqual(expected);
  });

  it('say that they are late ten minutes before they would be: that may be in the log by then', () => {
    const due = startOf('2026-W49');
    const slots = madeUpWeeks('2026-W51', 1);
    expect(missing(slots, due - 600, [W47, NOON])).toEqual(['W51 - 18.0']);
    expect(missing(slots, due - 599, [W47, NOON])).toEqual(['W51 resume 18.0']);
  });

  it('are not logged once they sign no more', () => {
    const over = startOf('2026-W48') + HOUR;
    expect(missing(W47.slice(0, 1), over - 1)).toEqual(['W47 genesis 18.0']);
    expect(missing(W47.slice(0, 1), over)).toEqual([]);
  });
});

describe('a retirement', () => {
  const both = madeUpWeeks('2026-W47', 1, [15, 18]);
  const [stays, gone] = [both[0] as KeySlot, madeUpSlot(18, '2026-W47', 0, NOON)];
  const next = madeUpSlot(18, '2026-W47', 1);

  it('comes before the next generation, which stands beside the keys that stay', () => {
    const expected = ['W47 retire 18.0', 'W47 resume 15.0 18.1'];
    expect(missing([stays, gone, next], NOON + DAY, [[...both, ...W47.slice(1)], NOON])).toEqual(expected);
  });

  it('of a key that the log never had comes after the key', () => {
    const expected = ['W47 genesis 15.0 18.0', 'W47 retire 18.0', 'W47 genesis 15.0 18.1'];
    expect(missing([stays, gone, next], NOON)).toEqual(expected);
  });

  it('may come twice', () => {
    const again = [stays, gone, madeUpSlot(18, '2026-W47', 1, NOON), madeUpSlot(18, '2026-W47', 2)];
    const second = ['W47 retire 18.1', 'W47 genesis 15.0 18.2'];
    const first = ['W47 retire 18.0', 'W47 genesis 15.0 18.1'];
    expect(missing(again, NOON, [both, NOON])).toEqual([...first, ...second]);
    expect(missing(again, NOON, [both, NOON], [[stays, gone, next], NOON])).toEqual(second);
  });

  it('of a week that signs no more is logged all the same: sites still take its tokens', () => {
    const over = startOf('2026-W48') + HOUR;
    expect(missing([gone], over, [both, NOON])).toEqual(['W47 retire 18.0']);
    expect(missing([gone, next], over, [both, NOON])).toEqual(['W47 retire 18.0']);
    // Another key of that week never came into the log.
    expect(missing([madeUpSlot(21, '2026-W47', 0), gone], over, [both, NOON])).toEqual(['W47 retire 18.0']);
  });
});

describe('a threshold that is added', () => {
  it('stands beside those that are there, late where it is late', () => {
    const more = [...W47, ...madeUpWeeks('2026-W47', 4, [15])];
    const weeks = ['W47 resume 15.0 18.0', 'W48 resume 15.0 18.0', 'W49 resume 15.0 18.0', 'W50 - 15.0 18.0'];
    expect(missing(more, NOON, [W47, NOON])).toEqual(weeks);
  });

  it('stands beside the generation that took the place of a retired key', () => {
    const had = [madeUpSlot(18, '2026-W47', 0, NOON), madeUpSlot(18, '2026-W47', 1)];
    const expected = ['W47 genesis 15.0 18.1'];
    expect(missing([...had, madeUpSlot(15, '2026-W47', 0)], NOON, [had, NOON])).toEqual(expected);
  });
});

describe('whatever a room went through', () => {
  const GENERATION = fc.constantFrom(0, 0, 0, 1, 2);
  /** By threshold and week, how many keys were retired, and whether the last one was too. */
  const slots = fc.dictionary(
    fc.constantFrom('13', '15', '18'),
    fc.array(fc.tuple(GENERATION, fc.boolean()), { maxLength: 6 }),
  );
  const run = fc.record({ slots, wait: fc.integer({ min: 0, max: 3 * WEEK }), taken: fc.nat({ max: 12 }) });

  function slotsOf(made: Record<string, [number, boolean][]>, now: number): KeySlot[] {
    return Object.entries(made).flatMap(([threshold, weeks]) =>
      weeks.flatMap(([last, isRetired], week) => {
        const epoch = epochAfter(epochAt(now), week - 2);
        return Array.from({ length: last + 1 }, (_, generation) => {
          const isOver = generation < last || isRetired;
          return madeUpSlot(Number(threshold), epoch, generation, isOver ? now : undefined);
        });
      }),
    );
  }

  /** What a vault holds that had some keys, and now has more: no retirement is taken back. */
  function grow(before: readonly KeySlot[], more: readonly KeySlot[]): KeySlot[] {
    const grown = new Map<string, KeySlot>();
    const nameOf = ({ threshold, epoch, generation }: KeySlot): string => `${epoch} ${threshold} ${generation}`;
    for (const slot of [...before, ...more]) grown.set(nameOf(slot), { ...slot, ...grown.get(nameOf(slot)), ...slot });
    return [...grown.values()].map((slot) => {
      const isOver = grown.has(nameOf({ ...slot, generation: slot.generation + 1 }));
      return isOver ? { ...slot, retiredAt: NOON } : slot;
    });
  }

  const idsOf = (slots: readonly { readonly keyId: Uint8Array }[]): string[] => slots.map(({ keyId }) => `${keyId}`);

  /** Every retirement of a logged key is in the log, and the last entry of a week has all keys that are left. */
  function checkLog(slots: readonly KeySlot[], { entries }: ReturnType<typeof openLog>): void {
    const all = entries.map(({ entry }) => entry);
    const lists = all.filter((entry) => entry.kind === 'keys');
    const logged = lists.flatMap(({ keys }) => idsOf(keys));
    const ended = idsOf(all.filter((entry) => entry.kind === 'retire'));
    for (const { epoch, retiredAt, keyId } of slots.filter((slot) => logged.includes(`${slot.keyId}`))) {
      expect(ended.includes(`${keyId}`)).toBe(retiredAt !== undefined);
      const last = lists.findLast((entry) => entry.epoch === epoch);
      if (retiredAt === undefined) expect(idsOf(last?.keys ?? [])).toContain(`${keyId}`);
    }
  }

  it('the log takes it all, in whatever pieces, and then nothing is missing', () => {
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 3 }), (runs) => {
        const log = openLog();
        let had: KeySlot[] = [];
        let now = NOON;
        for (const { slots, wait, taken } of runs) {
          now += wait;
          had = grow(had, slotsOf(slots, now));
          entriesToLog(had, log.entries, HOLDER, now).slice(0, taken).forEach(log.take);
          entriesToLog(had, log.entries, HOLDER, now + 1).forEach(log.take);
          expect(entriesToLog(had, log.entries, HOLDER, now + 1)).toEqual([]);
          checkLog(had, log);
        }
      }),
    );
  });
});
