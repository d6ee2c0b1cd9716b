import { drawsOf } from '../../../log/year/chance.ts';

/** Everything by lot in one world, from one seed: habits, times, decoys. Keys and blinding take the system's own chance. */
export interface Chance {
  /** From 0 inclusive to 1 exclusive. */
  unit(): number;
  /** A whole number below `below`. */
  below(below: number): number;
  pick<T>(items: readonly T[]): T;
  /** An exponential time with this mean, in the same unit. */
  wait(mean: number): number;
}

/** @param seed a whole number */
export function chanceFrom(seed: number): Chance {
  const unit = drawsOf(seed);
  const below = (below: number): number => Math.floor(unit() * below);
  return {
    unit,
    below,
    pick(items) {
      if (items.length === 0) throw new TypeError('nothing to pick from');
      return items[below(items.length)] as (typeof items)[number];
    },
    wait: (mean) => -mean * Math.log(1 - unit()),
  };
}
