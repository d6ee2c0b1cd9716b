import { type Bytes, concat, isEqual } from './bytes.ts';
import { check, refuseAs } from './errors.ts';
import { emptyRoot, hashLeaf, hashNode } from './merkle.ts';
import { readEntryBundle, TILE_WIDTH, type Tile, tileAt } from './tiles.ts';

/** Gets the bytes of exactly that tile: 32 × width, or a bundle of `width` entries. What it throws passes through. */
export type ReadTile = (tile: Tile) => Promise<Bytes>;

/** An entry and its place in the log. */
export interface PlacedEntry {
  readonly index: number;
  readonly entry: Bytes;
}

/** A tree of a given size over its tiles. Every hash tile is read at most once; places outside are a RangeError. */
export interface Tree {
  root(): Promise<Bytes>;
  /** RFC 9162 §2.1.3.1: that entry `index` is in the tree. */
  inclusionProof(index: number): Promise<Bytes[]>;
  /** RFC 9162 §2.1.4.1: that the tree of `oldSize` entries is the beginning of this one; of none and of all: empty. */
  consistencyProof(oldSize: number): Promise<Bytes[]>;
  hashOfLeaf(index: number): Promise<Bytes>;
  /** Entries `from` up to, without, `to`, each checked against its leaf. @throws AgeError ERR_LOG_PROOF, ERR_LOG_MALFORMED */
  entries(from: number, to: number): AsyncIterable<PlacedEntry>;
}

/**
 * Opens the tree of `size` entries over its tiles. With `root` nothing that is read is believed: each tile is checked
 * against it before anything is answered from it. Without, the tiles are one's own.
 * @throws AgeError from each method: ERR_LOG_MALFORMED for a tile of another length, ERR_LOG_PROOF for another root
 */
export function openTree(size: number, read: ReadTile, root?: Bytes): Tree {
  if (!Number.isSafeInteger(size) || size < 0) throw new TypeError('size: not a whole number');
  const known = new Map<string, Promise<Bytes>>();

  let whole: Promise<Bytes> | undefined;

  /** The partial tiles are exactly what the root is made of, so this checks them all; full ones hang on them. */
  function checkedRoot(): Promise<Bytes> {
    whole ??= hashOf(0, size).then((computed) => {
      check(root === undefined || isEqual(computed, root), 'ERR_LOG_PROOF', 'the tiles lead to another root');
      return computed;
    });
    return whole;
  }

  function hashesOf(tile: Tile & { readonly level: number }): Promise<Bytes> {
    const id = `${tile.level}/${tile.index}`;
    const found = known.get(id) ?? readHashes(tile);
    known.set(id, found);
    return found;
  }

  async function readHashes(tile: Tile & { readonly level: number }): Promise<Bytes> {
    const bytes = await read(tile);
    check(bytes.length === 32 * tile.width, 'ERR_LOG_MALFORMED', 'a tile of another length');
    if (root !== undefined && tile.width === TILE_WIDTH) {
      const expected = await nodeAt(8 * (tile.level + 1), tile.index);
      check(isEqual(await fold(bytes), expected), 'ERR_LOG_PROOF', 'a tile is not of this tree');
    }
    return bytes;
  }

  /** The hash over the complete subtree number `index` of those with 2^height leaves. */
  async function nodeAt(height: number, index: number): Promise<Bytes> {
    const level = Math.floor(height / 8);
    const width = 2 ** (height % 8);
    const tile = tileAt(size, level, index * width);
    const at = 32 * (index * width - tile.index * TILE_WIDTH);
    return fold((await hashesOf({ ...tile, level })).slice(at, at + 32 * width));
  }

  /** MTH(D[from:to]) of RFC 9162 §2.1.1; `from` is a multiple of the largest power of two in the length. */
  async function hashOf(from: number, to: number): Promise<Bytes> {
    if (from === to) return emptyRoot();
    const length = powerBelow(to - from + 1);
    const left = await nodeAt(Math.log2(length), from / length);
    return length === to - from ? left : hashNode(left, await hashOf(from + length, to));
  }

  /** PATH(index, D[from:to]) of RFC 9162 §2.1.3.1. */
  async function pathTo(index: number, from: number, to: number): Promise<Bytes[]> {
    if (to - from === 1) return [];
    const middle = from + powerBelow(to - from);
    return index < middle
      ? [...(await pathTo(index, from, middle)), await hashOf(middle, to)]
      : [...(await pathTo(index, middle, to)), await hashOf(from, middle)];
  }

  /** SUBPROOF(oldSize, D[from:to], isKnown) of RFC 9162 §2.1.4.1. */
  async function subproof(oldSize: number, from: number, to: number, isKnown: boolean): Promise<Bytes[]> {
    if (oldSize === to) return isKnown ? [] : [await hashOf(from, to)];
    const middle = from + powerBelow(to - from);
    return oldSize <= middle
      ? [...(await subproof(oldSize, from, middle, isKnown)), await hashOf(middle, to)]
      : [...(await subproof(oldSize, middle, to, false)), await hashOf(from, middle)];
  }

  async function* entries(from: number, to: number): AsyncGenerator<PlacedEntry> {
    checkPlace(from, 0, to);
    checkPlace(to, from, size);
    await checkedRoot();
    for (let start = from - (from % TILE_WIDTH); start < to; start += TILE_WIDTH) {
      const tile = tileAt(size, 'entries', start);
      const bytes = await read(tile);
      const bundle = refuseAs('ERR_LOG_MALFORMED', () => readEntryBundle(bytes));
      check(bundle.length === tile.width, 'ERR_LOG_MALFORMED', 'a bundle with another number of entries');
      for (const [i, entry] of bundle.entries()) {
        const index = start + i;
        if (index < from || index >= to) continue;
        const isLogged = isEqual(await hashLeaf(entry), await nodeAt(0, index));
        check(isLogged, 'ERR_LOG_PROOF', 'an entry is not of this tree');
        yield { index, entry };
      }
    }
  }

  return {
    root: checkedRoot,
    inclusionProof: async (index) => {
      checkPlace(index, 0, size - 1);
      await checkedRoot();
      return pathTo(index, 0, size);
    },
    consistencyProof: async (oldSize) => {
      checkPlace(oldSize, 0, size);
      await checkedRoot();
      return oldSize === 0 ? [] : subproof(oldSize, 0, size, true);
    },
    hashOfLeaf: async (index) => {
      checkPlace(index, 0, size - 1);
      await checkedRoot();
      return nodeAt(0, index);
    },
    entries,
  };
}

function checkPlace(place: number, least: number, most: number): void {
  if (!Number.isSafeInteger(place) || place < least || place > most) throw new RangeError('outside of the tree');
}

/** The largest power of two below `length`, which is at least 2. */
function powerBelow(length: number): number {
  let power = 1;
  while (2 * power < length) power *= 2;
  return power;
}

/** The root over a power of two of hashes, side by side. */
async function fold(hashes: Uint8Array): Promise<Bytes> {
  let row = concat(hashes);
  while (row.length > 32) {
    const above: Bytes[] = [];
    for (let at = 0; at < row.length; at += 64) {
      above.push(await hashNode(row.subarray(at, at + 32), row.subarray(at + 32, at + 64)));
    }
    row = concat(...above);
  }
  return row;
}
