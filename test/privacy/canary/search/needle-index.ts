import { SHORTEST, type Spelling } from './spellings.ts';

/** Finds any of many spellings in one pass. */
export interface NeedleIndex {
  /** How many are looked for. */
  readonly size: number;
  /** The numbers of those that occur, as they were given. */
  find(haystack: Uint8Array): Set<number>;
}

const BITS = 22;
const MASK = 2 ** BITS - 1;

/** A number below 2^22 for eight bytes, the first four in `low`. */
const slotOf = (low: number, high: number): number =>
  ((Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) >>> 9) & MASK;

/** Built once: by their first eight bytes, so that most places of a haystack need one look at a table. */
export function indexNeedles(needles: readonly Pick<Spelling, 'bytes'>[]): NeedleIndex {
  const heads = new Int32Array(MASK + 1).fill(-1);
  const next = new Int32Array(needles.length).fill(-1);
  for (const [at, { bytes }] of needles.entries()) {
    if (bytes.length < SHORTEST) throw new TypeError('a needle that could be found by accident');
    const slot = slotOf(bytes.readInt32LE(0), bytes.readInt32LE(4));
    next[at] = heads[slot] as number;
    heads[slot] = at;
  }
  const occursAt = (hay: Buffer, from: number, { bytes }: Pick<Spelling, 'bytes'>): boolean =>
    from + bytes.length <= hay.length && bytes.compare(hay, from, from + bytes.length) === 0;

  return {
    size: needles.length,
    find(haystack) {
      const hay = Buffer.from(haystack.buffer, haystack.byteOffset, haystack.byteLength);
      const found = new Set<number>();
      if (hay.length < SHORTEST) return found;
      let low = hay.readInt32LE(0);
      let high = hay.readInt32LE(4);
      for (let at = 0; ; at++) {
        for (let one = heads[slotOf(low, high)] as number; one !== -1; one = next[one] as number) {
          if (!found.has(one) && occursAt(hay, at, needles[one] as Pick<Spelling, 'bytes'>)) found.add(one);
        }
        if (at + SHORTEST >= hay.length) return found;
        low = (low >>> 8) | (high << 24);
        high = (high >>> 8) | ((hay[at + SHORTEST] as number) << 24);
      }
    },
  };
}
