import { type Profiler, Session } from 'node:inspector';

/** Which blocks of the product's code inputs have reached, by V8's own counters. */
export interface Reach {
  /** Begins to count; what ran before counts for nothing. */
  start(): void;
  /** Adds what ran since the last call. @returns whether that reached anything new. */
  take(): boolean;
  /** Ends the counting: from here on the code runs at its full speed. @returns blocks reached */
  stop(): number;
}

type Span = readonly [from: number, to: number];

interface Known {
  /** What no input has reached so far. */
  missed: readonly Span[];
  readonly blocks: Set<string>;
}

/** @param isCounted which files count, by their URLs. */
export function createReach(isCounted: (url: string) => boolean): Reach {
  const session = new Session();
  const known = new Map<string, Known>();
  session.connect();
  // The inspector of one's own process answers before `post` returns.
  const ask = <T>(method: string, params?: object): T => {
    let answer: unknown;
    session.post(method, params, (error: Error | null, result?: object) => {
      if (error) throw error;
      answer = result;
    });
    return answer as T;
  };

  return {
    start() {
      ask('Profiler.enable');
      ask('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
      ask('Profiler.takePreciseCoverage');
    },
    take() {
      const { result } = ask<Profiler.TakePreciseCoverageReturnType>('Profiler.takePreciseCoverage');
      let isNew = false;
      for (const { url, functions } of result) {
        if (!isCounted(url)) continue;
        for (const one of functions) isNew = add(known, url, one) || isNew;
      }
      return isNew;
    },
    stop() {
      ask('Profiler.stopPreciseCoverage');
      ask('Profiler.disable');
      session.disconnect();
      return [...known.values()].reduce((sum, one) => sum + countReached(one), 0);
    },
  };
}

function add(known: Map<string, Known>, url: string, { ranges }: Profiler.FunctionCoverage): boolean {
  const [whole] = ranges;
  if (!whole || whole.count === 0) return false;
  const key = `${url} ${whole.startOffset}`;
  const missed = ranges
    .filter(({ count }) => count === 0)
    .map(({ startOffset, endOffset }): Span => [startOffset, endOffset]);
  const before = known.get(key);
  const one = before ?? { missed, blocks: new Set<string>() };
  for (const { startOffset, endOffset } of ranges) one.blocks.add(`${startOffset} ${endOffset}`);
  if (!before) {
    known.set(key, one);
    return true;
  }
  const still = overlap(one.missed, missed);
  const isNew = sizeOf(still) < sizeOf(one.missed);
  one.missed = still;
  return isNew;
}

const sizeOf = (spans: readonly Span[]): number => spans.reduce((sum, [from, to]) => sum + to - from, 0);

function overlap(some: readonly Span[], others: readonly Span[]): readonly Span[] {
  return some.flatMap(([from, to]) =>
    others.flatMap(([start, end]): Span[] => {
      const both: Span = [Math.max(from, start), Math.min(to, end)];
      return both[0] < both[1] ? [both] : [];
    }),
  );
}

function countReached({ missed, blocks }: Known): number {
  return [...blocks].filter((block) => {
    const [from = 0, to = 0] = block.split(' ').map(Number);
    return !missed.some(([start, end]) => start <= from && to <= end);
  }).length;
}
