import type { Bound, Figures, Plan } from './act.ts';
import { medianOf } from './statistics.ts';

/** A line of the table; the ratio is ours to the limit, or the limit to ours where a bound says how much at least. */
export interface Row {
  readonly act: string;
  readonly limit: string;
  readonly micros: number;
  readonly limitMicros: number;
  readonly ratio: number;
  /** The ratio of each round. */
  readonly rounds: readonly number[];
  readonly bound?: Bound;
}

/** Every figure by its name, a sample for each round. */
export type Samples = ReadonlyMap<string, readonly number[]>;

/** Puts the figures of rounds beside each other. */
export function collectSamples(rounds: readonly Figures[]): Samples {
  const samples = new Map<string, number[]>();
  for (const figures of rounds) {
    for (const [name, value] of Object.entries(figures)) samples.set(name, [...(samples.get(name) ?? []), value]);
  }
  return samples;
}

/** @throws Error for a plan whose figure nobody took. */
export function makeRow({ act, limit, of, bound }: Plan, samples: Samples): Row {
  const taken = (name: string): readonly number[] => {
    const values = samples.get(name);
    if (!values) throw new Error(`nobody measured: ${name}`);
    return values;
  };
  const ratioOf = (own: number, limit: number): number => (bound && 'least' in bound ? limit / own : own / limit);
  const micros = medianOf(taken(act));
  const limitMicros = of.reduce((sum, name) => sum + medianOf(taken(name)), 0);
  const rounds = taken(act).map((own, round) =>
    ratioOf(
      own,
      of.reduce((sum, name) => sum + (taken(name)[round] ?? Number.NaN), 0),
    ),
  );
  return { act, limit, micros, limitMicros, ratio: ratioOf(micros, limitMicros), rounds, ...(bound ? { bound } : {}) };
}

/** True for a figure that stands beside, too. A ratio that is no number holds nothing. */
export function isHeld({ ratio, bound }: Row): boolean {
  if (bound === undefined) return true;
  return 'most' in bound ? ratio <= bound.most : ratio >= bound.least;
}

/** The table as text. */
export function formatTable(rows: readonly Row[]): string {
  const [act, limit] = [widest(rows, 'act'), widest(rows, 'limit')];
  const head = `${'act'.padEnd(act)}       µs   ${'limit'.padEnd(limit)}       µs     ratio    bound`;
  const lines = rows.map((row) => {
    const bound = row.bound ? ('most' in row.bound ? `≤ ${row.bound.most}` : `≥ ${row.bound.least}`) : '';
    const cells = [
      row.act.padEnd(act),
      figure(row.micros),
      ` ${row.limit.padEnd(limit)}`,
      figure(row.limitMicros),
      row.ratio.toFixed(2).padStart(9),
      `   ${bound}`.padEnd(10),
      row.bound ? (isHeld(row) ? 'held' : 'MISSED') : '',
    ];
    return cells.join(' ').trimEnd();
  });
  return `${[head, ...lines].join('\n')}\n`;
}

function figure(micros: number): string {
  return micros.toFixed(micros < 100 ? 1 : 0).padStart(8);
}

function widest(rows: readonly Row[], column: 'act' | 'limit'): number {
  return Math.max(...rows.map((row) => row[column].length), 0);
}
