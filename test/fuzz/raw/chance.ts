/** Lots drawn from a seed: fast, the same everywhere, and no secret. */
export interface Chance {
  /** A whole number from 0 to `count` - 1. */
  below(count: number): number;
  /** One of these. */
  one<T>(of: readonly T[]): T;
}

/** @param seed a 32-bit whole number. */
export function createChance(seed: number): Chance {
  // Weyl steps under a mixer: even a seed of 0 gives lots that look like lots.
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  const below = (count: number): number => Math.floor((next() / 2 ** 32) * count);
  return { below, one: (of) => of[below(of.length)] as never };
}

/** A seed for each door, so that two of them are not thrown the same lots. */
export function seedOf(door: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const character of door) hash = Math.imul(hash ^ (character.codePointAt(0) as number), 0x01000193);
  return hash >>> 0;
}
