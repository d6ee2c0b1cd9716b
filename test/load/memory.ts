import { drawArrivals } from './arrivals.ts';
import type { Target } from './target.ts';
import { type Outcome, watchTraffic } from './watch-traffic.ts';
import type { Held } from './watched-process.ts';

/** What the servers held together at a moment. */
export interface MemoryPoint extends Held {
  readonly minute: number;
}

export interface MemoryCurve {
  readonly points: readonly MemoryPoint[];
  readonly asked: number;
  readonly admitted: number;
  readonly wrong: number;
  /** Refused or lost: at such a load there should be none. */
  readonly unanswered: number;
}

/** Seconds of load between two looks. */
const MOST_BETWEEN = 30;

/** Keeps a load up for minutes, and looks now and then at what the servers hold. */
export async function watchMemory(
  target: Target,
  { rate, minutes }: { readonly rate: number; readonly minutes: number },
  random: () => number,
  tell: (share: number) => void,
): Promise<MemoryCurve> {
  const prepare = await target.beginSteady();
  const between = Math.min(MOST_BETWEEN, (60 * minutes) / 12);
  const points: MemoryPoint[] = [];
  const outcomes: Outcome[] = [];
  const began = performance.now();
  const passed = (): number => (performance.now() - began) / 60_000;
  const draw = () => {
    const moments = drawArrivals(rate, between, random);
    return { moments, prepared: prepare(moments.length) };
  };
  let next = draw();
  await next.prepared;
  while (passed() < minutes) {
    tell(passed() / minutes);
    const { moments, prepared } = next;
    const ready = await prepared;
    // What comes next is made meanwhile.
    next = draw();
    outcomes.push(await watchTraffic(target, ready, (lines, requests) => lines.rain(requests, moments)));
    points.push({ minute: passed(), ...(await heldBy(target.servers)) });
  }
  await next.prepared;
  const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((all, one) => all + of(one), 0);
  return {
    points,
    asked: sum(({ asked }) => asked),
    admitted: sum(({ admitted }) => admitted),
    wrong: sum(({ wrong }) => wrong),
    unanswered: sum(({ refused, lost }) => refused + lost),
  };
}

async function heldBy(servers: Target['servers']): Promise<Held> {
  let [rss, heap, buffers] = [0, 0, 0];
  for (const server of servers) {
    const held = await server.ask('held');
    rss += held.rss;
    heap += held.heap;
    buffers += held.buffers;
  }
  return { rss, heap, buffers };
}

/** Bytes a minute by which something grows over the second half: the slope of the line with the least squares. */
export function growthOf(points: readonly MemoryPoint[], of: (point: MemoryPoint) => number): number {
  const half = points.slice(Math.floor(points.length / 2));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(half.map(({ minute }) => minute)), mean(half.map(of))];
  const spread = half.reduce((sum, { minute }) => sum + (minute - x) ** 2, 0);
  const shared = half.reduce((sum, point) => sum + (point.minute - x) * (of(point) - y), 0);
  return spread === 0 ? 0 : shared / spread;
}
