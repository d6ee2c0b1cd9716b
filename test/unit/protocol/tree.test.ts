import {
  type Bytes,
  checkConsistency,
  checkInclusion,
  emptyRoot,
  hashLeaf,
  hashNode,
  openTree,
  type ReadTile,
  type Tile,
} from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { entryAt, MemoryLog, naiveRoot } from './memory-tree.ts';
import { outcomeOf } from './refusals.ts';

const SIZE = 700;
const entries = Array.from({ length: SIZE }, (_, i) => entryAt(i));
let log: MemoryLog;
let root: Bytes;
beforeAll(async () => {
  log = await MemoryLog.over(entries);
  root = await naiveRoot(await Promise.all(entries.map(hashLeaf)));
});

/** A reader that changes what it gives. */
const forged =
  (change: (bytes: Bytes, tile: Tile) => Bytes): ReadTile =>
  async (tile) =>
    change(await log.read(tile), tile);

async function collect(tree: ReturnType<typeof openTree>, from: number, to: number): Promise<Bytes[]> {
  const found: Bytes[] = [];
  for await (const { index, entry } of tree.entries(from, to)) {
    expect(index).toBe(from + found.length);
    found.push(entry);
  }
  return found;
}

describe('a tree over tiles', () => {
  it('without entries has the empty root, and reads nothing', async () => {
    const tree = openTree(
      0,
      forged((bytes) => bytes),
    );
    expect(await tree.root()).toEqual(await emptyRoot());
    expect(await tree.consistencyProof(0)).toEqual([]);
    expect(await collect(tree, 0, 0)).toEqual([]);
    await expect(tree.inclusionProof(0)).rejects.toThrow(RangeError);
  });

  it('has the root of the naive recursion, and proofs for it', async () => {
    const tree = log.tree(SIZE, root);
    expect(await tree.root()).toEqual(root);
    await fc.assert(
      fc.asyncProperty(fc.nat(SIZE - 1), async (index) => {
        const leaf = await hashLeaf(entryAt(index));
        expect(await tree.hashOfLeaf(index)).toEqual(leaf);
        await checkInclusion(leaf, index, { size: SIZE, root }, await tree.inclusionProof(index));
      }),
    );
  });

  it('reads each hash tile once, and only those it needs', async () => {
    log.reads.length = 0;
    const tree = log.tree(SIZE, root);
    for (const index of [0, 1, 300, 699, 300]) await tree.inclusionProof(index);
    expect([...log.reads].sort()).toEqual(['tile/0/000', 'tile/0/001', 'tile/0/002.p/188', 'tile/1/000.p/2']);
  });

  it('gives its entries, any stretch of them', async () => {
    const tree = log.tree(SIZE, root);
    for (const [from, to] of [
      [0, SIZE],
      [0, 0],
      [255, 257],
      [512, 512],
      [699, 700],
      [300, 301],
    ] as const) {
      expect(await collect(tree, from, to)).toEqual(entries.slice(from, to));
    }
  });

  it('has no places outside of it', async () => {
    const tree = log.tree(SIZE, root);
    for (const place of [-1, SIZE, 0.5, Number.NaN]) {
      await expect(tree.inclusionProof(place)).rejects.toThrow(RangeError);
      await expect(tree.hashOfLeaf(place)).rejects.toThrow(RangeError);
    }
    await expect(tree.consistencyProof(SIZE + 1)).rejects.toThrow(RangeError);
    await expect(collect(tree, 5, 4)).rejects.toThrow(RangeError);
    await expect(collect(tree, 0, SIZE + 1)).rejects.toThrow(RangeError);
    expect(() => log.tree(-1)).toThrow(TypeError);
  });
});

describe('a tile of a tree whose root is known', () => {
  const flipAt = (level: Tile['level'], index: number, at: number) =>
    forged((bytes, tile) =>
      tile.level === level && tile.index === index ? bytes.map((byte, i) => (i === at ? byte ^ 1 : byte)) : bytes,
    );

  it.each<[string, number, number]>([
    ['a full tile of leaves', 0, 0],
    ['the partial tile of leaves', 0, 2],
    ['the tile above', 1, 0],
  ])('%s with a flipped bit is refused', async (_, level, index) => {
    await fc.assert(
      fc.asyncProperty(fc.nat(63), async (at) => {
        const tree = openTree(SIZE, flipAt(level, index, at), root);
        expect(await outcomeOf(() => tree.inclusionProof(1))).toBe('ERR_LOG_PROOF');
      }),
      { numRuns: 5 },
    );
  });

  it.each([31, 32 * 255, 32 * 257, 0])('of %i bytes is refused', async (length) => {
    const read = forged((bytes, { width }) => (width === 256 ? new Uint8Array(length) : bytes));
    expect(await outcomeOf(() => openTree(SIZE, read, root).inclusionProof(1))).toBe('ERR_LOG_MALFORMED');
  });

  it('is not that of a larger or smaller tree', async () => {
    const other = await MemoryLog.over(entries.slice(0, 699));
    expect(await outcomeOf(() => other.tree(699, root).root())).toBe('ERR_LOG_PROOF');
  });

  it.each<[string, (bundle: Bytes) => Bytes, string]>([
    ['with a changed entry', (bytes) => bytes.map((byte, i) => (i === 3 ? byte ^ 1 : byte)), 'ERR_LOG_PROOF'],
    ['with an entry too few', (bytes) => bytes.slice(10), 'ERR_LOG_MALFORMED'],
    ['with an entry too many', (bytes) => new Uint8Array([...bytes, 0, 0]), 'ERR_LOG_MALFORMED'],
    ['with a byte left over', (bytes) => new Uint8Array([...bytes, 0]), 'ERR_LOG_MALFORMED'],
    ['without bytes', () => new Uint8Array(), 'ERR_LOG_MALFORMED'],
  ])('has no bundle %s', async (_, change, code) => {
    const read = forged((bytes, { level }) => (level === 'entries' ? change(bytes) : bytes));
    expect(await outcomeOf(() => collect(openTree(SIZE, read, root), 0, 2))).toBe(code);
  });

  it('does not believe a bundle and leaves that fit each other alone', async () => {
    const other = await MemoryLog.over(entries.map((_, i) => entryAt(i === 5 ? 6 : i)));
    const read: ReadTile = (tile) => (tile.index === 0 && tile.level !== 1 ? other : log).read(tile);
    expect(await outcomeOf(() => collect(openTree(SIZE, read, root), 0, 1))).toBe('ERR_LOG_PROOF');
    expect(await outcomeOf(() => collect(openTree(SIZE, read), 5, 6))).toBe('accepted');
  });
});

describe('a tree of up to 2^20 leaves', () => {
  // Every leaf is one hash, so that a row is known without computing it; roots by the recursion, remembered by length.
  const known = new Map<number, Promise<Bytes>>();
  const same = (length: number): Promise<Bytes> => {
    let half = 1;
    while (2 * half < length) half *= 2;
    const found =
      known.get(length) ??
      (length === 1
        ? hashLeaf(new Uint8Array())
        : Promise.all([same(half), same(length - half)]).then(([left, right]) => hashNode(left, right)));
    known.set(length, found);
    return found;
  };
  const read: ReadTile = async ({ level, width }) => {
    const hash = await same(256 ** (level as number));
    return Uint8Array.from({ length: 32 * width }, (_, i) => hash[i % 32] as number);
  };

  it('has proofs for random places and sizes', async () => {
    const places = fc.record({ size: fc.integer({ min: 1, max: 2 ** 20 }), a: fc.nat(), b: fc.nat() });
    await fc.assert(
      fc.asyncProperty(places, async ({ size, a, b }) => {
        const head = { size, root: await same(size) };
        const tree = openTree(size, read, head.root);
        const index = a % size;
        await checkInclusion(await same(1), index, head, await tree.inclusionProof(index));
        const older = 1 + (b % size);
        await checkConsistency({ size: older, root: await same(older) }, head, await tree.consistencyProof(older));
      }),
      { numRuns: 40 },
    );
  });
});
