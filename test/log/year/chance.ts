/** Draws that follow from a seed alone, so that a year that went wrong can be lived again. */
export interface Chance {
  /** A whole number from `from` up to and with `to`. */
  between(from: number, to: number): number;
  pick<T>(from: readonly T[]): T;
  /** True once in `times`, on the average. */
  once(times: number): boolean;
}

/** Draws from 0 inclusive to 1 exclusive (Mulberry32). @param seed a whole number */
export function drawsOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param seed a whole number. */
export function chanceOf(seed: number): Chance {
  const draw = drawsOf(seed);
  const between = (from: number, to: number): number => from + Math.floor(draw() * (to - from + 1));
  return {
    between,
    pick: (from) => from[between(0, from.length - 1)] as (typeof from)[number],
    once: (times) => draw() * times < 1,
  };
}
