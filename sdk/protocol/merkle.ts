import { sha256 } from '#crypto';
import { type Bytes, concat, isEqual } from './bytes.ts';
import { check } from './errors.ts';

/** What a log says of its tree: how many entries, and the Merkle Tree Hash over them (RFC 9162 §2.1.1). */
export interface TreeHead {
  readonly size: number;
  /** 32 bytes. */
  readonly root: Bytes;
}

/** The root of the tree without entries: SHA-256 of nothing. */
export async function emptyRoot(): Promise<Bytes> {
  return sha256(new Uint8Array(0));
}

/** SHA-256(00 ‖ entry), RFC 9162 §2.1.1. */
export async function hashLeaf(entry: Uint8Array): Promise<Bytes> {
  return sha256(concat(Uint8Array.of(0), entry));
}

/** SHA-256(01 ‖ left ‖ right), RFC 9162 §2.1.1. Both 32 bytes. */
export async function hashNode(left: Uint8Array, right: Uint8Array): Promise<Bytes> {
  return sha256(concat(Uint8Array.of(1), left, right));
}

/**
 * Checks that the leaf stands at `index` of the tree (RFC 9162 §2.1.3.2).
 * @param proof from the leaf's sibling up. @throws AgeError ERR_LOG_PROOF
 */
export async function checkInclusion(
  leafHash: Uint8Array,
  index: number,
  head: TreeHead,
  proof: readonly Uint8Array[],
): Promise<void> {
  checkHashes(proof);
  check(isWhole(index) && isWhole(head.size) && index < head.size, 'ERR_LOG_PROOF', 'no such index in the tree');
  const climb = climbFrom(index, head.size - 1);
  let root = leafHash;
  for (const hash of proof) root = climb.isRight() ? await hashNode(hash, root) : await hashNode(root, hash);
  check(climb.isAtTop() && isEqual(root, head.root), 'ERR_LOG_PROOF', 'the proof of inclusion leads to another root');
}

/**
 * Checks that the newer tree begins with the older one (RFC 9162 §2.1.4.2). To the empty tree and to itself the proof
 * is empty. @throws AgeError ERR_LOG_PROOF
 */
export async function checkConsistency(older: TreeHead, newer: TreeHead, proof: readonly Uint8Array[]): Promise<void> {
  checkHashes(proof);
  const isOrdered = isWhole(older.size) && isWhole(newer.size) && older.size <= newer.size;
  check(isOrdered, 'ERR_LOG_PROOF', 'the newer tree is the smaller one');
  if (older.size === newer.size || older.size === 0) {
    const expected = older.size === newer.size ? newer.root : await emptyRoot();
    check(isEqual(older.root, expected), 'ERR_LOG_PROOF', 'another root for the same size');
    check(proof.length === 0, 'ERR_LOG_PROOF', 'the proof of consistency is too long');
    return;
  }
  const climb = climbFrom(older.size - 1, newer.size - 1);
  climb.skipComplete();
  // A complete older tree is a node of the newer one, and its own proof's first hash.
  const path = isPowerOfTwo(older.size) ? [older.root, ...proof] : proof;
  const first = path[0];
  check(first !== undefined, 'ERR_LOG_PROOF', 'the proof of consistency is too short');
  let olderRoot = first;
  let newerRoot = first;
  for (const hash of path.slice(1)) {
    if (climb.isRight()) {
      olderRoot = await hashNode(hash, olderRoot);
      newerRoot = await hashNode(hash, newerRoot);
    } else {
      newerRoot = await hashNode(newerRoot, hash);
    }
  }
  const isProven = climb.isAtTop() && isEqual(olderRoot, older.root) && isEqual(newerRoot, newer.root);
  check(isProven, 'ERR_LOG_PROOF', 'the proof of consistency leads to another root');
}

/** The way from a node to the root: at each step the sibling is on the left when our own node `isRight`. */
interface Climb {
  /** Goes one step up. @throws AgeError ERR_LOG_PROOF when there is none left */
  isRight(): boolean;
  isAtTop(): boolean;
  /** Goes up while our node ends a complete subtree. */
  skipComplete(): void;
}

/** Indices of our node and of the last one of its row; not with 32-bit operators, since sizes go up to 2^53. */
function climbFrom(node: number, last: number): Climb {
  const up = (): void => {
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  };
  return {
    isRight: () => {
      check(last > 0, 'ERR_LOG_PROOF', 'the proof is too long');
      const isRight = node % 2 === 1 || node === last;
      // The last node of a row has no sibling until it is a right child: up there unhashed.
      if (isRight) while (node % 2 === 0 && node > 0) up();
      up();
      return isRight;
    },
    isAtTop: () => last === 0,
    skipComplete: () => {
      while (node % 2 === 1) up();
    },
  };
}

const isWhole = (size: number): boolean => Number.isSafeInteger(size) && size >= 0;

function isPowerOfTwo(size: number): boolean {
  while (size % 2 === 0) size /= 2;
  return size === 1;
}

function checkHashes(proof: readonly Uint8Array[]): void {
  check(
    proof.every((hash) => hash.length === 32),
    'ERR_LOG_PROOF',
    'a hash is not 32 bytes',
  );
}
