import { createHmac } from 'node:crypto';
import { createTestIssuer } from '../../unit/gate/issuer.ts';
import type { Act, Plan } from '../act.ts';
import { inLanes } from '../lanes.ts';
import { type Cost, costOf, cpuMicros } from '../statistics.ts';
import { listStores, type StoreName } from '../stores.ts';
import { openVisitor, type Visitor } from './gate-visitor.ts';

const HMAC = 'HMAC-SHA-256';
/** Of what the gate adds, to one HMAC and one read of the same store. */
const BOUND = { most: 3 };

/** A way to measure: how many are under way, and whether the CPU counts or the time until it is over. */
interface Manner {
  readonly name: string;
  readonly atOnce: number;
  readonly counts: keyof Cost;
  readonly isJudged: boolean;
}

const IN_PROCESS: readonly Manner[] = [{ name: '', atOnce: 1, counts: 'cpu', isJudged: true }];
/**
 * On Redis, one at a time, most of the CPU goes into the system's calls for one packet each way and most of the time into
 * waiting; beside those any gate looks small. With 64 under way the packets are shared and nothing waits for long: there
 * the bound is judged. The others stand beside.
 */
const ACROSS: readonly Manner[] = [
  { name: ', 64 at once', atOnce: 64, counts: 'cpu', isJudged: true },
  { name: ', 64 at once, time', atOnce: 64, counts: 'wall', isJudged: false },
  { name: ', one at a time', atOnce: 1, counts: 'cpu', isJudged: false },
  { name: ', one at a time, time', atOnce: 1, counts: 'wall', isJudged: false },
];

const mannersOf = (store: StoreName): readonly Manner[] => (store === 'Redis' ? ACROSS : IN_PROCESS);

/**
 * What the gate adds to a request of a verified visitor, here for the part of a film: it writes nothing within five
 * seconds of the request before. A page that rotates the session's id, and so writes, stands beside.
 */
export const gate: Act = {
  name: 'gate',
  async open({ now, count }) {
    const issuer = await createTestIssuer('issuer.example', now);
    const visitors = new Map<StoreName, Visitor>();
    for (const store of listStores()) visitors.set(store, await openVisitor(store, issuer, now));

    async function measure(): Promise<Record<string, number>> {
      const figures: Record<string, number> = { [HMAC]: await measureHmac(20 * count) };
      for (const [store, visitor] of visitors) {
        // A read in memory is over in a microsecond.
        const reads = store === 'memory' ? 20 * count : 5 * count;
        for (const { name, atOnce, counts } of mannersOf(store)) {
          const cost = async (act: () => Promise<void>): Promise<number> =>
            (await costOf(reads, () => repeat(reads, atOnce, act)))[counts];
          figures[`read, ${store}${name}`] = await cost(visitor.read);
          figures[`gate, ${store}${name}`] = await cost(visitor.pass);
        }
        figures[`gate, ${store}, rotating`] = await cpuMicros(count, () => repeat(count, 1, visitor.rotate));
      }
      return figures;
    }

    // Code that a site runs all day is compiled.
    await measure();
    return {
      plans: [...visitors.keys()].flatMap(plansOf),
      measure,
      async close() {
        for (const visitor of visitors.values()) await visitor.close();
      },
    };
  },
};

function plansOf(store: StoreName): readonly Plan[] {
  const plans = mannersOf(store).map(({ name, isJudged }) => ({
    act: `gate, ${store}${name}`,
    limit: 'HMAC + read of the same store',
    of: [HMAC, `read, ${store}${name}`],
    ...(isJudged ? { bound: BOUND } : {}),
  }));
  const alone = store === 'Redis' ? ', one at a time' : '';
  const of = [HMAC, `read, ${store}${alone}`];
  return [...plans, { act: `gate, ${store}, rotating`, limit: 'HMAC + read of the same store', of }];
}

function measureHmac(count: number): Promise<number> {
  const key = new Uint8Array(32).fill(7);
  return cpuMicros(count, async () => {
    for (let i = 0; i < count; i++) createHmac('sha256', key).update(key).digest();
  });
}

/** Without the little that lanes cost, where one at a time is meant: it would count as the store's. */
async function repeat(count: number, atOnce: number, act: () => Promise<void>): Promise<void> {
  if (atOnce > 1) return inLanes(count, atOnce, act);
  for (let i = 0; i < count; i++) await act();
}
