import type { StoreName } from '../stores.ts';

/** What one spend costs where so many are known already, and what they take of the machine. */
export interface Point {
  readonly nullifiers: number;
  /** Microseconds of CPU for a spend, 64 at once: of the site's process, and of Redis. */
  readonly cpu: number;
  /** The same where the curve begins, measured in turn with it. */
  readonly cpuAtStart: number;
  /** Microseconds until it is over, 64 at once: with what the disk takes. */
  readonly wall: number;
  /** Microseconds of CPU for each of those that were spent on the way here, whatever grew or was cleared meanwhile. */
  readonly cpuOnTheWay: number;
  /** Bytes for each nullifier: heap and what it points to, the SQLite file and its log, or what Redis counts as used. */
  readonly bytes: number;
  /** Resident bytes of the process that holds them, for each. */
  readonly rss: number;
}

export interface Curve {
  readonly store: StoreName;
  readonly points: readonly Point[];
}

/** Where the curves that are kept begin. */
export const START = 10_000;

/** After 10^4: 5 · 10^4, 10^5, 2 · 10^5, 5 · 10^5 … up to `to`, which is the last. */
export function stepsBetween(from: number, to: number): readonly number[] {
  const steps = [5 * from];
  for (let decade = 10 * from; decade < to; decade *= 10) steps.push(...[1, 2, 5].map((digit) => digit * decade));
  return [...steps.filter((step) => step < to), to];
}

/** 10^7, or 3 · 10^6, or the plain number. */
export function formatCount(count: number): string {
  const power = Math.floor(Math.log10(count));
  const digit = count / 10 ** power;
  const superscript = [...String(power)].map((figure) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(figure)]).join('');
  if (!Number.isInteger(digit)) return String(count);
  return digit === 1 ? `10${superscript}` : `${digit}·10${superscript}`;
}

/** The curves as text. */
export function formatCurves(curves: readonly Curve[]): string {
  const head = 'store    nullifiers   µs CPU   at start ratio   µs time   µs on the way   bytes   resident bytes';
  const lines = curves.flatMap(({ store, points }) =>
    points.map((point) =>
      [
        store.padEnd(8),
        formatCount(point.nullifiers).padStart(10),
        point.cpu.toFixed(1).padStart(8),
        point.cpuAtStart.toFixed(1).padStart(8),
        (point.cpu / point.cpuAtStart).toFixed(2).padStart(7),
        point.wall.toFixed(1).padStart(9),
        point.cpuOnTheWay.toFixed(1).padStart(15),
        point.bytes.toFixed(0).padStart(7),
        String(Math.round(point.rss) || 0).padStart(16),
      ].join(' '),
    ),
  );
  return `${[head, ...lines].join('\n')}\n`;
}
