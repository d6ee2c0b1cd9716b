/** Lots that follow from a seed alone, so that a run that went wrong can be lived again. Fast, and no secret. */
export interface Chance {
  /** From 0 inclusive to 1 exclusive. */
  unit(): number;
  /** A whole number from 0 to below `count`. */
  below(count: number): number;
  /** A whole number from `from` up to and with `to`. */
  between(from: number, to: number): number;
  /** @throws TypeError when there is nothing to pick from */
  pick<T>(items: readonly T[]): T;
  /** True once in `times`, on the average. */
  once(times: number): boolean;
  /** An exponential time with this mean, in the same unit. */
  wait(mean: number): number;
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

/** @param seed a whole number */
export function chanceOf(seed: number): Chance {
  const unit = drawsOf(seed);
  const below = (count: number): number => Math.floor(unit() * count);
  return {
    unit,
    below,
    between: (from, to) => from + below(to - from + 1),
    pick(items) {
      if (items.length === 0) throw new TypeError('nothing to pick from');
      return items[below(items.length)] as (typeof items)[number];
    },
    once: (times) => unit() * times < 1,
    wait: (mean) => -mean * Math.log(1 - unit()),
  };
}
