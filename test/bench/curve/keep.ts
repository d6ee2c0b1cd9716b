import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STORES } from '../stores.ts';
import { type Curve, formatCurves } from './curves.ts';
import { plotCurves } from './plot.ts';

/** Curves as they lie in `curve.json`, and when each was drawn. */
interface KeptCurves {
  readonly unit: string;
  readonly curves: readonly Curve[];
}

const UNIT = 'microseconds and bytes for one nullifier; cpu is of a spend, 64 at once, and for Redis of both processes';

/**
 * Keeps curves in `curve.json`, `curve.svg` and `curve.txt` of a folder, those of other stores as they are there: the
 * stores can be drawn one at a time. @returns the table of all of them
 */
export function keepCurves(folder: string, drawn: readonly Curve[]): string {
  const path = join(folder, 'curve.json');
  const before = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as KeptCurves).curves : [];
  const all = [...drawn, ...before.filter(({ store }) => !drawn.some((curve) => curve.store === store))];
  const curves = STORES.flatMap((store) => all.filter((curve) => curve.store === store)).map(roundCurve);
  const table = formatCurves(curves);
  writeFileSync(path, `${JSON.stringify({ unit: UNIT, curves } satisfies KeptCurves, null, 2)}\n`);
  writeFileSync(join(folder, 'curve.svg'), plotCurves(curves));
  writeFileSync(join(folder, 'curve.txt'), table);
  return table;
}

/** To a hundredth: more was not measured. */
function roundCurve({ store, points }: Curve): Curve {
  const round = (value: number): number => Math.round(value * 100) / 100;
  return {
    store,
    points: points.map(({ nullifiers, cpu, cpuAtStart, wall, cpuOnTheWay, bytes, rss }) => ({
      nullifiers,
      cpu: round(cpu),
      cpuAtStart: round(cpuAtStart),
      wall: round(wall),
      cpuOnTheWay: round(cpuOnTheWay),
      bytes: round(bytes),
      rss: round(rss),
    })),
  };
}
