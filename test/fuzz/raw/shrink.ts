import { type Bytes, concat } from '@bauta/sdk/protocol';

/** Tries that a finding is worth. */
const MOST_TRIES = 4000;

/** The smallest input that halving pieces leads to for which `isSame` still holds. It must hold for `input`. */
export async function shrink(input: Bytes, isSame: (smaller: Bytes) => Promise<boolean>): Promise<Bytes> {
  let smallest = input;
  let tries = 0;
  for (let size = Math.ceil(smallest.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < smallest.length && tries < MOST_TRIES; tries++) {
      const smaller = concat(smallest.subarray(0, from), smallest.subarray(from + size));
      if (await isSame(smaller)) smallest = smaller;
      else from += size;
    }
  }
  return smallest;
}
