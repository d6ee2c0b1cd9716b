import { type Child, openChild } from '../../programs/child.ts';
import type { Cost } from '../statistics.ts';
import { type Ground, openGround, type StoreName } from '../stores.ts';
import type { Filler } from './filler.ts';

const AT_ONCE = 64;
/** Redemptions of one measurement at most. */
const REDEEMED = 120;
/** At once, where nobody measures: an fsync for so many. */
const WHOLESALE = 2000;

/** The memory adapter keeps more than Node gives a heap by itself. */
const FLAGS = ['--max-old-space-size=12288'];

/** Bytes that the process of a store holds, and those that the store itself counts. */
interface Kept {
  readonly own: number;
  readonly rss: number;
}

/** Two stores of a kind: one that grows, and one that begins anew each time. */
export interface Pair {
  /** Spends of one measurement, which the one that grows has more after it. */
  readonly window: number;
  /** Fills the one that grows. @returns microseconds of CPU for each of those that were missing. */
  growTo(nullifiers: number): Promise<number>;
  /** Measures both in turn: the one that grew, and the other one on its way to `from`. */
  measure(): Promise<{ readonly grown: Cost; readonly fresh: Cost }>;
  /** The same of whole redemptions, at both as `measure` left them. */
  redeem(): Promise<{ readonly grown: Cost; readonly fresh: Cost }>;
  /** Of the one that grows, beyond what it held when it was empty; for each nullifier. */
  bytes(): Promise<Kept>;
  close(): Promise<void>;
}

/** @param from what the other one holds at most, twice a measurement */
export async function openPair(store: StoreName, from: number): Promise<Pair> {
  const window = from / 2;
  const redeemed = Math.min(REDEEMED, window / 4);
  const [grown, fresh] = [await openSide(store), await openSide(store)];
  await grown.open();
  await fresh.open();
  // Code that a site runs all day is compiled, and a first store has met its first questions.
  for (const side of [grown, fresh]) {
    for (let warm = 0; warm < 4; warm++) await side.redeem(redeemed, AT_ONCE);
    await side.open();
    await side.spend(from, AT_ONCE);
    await side.open();
  }
  const empty = await grown.kept();
  let count = 0;
  return {
    window,
    async growTo(nullifiers) {
      const missing = nullifiers - count;
      if (missing <= 0) throw new RangeError('the store holds more than that already');
      count = nullifiers;
      return grown.fill(missing);
    },
    async measure() {
      await fresh.open();
      await fresh.fill(from - window);
      const small = await fresh.spend(window, AT_ONCE);
      count += window;
      return { grown: await grown.spend(window, AT_ONCE), fresh: small };
    },
    async redeem() {
      count += redeemed;
      const small = await fresh.redeem(redeemed, AT_ONCE);
      return { grown: await grown.redeem(redeemed, AT_ONCE), fresh: small };
    },
    async bytes() {
      const { own, rss } = await grown.kept();
      return { own: (own - empty.own) / count, rss: (rss - empty.rss) / count };
    },
    async close() {
      await grown.close();
      await fresh.close();
    },
  };
}

/** One store, and the processes that ask it. */
interface Side {
  /** Begins anew. */
  open(): Promise<void>;
  spend(count: number, atOnce: number): Promise<Cost>;
  redeem(count: number, atOnce: number): Promise<Cost>;
  /** Spends as fast as it goes. @returns microseconds of CPU for each */
  fill(count: number): Promise<number>;
  kept(): Promise<Kept>;
  close(): Promise<void>;
}

async function openSide(store: StoreName): Promise<Side> {
  const ground = await openGround(store);
  const first = await openChild<Filler>(new URL('./filler.ts', import.meta.url), FLAGS);
  // What a Redis can take is more than one process can ask.
  const all =
    store === 'Redis' ? [first, await openChild<Filler>(new URL('./filler.ts', import.meta.url), FLAGS)] : [first];

  async function costOf(
    act: 'spend' | 'redeem',
    fillers: readonly Child<Filler>[],
    count: number,
    atOnce: number,
  ): Promise<Cost> {
    const each = Math.ceil(count / fillers.length);
    const before = await readServer(ground);
    const costs = await Promise.all(fillers.map((filler) => filler.ask(act, each, atOnce)));
    const server = (await readServer(ground)).cpu - before.cpu;
    const mean = (of: keyof Cost): number => costs.reduce((sum, cost) => sum + cost[of], 0) / costs.length;
    return { cpu: mean('cpu') + server / (each * fillers.length), wall: mean('wall') };
  }

  return {
    async open() {
      const place = ground.next();
      for (const filler of all) await filler.ask('open', place);
    },
    spend: (count, atOnce) => costOf('spend', [first], count, atOnce),
    redeem: (count, atOnce) => costOf('redeem', [first], count, atOnce),
    fill: async (count) => (await costOf('spend', all, count, WHOLESALE)).cpu,
    kept: () => readKept(store, first, ground),
    async close() {
      for (const filler of all) await filler.close();
      await ground.close();
    },
  };
}

async function readKept(store: StoreName, filler: Child<Filler>, ground: Ground): Promise<Kept> {
  const { heap, rss, file } = await filler.ask('held');
  const server = await readServer(ground);
  if (store === 'Redis') return { own: server.used, rss: server.rss };
  return { own: store === 'SQLite' ? file : heap, rss };
}

/** What Redis says of itself; nothing of other stores. CPU in microseconds, without that of its rewrites of the log. */
async function readServer({ redis }: Ground): Promise<{ cpu: number; used: number; rss: number }> {
  if (!redis) return { cpu: 0, used: 0, rss: 0 };
  const said = `${await redis.ask('INFO', 'cpu')}\n${await redis.ask('INFO', 'memory')}`;
  const field = (name: string): number => {
    const value = Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(said)?.[1] ?? Number.NaN);
    if (Number.isNaN(value)) throw new Error(`Redis says nothing of ${name}`);
    return value;
  };
  return {
    cpu: (field('used_cpu_user') + field('used_cpu_sys')) * 1e6,
    used: field('used_memory'),
    rss: field('used_memory_rss'),
  };
}
