import type { Bytes } from '@bauta/sdk/protocol';

/** So many bytes in common are no accident: of 10^15 pairs of windows one in 18,000 would be. */
const WINDOW = 8;
const BITS = 28;

/** For each item, what it shares with few others, and how much that says: the rarer, the more. */
export interface SharedWindows {
  /** Of all windows that both have, how many nats speak for their belonging together. */
  score(a: number, b: number): number;
  /** Every other item that shares something, with its score. */
  neighbours(a: number): ReadonlyMap<number, number>;
}

/**
 * Finds every run of eight bytes that stands in two items or more, at whatever places, but not in so many that it is a
 * public constant. @param items up to some 10^5 @param most in how many items a window may stand
 */
export function findSharedWindows(items: readonly Bytes[], most: number): SharedWindows {
  const owners = collectOwners(items, findRepeated(items));
  const held: Map<number, number>[] = items.map(() => new Map());
  const inverted: (readonly number[])[] = [];
  for (const all of owners.values()) {
    if (all.length < 2 || all.length > most) continue;
    const weight = Math.log(items.length / all.length);
    for (const item of all) held[item]?.set(inverted.length, weight);
    inverted.push(all);
  }
  return {
    score(a, b) {
      const [few, many] = [held[a], held[b]].sort((x, y) => (x?.size ?? 0) - (y?.size ?? 0));
      let sum = 0;
      for (const [window, weight] of few ?? []) if (many?.has(window)) sum += weight;
      return sum;
    },
    neighbours(a) {
      const found = new Map<number, number>();
      for (const [window, weight] of held[a] ?? []) {
        for (const other of inverted[window] as readonly number[]) {
          if (other !== a) found.set(other, (found.get(other) ?? 0) + weight);
        }
      }
      return found;
    },
  };
}

/** Which windows may stand in two items: a table of bits says no for certain, and yes with an error that is sorted out later. */
function findRepeated(items: readonly Bytes[]): Uint8Array {
  const [once, again] = [new Uint8Array(2 ** (BITS - 3)), new Uint8Array(2 ** (BITS - 3))];
  for (const item of items) {
    eachWindow(item, (high, low) => {
      const [at, bit] = placeOf(high, low);
      if ((once[at] as number) & bit) again[at] = (again[at] as number) | bit;
      else once[at] = (once[at] as number) | bit;
    });
  }
  return again;
}

/** Of each window that may be repeated, in which items it stands, in their order. */
function collectOwners(items: readonly Bytes[], repeated: Uint8Array): Map<number, number[]> {
  const owners = new Map<number, number[]>();
  for (const [i, item] of items.entries()) {
    eachWindow(item, (high, low) => {
      const [at, bit] = placeOf(high, low);
      if (!((repeated[at] as number) & bit)) return;
      // 53 of the 64 bits: what a number holds, and enough for the windows of a world.
      const window = (high & 0x1fffff) * 2 ** 32 + low;
      const all = owners.get(window);
      if (!all) owners.set(window, [i]);
      else if (all.at(-1) !== i) all.push(i);
    });
  }
  return owners;
}

function eachWindow(bytes: Bytes, visit: (high: number, low: number) => void): void {
  if (bytes.length < WINDOW) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + WINDOW <= bytes.length; at++) visit(view.getUint32(at), view.getUint32(at + 4));
}

function placeOf(high: number, low: number): readonly [at: number, bit: number] {
  const mixed =
    (Math.imul(high ^ (high >>> 15), 0x2c1b3c6d) ^ Math.imul(low ^ (low >>> 13), 0x297a2d39)) >>> (32 - BITS);
  return [mixed >>> 3, 1 << (mixed & 7)];
}
