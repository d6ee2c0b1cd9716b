import type { Machine } from '../figures/machine.ts';
import { medianOf } from './statistics.ts';
import type { Row } from './table.ts';

/** A ratio as it was measured, and how far it may be off. */
interface Kept {
  readonly ratio: number;
  /** One standard error. */
  readonly error: number;
  /** Between these lay all rounds. */
  readonly low: number;
  readonly high: number;
}

/** Ratios of an earlier run; they mean something on the machine that they were taken on. */
export interface Baseline {
  readonly machine: Machine;
  readonly ratios: Readonly<Record<string, Kept>>;
}

/** What became of a ratio. */
export interface Change {
  readonly act: string;
  readonly before: number;
  readonly now: number;
  /** Now to before, less one. */
  readonly change: number;
  /** Of that, what two measurements may differ by. */
  readonly noise: number;
  readonly isFlagged: boolean;
}

/** A tenth is what a compiler's mood makes of the same code from one process to the next. */
const LEAST = 0.1;
/** Standard errors that chance seldom reaches. */
const BEYOND = 4;

/** The median's standard error, from the middle of the distances to it: one odd round changes nothing. */
export function errorOf(rounds: readonly number[]): number {
  if (rounds.length < 2) return Number.POSITIVE_INFINITY;
  const middle = medianOf(rounds);
  const spread = 1.4826 * medianOf(rounds.map((one) => Math.abs(one - middle)));
  return (1.2533 * spread) / Math.sqrt(rounds.length);
}

export function toBaseline(rows: readonly Row[], machine: Machine): Baseline {
  return { machine, ratios: Object.fromEntries(rows.map(({ act, ratio, rounds }) => [act, keptOf(ratio, rounds)])) };
}

const keptOf = (ratio: number, rounds: readonly number[]): Kept => ({
  ...{ ratio: round(ratio), error: round(errorOf(rounds)) },
  ...{ low: round(Math.min(...rounds)), high: round(Math.max(...rounds)) },
});

/** Figures of another processor or runtime say nothing about this code. */
export const isComparable = (baseline: Baseline, machine: Machine): boolean =>
  baseline.machine.processor === machine.processor &&
  baseline.machine.cores === machine.cores &&
  baseline.machine.node.split('.')[0] === machine.node.split('.')[0];

/** Every row that the baseline knows, the largest change first. */
export function compare({ ratios }: Baseline, rows: readonly Row[]): Change[] {
  return rows
    .flatMap(({ act, ratio, rounds }): Change[] => {
      const before = ratios[act];
      if (!before) return [];
      const now = keptOf(ratio, rounds);
      const change = ratio / before.ratio - 1;
      const noise = (BEYOND * Math.hypot(before.error, now.error)) / before.ratio;
      // Few rounds can lie close together by luck; then they do not lie apart from those of the other run as well.
      const areApart = now.low > before.high || now.high < before.low;
      const isFlagged = areApart && Math.abs(change) > Math.max(LEAST, noise);
      return [{ act, before: before.ratio, now: ratio, change, noise, isFlagged }];
    })
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
}

const round = (value: number): number => Number(value.toPrecision(4));
