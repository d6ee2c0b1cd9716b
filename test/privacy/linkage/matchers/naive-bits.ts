import type { Bytes } from '@bauta/sdk/protocol';

/** What each bit of a message says for each class, in nats; as plain JSON it can be kept. */
export interface BitRule {
  readonly classes: readonly string[];
  /** The bits that tell most. */
  readonly bits: readonly { readonly at: number; readonly clear: readonly number[]; readonly set: readonly number[] }[];
}

const BITS_KEPT = 64;

/**
 * Naive Bayes over the bits that tell most of the classes. Nobody tells it which bits mean something.
 * @param rows messages of any length; what is missing is zero @param classes of each row
 */
export function learnBits(rows: readonly Bytes[], classes: readonly string[]): BitRule {
  const names = [...new Set(classes)].sort();
  const length = Math.max(...rows.map((row) => row.length)) * 8;
  const totals = names.map(() => 0);
  const ones = names.map(() => new Uint32Array(length));
  for (const [i, row] of rows.entries()) {
    const name = names.indexOf(classes[i] as string);
    totals[name] = (totals[name] as number) + 1;
    const counts = ones[name] as Uint32Array;
    for (let at = 0; at < row.length * 8; at++) {
      if (bitOf(row, at)) counts[at] = (counts[at] as number) + 1;
    }
  }
  const bits = Array.from({ length }, (_, at) => {
    const shares = names.map((_, c) => ((ones[c]?.[at] ?? 0) + 0.5) / ((totals[c] as number) + 1));
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    const tells = shares.reduce((sum, share, c) => {
      return sum + ((totals[c] as number) * (share - mean) ** 2) / Math.max(mean * (1 - mean), 1e-9);
    }, 0);
    return { at, tells, set: shares.map(Math.log), clear: shares.map((share) => Math.log(1 - share)) };
  });
  const best = bits.sort((a, b) => b.tells - a.tells).slice(0, BITS_KEPT);
  return { classes: names, bits: best.map(({ at, set, clear }) => ({ at, set, clear })) };
}

/** How much speaks for this class rather than that one. */
export function compareClasses({ classes, bits }: BitRule, row: Bytes, one: string, other: string): number {
  const [a, b] = [classes.indexOf(one), classes.indexOf(other)];
  if (a < 0 || b < 0) return 0;
  let sum = 0;
  for (const { at, set, clear } of bits) {
    const says = bitOf(row, at) ? set : clear;
    sum += (says[a] as number) - (says[b] as number);
  }
  return sum;
}

const bitOf = (row: Bytes, at: number): number => ((row[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
