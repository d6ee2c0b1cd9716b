import { describe, expect, it } from 'vitest';
import { createDirectoryUpkeep } from '../../../sdk/gate/directory-upkeep.ts';

const NOW = 1_795_000_000;
const MIN_AGE = 2400;

/** An instance whose clock, shelf, issuer and chance are ours. */
function open(first = NOW - 1) {
  const at = {
    now: NOW,
    readAt: first,
    /** What another instance keeps. */
    keptAt: Number.NEGATIVE_INFINITY,
    looks: 0,
    reads: 0,
    isReachable: true,
    /** Each look waits for it. */
    shelf: Promise.resolve() as Promise<void>,
    timers: [] as (() => void)[],
  };
  const upkeep = createDirectoryUpkeep({
    keys: {
      get readAt() {
        return at.readAt;
      },
    },
    async refresh() {
      at.reads++;
      await new Promise(setImmediate);
      if (!at.isReachable) throw new TypeError('fetch failed');
      at.readAt = at.now;
    },
    async restore() {
      at.looks++;
      await at.shelf;
      at.readAt = Math.max(at.readAt, at.keptAt);
      return true;
    },
    // 40 minutes: the least.
    random: () => new Uint8Array(2),
    setTimer(act) {
      at.timers.push(act);
      return () => {};
    },
    now: () => at.now,
  });
  /** A request, and all that it has set going. */
  const visit = async (seconds = 0): Promise<void> => {
    at.now += seconds;
    const later: Promise<unknown>[] = [];
    await upkeep.tend((work) => void later.push(work));
    await Promise.all(later);
  };
  return { at, upkeep, visit };
}

describe('the upkeep of a directory', () => {
  it('reads it at the first request, beside it', async () => {
    const { at, upkeep } = open(Number.NEGATIVE_INFINITY);
    const later: Promise<unknown>[] = [];
    await upkeep.tend((work) => void later.push(work));
    expect([at.looks, at.reads, at.readAt]).toEqual([1, 1, Number.NEGATIVE_INFINITY]);
    await Promise.all(later);
    expect(at.readAt).toBe(NOW);
  });

  it('does not ask the issuer when another instance has it', async () => {
    const { at, visit } = open(Number.NEGATIVE_INFINITY);
    at.keptAt = NOW - 1000;
    await visit();
    expect([at.looks, at.reads, at.readAt]).toEqual([1, 0, NOW - 1000]);
  });

  it('looks every five minutes, however many come', async () => {
    const { at, visit } = open();
    for (let i = 0; i < 30; i++) await visit(20);
    expect([at.looks, at.reads]).toEqual([2, 0]);
  });

  it('reads it when it is due, and not before', async () => {
    const { at, visit } = open();
    await visit(MIN_AGE - 2);
    expect(at.reads).toBe(0);
    await visit(1);
    expect([at.reads, at.readAt]).toEqual([1, at.now]);
    await visit(MIN_AGE - 1);
    expect(at.reads).toBe(1);
  });

  it('reads it when the clock was set back', async () => {
    const { at, visit } = open();
    await visit();
    await visit(-3600);
    expect([at.reads, at.readAt]).toEqual([1, NOW - 3600]);
  });

  it('looks once, and reads once, for all who come at once', async () => {
    const { at, visit } = open(Number.NEGATIVE_INFINITY);
    await Promise.all(Array.from({ length: 20 }, () => visit()));
    expect([at.looks, at.reads]).toEqual([1, 1]);
  });

  it('tries again after a fault, and ever more slowly up to five minutes', async () => {
    const { at, visit } = open(Number.NEGATIVE_INFINITY);
    at.isReachable = false;
    const tries: number[] = [];
    for (let second = 0; second < 1500; second++) {
      const before = at.reads;
      await visit(1);
      if (at.reads > before) tries.push(second);
    }
    expect(tries.slice(0, 10)).toEqual([0, 1, 3, 7, 15, 31, 63, 127, 255, 511]);
    expect(tries.slice(10)).toEqual([811, 1111, 1411]);
    at.isReachable = true;
    await visit(300);
    expect(at.readAt).toBe(at.now);
  });

  it('lets nobody wait for a shelf that does not answer, and looks again', async () => {
    const { at, upkeep } = open(Number.NEGATIVE_INFINITY);
    at.shelf = new Promise(() => {});
    at.isReachable = false;
    const visit = upkeep.tend(() => {});
    const other = upkeep.tend(() => {});
    for (const act of at.timers) act();
    await Promise.all([visit, other]);
    expect([at.looks, at.reads]).toEqual([1, 1]);
    at.shelf = Promise.resolve();
    at.now += 10;
    await upkeep.tend(() => {});
    expect(at.looks).toBe(2);
  });

  it('begins a reading again that was cut off', async () => {
    const { at } = open();
    let reads = 0;
    const upkeep = createDirectoryUpkeep({
      keys: { readAt: Number.NEGATIVE_INFINITY },
      refresh() {
        reads++;
        return new Promise(() => {});
      },
      restore: async () => false,
      random: () => new Uint8Array(2),
      setTimer: () => () => {},
      now: () => at.now,
    });
    for (const seconds of [0, 59, 1]) {
      at.now += seconds;
      await upkeep.tend(() => {});
    }
    expect(reads).toBe(2);
  });
});
