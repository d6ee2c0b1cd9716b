import type { Bound, Figures, Plan } from './act.ts';
import { medianOf } from './statistics.ts';

/** A line of the table; the ratio is ours to the limit, or the limit to ours where a bound says how much at least. */
export interface Row {
  readonly act: string;
  readonly limit: string;
  readonly micros: number;
  readonly limitMicros: number;
  readonly ratio: number;
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
  const median = (name: string): number => {
    const taken = samples.get(name);
    if (!taken) throw new Error(`nobody measured: ${name}`);
    return medianOf(taken);
  };
  const micros = median(act);
  const limitMicros = of.reduce((sum, name) => sum + median(name), 0);
  const ratio = bound && 'least' in bound ? limitMicros / micros : micros / limitMicros;
  return { act, limit, micros, limitMicros, ratio, ...(bound ? { bound } : {}) };
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
