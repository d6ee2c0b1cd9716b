import {
  type Bytes,
  checkConsistency,
  checkInclusion,
  emptyRoot,
  formatHex,
  hashLeaf,
  hashNode,
  parseHex,
  type Tree,
  type TreeHead,
} from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { entryAt, MemoryLog, naiveRoot } from './memory-tree.ts';
import { outcomeOf } from './refusals.ts';
import { loadCases } from './vectors.ts';

const CT = loadCases<{ entry: string; root: string }>('rfc6962-trees.json');
const LARGEST = 70;

/** Heads of the trees of 0 to 70 entries, and a log of 70. */
const heads: TreeHead[] = [];
const trees: Tree[] = [];
beforeAll(async () => {
  const entries = Array.from({ length: LARGEST }, (_, i) => entryAt(i));
  const leaves = await Promise.all(entries.map(hashLeaf));
  for (let size = 0; size <= LARGEST; size++) {
    heads.push({ size, root: size === 0 ? await emptyRoot() : await naiveRoot(leaves.slice(0, size)) });
    trees.push((await MemoryLog.over(entries.slice(0, size))).tree(size));
  }
});
const head = (size: number): TreeHead => heads[size] as TreeHead;
const pathOf = (index: number, size: number): Promise<Bytes[]> => (trees[size] as Tree).inclusionProof(index);
const proofOf = (older: number, newer: number): Promise<Bytes[]> => (trees[newer] as Tree).consistencyProof(older);
const flip = (bytes: Bytes, bit: number): Bytes =>
  bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
const refused = 'ERR_LOG_PROOF';

describe('the tree of RFC 6962', () => {
  it('over nothing is the hash of nothing', async () => {
    expect(formatHex(await emptyRoot())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it.each(CT.map((_, i) => i + 1))('over the first %i entries of the Certificate Transparency tests', async (size) => {
    const entries = CT.slice(0, size).map(({ entry }) => parseHex(entry));
    const log = await MemoryLog.over(entries);
    const root = await log.tree(size).root();
    expect(formatHex(root)).toBe(CT[size - 1]?.root);
    for (const [index, entry] of entries.entries()) {
      const proof = await log.tree(size).inclusionProof(index);
      await checkInclusion(await hashLeaf(entry), index, { size, root }, proof);
    }
  });

  it('has the seven leaves and the proofs that RFC 9162 §2.1.5 draws', async () => {
    const [a, b, c, d, e, f, j] = await Promise.all([0, 1, 2, 3, 4, 5, 6].map((i) => hashLeaf(entryAt(i))));
    const both = async (left?: Bytes, right?: Bytes) => hashNode(left as Bytes, right as Bytes);
    const [g, h, i] = [await both(a, b), await both(c, d), await both(e, f)];
    const k = await both(g, h);
    const l = await both(i, j);
    expect(await both(k, l)).toEqual(head(7).root);
    expect(await pathOf(0, 7)).toEqual([b, h, l]);
    expect(await pathOf(3, 7)).toEqual([c, g, l]);
    expect(await pathOf(4, 7)).toEqual([f, j, k]);
    expect(await pathOf(6, 7)).toEqual([i, k]);
    expect(await proofOf(3, 7)).toEqual([c, d, g, l]);
    expect(await proofOf(4, 7)).toEqual([l]);
    expect(await proofOf(6, 7)).toEqual([i, j, k]);
  });
});

describe('a proof of inclusion', () => {
  it('is taken for every place of every size, and for no other place', async () => {
    for (let size = 1; size <= LARGEST; size++) {
      for (let index = 0; index < size; index++) {
        const leaf = await hashLeaf(entryAt(index));
        const proof = await pathOf(index, size);
        await checkInclusion(leaf, index, head(size), proof);
        const other = index === 0 ? size : index - 1;
        expect(await outcomeOf(() => checkInclusion(leaf, other, head(size), proof))).toBe(refused);
      }
    }
  });

  const change = fc.record({ size: fc.integer({ min: 2, max: LARGEST }), at: fc.nat(), bit: fc.nat(255) });
  it('with a flipped bit anywhere is refused', async () => {
    await fc.assert(
      fc.asyncProperty(change, async ({ size, at, bit }) => {
        const index = at % size;
        const leaf = await hashLeaf(entryAt(index));
        const proof = await pathOf(index, size);
        const place = at % proof.length;
        const changed = proof.map((hash, i) => (i === place ? flip(hash, bit) : hash));
        expect(await outcomeOf(() => checkInclusion(leaf, index, head(size), changed))).toBe(refused);
        expect(await outcomeOf(() => checkInclusion(flip(leaf, bit), index, head(size), proof))).toBe(refused);
        const other = { size, root: flip(head(size).root, bit) };
        expect(await outcomeOf(() => checkInclusion(leaf, index, other, proof))).toBe(refused);
      }),
    );
  });

  it.each<[string, (proof: Bytes[]) => Bytes[]]>([
    ['too short by its last hash', (proof) => proof.slice(0, -1)],
    ['too short by its first hash', (proof) => proof.slice(1)],
    ['empty', () => []],
    ['too long by a hash', (proof) => [...proof, proof[0] as Bytes]],
    ['in reverse', (proof) => [...proof].reverse()],
    ['with a hash twice', (proof) => [proof[0] as Bytes, ...proof]],
    ['with a hash of 31 bytes', ([first, ...rest]) => [(first as Bytes).slice(1), ...rest]],
    ['with a hash of 33 bytes', ([first, ...rest]) => [new Uint8Array([...(first as Bytes), 0]), ...rest]],
    ['of 64 hashes', (proof) => Array.from({ length: 64 }, () => proof[0] as Bytes)],
  ])('%s is refused', async (_, change) => {
    const leaf = await hashLeaf(entryAt(4));
    const proof = await pathOf(4, 7);
    expect(await outcomeOf(() => checkInclusion(leaf, 4, head(7), change(proof)))).toBe(refused);
  });

  it.each<[string, number, number]>([
    ['index = size', 7, 7],
    ['index beyond the size', 8, 7],
    ['size 0', 0, 0],
    ['a negative index', -1, 7],
    ['half an index', 0.5, 7],
    ['no number', Number.NaN, 7],
    ['a size beyond 2^53', 0, 2 ** 53],
  ])('for %s is refused', async (_, index, size) => {
    const leaf = await hashLeaf(entryAt(6));
    const act = async () => checkInclusion(leaf, index, { size, root: leaf }, size === 7 ? await pathOf(6, 7) : []);
    expect(await outcomeOf(act)).toBe(refused);
  });

  it('has no hash beyond the root, even for a head that states it', async () => {
    const [leaf, other] = [await hashLeaf(entryAt(0)), await hashLeaf(entryAt(1))];
    const stated = { size: 1, root: await hashNode(other, leaf) };
    expect(await outcomeOf(() => checkInclusion(leaf, 0, stated, [other]))).toBe(refused);
  });

  it('does not take a node for a leaf', async () => {
    const node = await hashNode(await hashLeaf(entryAt(0)), await hashLeaf(entryAt(1)));
    const [, ...rest] = await pathOf(0, 4);
    expect(await outcomeOf(() => checkInclusion(node, 0, head(4), rest))).toBe(refused);
  });
});

describe('a proof of consistency', () => {
  it('is taken between any two sizes, and for no other pair', async () => {
    for (let newer = 0; newer <= LARGEST; newer += newer < 34 ? 1 : 5) {
      for (let older = 0; older <= newer; older++) {
        const proof = await proofOf(older, newer);
        await checkConsistency(head(older), head(newer), proof);
        if (older === 0 || older === newer) continue;
        const forged = { size: older, root: head(older - 1).root };
        expect(await outcomeOf(() => checkConsistency(forged, head(newer), proof))).toBe(refused);
        expect(await outcomeOf(() => checkConsistency(head(older - 1), head(newer), proof))).toBe(refused);
        expect(await outcomeOf(() => checkConsistency(head(older), head(newer), proof.slice(1)))).toBe(refused);
        expect(await outcomeOf(() => checkConsistency(head(older), head(newer), proof.slice(0, -1)))).toBe(refused);
      }
    }
  });

  it('with a flipped bit anywhere is refused', async () => {
    const change = fc.record({ newer: fc.integer({ min: 2, max: LARGEST }), at: fc.nat(), bit: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(change, async ({ newer, at, bit }) => {
        const older = 1 + (at % (newer - 1));
        const proof = await proofOf(older, newer);
        const place = at % proof.length;
        const changed = proof.map((hash, i) => (i === place ? flip(hash, bit) : hash));
        expect(await outcomeOf(() => checkConsistency(head(older), head(newer), changed))).toBe(refused);
      }),
    );
  });

  it.each<[string, number, number, (proof: Bytes[]) => Bytes[]]>([
    ['of a fork at equal size', 7, 7, (proof) => proof],
    ['of a fork from another past', 3, 7, (proof) => proof],
    ['of a fork after a complete tree', 4, 7, (proof) => proof],
    ['that is too long', 6, 7, (proof) => [...proof, proof[0] as Bytes]],
    ['in reverse', 6, 7, (proof) => [...proof].reverse()],
  ])('%s is refused', async (what, older, newer, change) => {
    const proof = change(await proofOf(older, newer));
    const root = what.includes('fork') ? flip(head(older).root, 0) : head(older).root;
    expect(await outcomeOf(() => checkConsistency({ size: older, root }, head(newer), proof))).toBe(refused);
  });

  it('to a smaller tree, a rollback, is refused', async () => {
    expect(await outcomeOf(async () => checkConsistency(head(7), head(6), await proofOf(6, 7)))).toBe(refused);
    expect(await outcomeOf(() => checkConsistency(head(7), head(0), []))).toBe(refused);
  });

  it('from the empty tree and to itself is empty, and nothing else', async () => {
    const hash = head(1).root;
    for (const older of [0, 7]) {
      expect(await outcomeOf(() => checkConsistency(head(older), head(7), []))).toBe('accepted');
      expect(await outcomeOf(() => checkConsistency(head(older), head(7), [hash]))).toBe(refused);
    }
    expect(await outcomeOf(() => checkConsistency({ size: 0, root: hash }, head(7), []))).toBe(refused);
    expect(await outcomeOf(() => checkConsistency(head(3), head(7), []))).toBe(refused);
  });
});
