import type { Bytes } from '@bauta/sdk/protocol';
import { ascii, sha256 } from './seeded.ts';

/** How a tree hashes a leaf and a node. */
export interface TreeHashing {
  leaf(entry: string): Bytes;
  node(left: Uint8Array, right: Uint8Array): Bytes;
}

/** RFC 9162 §2.1.1. */
export const RFC9162: TreeHashing = {
  leaf: (entry) => sha256(Uint8Array.of(0), ascii(entry)),
  node: (left, right) => sha256(Uint8Array.of(1), left, right),
};

/** MTH(D[n]) of RFC 9162 §2.1.1, as it is written. */
export function rootOf(entries: readonly string[], hashing: TreeHashing = RFC9162): Bytes {
  if (entries.length === 0) return sha256();
  if (entries.length === 1) return hashing.leaf(entries[0] as string);
  const [left, right] = halves(entries);
  return hashing.node(rootOf(left, hashing), rootOf(right, hashing));
}

/** PATH(m, D[n]) of RFC 9162 §2.1.3.1. */
export function pathTo(index: number, entries: readonly string[], hashing: TreeHashing = RFC9162): Bytes[] {
  if (entries.length === 1) return [];
  const [left, right] = halves(entries);
  return index < left.length
    ? [...pathTo(index, left, hashing), rootOf(right, hashing)]
    : [...pathTo(index - left.length, right, hashing), rootOf(left, hashing)];
}

/** PROOF(m, D[n]) of RFC 9162 §2.1.4.1. */
export function consistencyOf(older: number, entries: readonly string[]): Bytes[] {
  return subproofOf(older, entries, true);
}

/** SUBPROOF(m, D[n], b) of RFC 9162 §2.1.4.1. */
function subproofOf(older: number, entries: readonly string[], isWhole: boolean): Bytes[] {
  if (older === entries.length) return isWhole ? [] : [rootOf(entries)];
  const [left, right] = halves(entries);
  return older <= left.length
    ? [...subproofOf(older, left, isWhole), rootOf(right)]
    : [...subproofOf(older - left.length, right, false), rootOf(left)];
}

/** Parts at k, the largest power of two that is smaller than n. */
function halves(entries: readonly string[]): readonly [string[], string[]] {
  let k = 1;
  while (2 * k < entries.length) k *= 2;
  return [entries.slice(0, k), entries.slice(k)];
}
