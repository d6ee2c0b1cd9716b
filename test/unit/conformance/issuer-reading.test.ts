import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readIssuerDirectory, slotOf } from '../../conformance/reading/issuer-directory.ts';
import { readKeyEntry } from '../../conformance/reading/key-entry.ts';
import { readCheckpoint, readLogProof } from '../../conformance/reading/log-proof.ts';
import { hashLeaf, hashNode, rootFrom, rootOf } from '../../conformance/reading/merkle.ts';
import { compareRanks, medianOf } from '../../conformance/reading/rank-test.ts';
import { readTokenChallenges } from '../../conformance/reading/token-challenge.ts';
import { leftOfWeek, startOfWeek, weekOf, windowOfWeek } from '../../conformance/reading/week.ts';
import trees from '../../vectors/rfc6962-trees.json' with { type: 'json' };

const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');

describe('trees', () => {
  const leaves = trees.cases.map(({ entry }) => hashLeaf(Buffer.from(entry, 'hex')));

  it('have the roots of the published vectors', () => {
    for (const [i, { root }] of trees.cases.entries()) expect(hex(rootOf(leaves.slice(0, i + 1)))).toBe(root);
    expect(hex(rootOf([]))).toBe(createHash('sha256').digest('hex'));
  });

  it('are reached from every leaf of every size by its own proof, and by no other', () => {
    for (let size = 1; size <= leaves.length; size++) {
      for (let index = 0; index < size; index++) {
        const proof = pathOf(leaves.slice(0, size), index);
        const leaf = leaves[index] as Uint8Array;
        const root = hex(rootOf(leaves.slice(0, size)));
        expect(hex(rootFrom(leaf, index, size, proof))).toBe(root);
        expect(hex(rootFrom(leaf, index, size, [...proof, leaf]))).not.toBe(root);
        if (size > 1) expect(rootFrom(leaf, index, size, proof.slice(1))).not.toEqual(rootOf(leaves.slice(0, size)));
        expect(rootFrom(leaf, size, size, proof)).toBeUndefined();
      }
    }
  });
});

/** RFC 9162 §2.1.3.1 */
function pathOf(leaves: readonly Uint8Array[], index: number): readonly Uint8Array[] {
  if (leaves.length < 2) return [];
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split ? [...pathOf(left, index), rootOf(right)] : [...pathOf(right, index - split), rootOf(left)];
}

describe('weeks', () => {
  it.each([
    ['2026-W47', '2026-11-16'],
    ['2026-W01', '2025-12-29'],
    ['2026-W53', '2026-12-28'],
    ['2020-W53', '2020-12-28'],
  ])('%s begins on %s', (week, day) => {
    const start = Date.parse(`${day}T00:00:00Z`) / 1000;
    expect(startOfWeek(week)).toBe(start);
    expect([weekOf(start), weekOf(start + 7 * 86_400 - 1)]).toEqual([week, week]);
    expect([leftOfWeek(start), leftOfWeek(start + 7 * 86_400 - 1)]).toEqual([7 * 86_400, 1]);
  });
  it('and some are none', () => {
    for (const text of ['2025-W53', '2026-W00', '2026-W54', '2026-47']) expect(startOfWeek(text)).toBeUndefined();
    expect(windowOfWeek('2026-W47')).toEqual({ from: 1_794_182_400, to: 1_795_996_800 });
  });
});

describe('ranks', () => {
  const noise = (seed: number, count: number, add = 0): number[] =>
    Array.from({ length: count }, (_, i) => add + ((seed * 7919 + i * 104_729) % 101) / 10);
  it('tell a shift of the size of the noise, and nothing from nothing', () => {
    expect(compareRanks(noise(1, 200), noise(2, 200)).p).toBeGreaterThan(1e-3);
    const shifted = compareRanks(noise(1, 200, 8), noise(2, 200));
    expect(shifted.p).toBeLessThan(1e-9);
    expect(shifted.difference).toBeGreaterThan(6);
  });
  it('give a p that is known, with ties and without', () => {
    // U = 0 of 5 and 5: z = (12.5 − 0.5) ÷ √(25·11÷12) = 2.507, two-sided 0.01219.
    expect(compareRanks([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]).p).toBeCloseTo(0.01219, 4);
    expect(compareRanks([1, 1, 1], [1, 1, 1]).p).toBeCloseTo(1, 5);
    expect(medianOf([3, 1, 2, 10])).toBe(2.5);
  });
});

describe('texts', () => {
  const note = `example.org/log\n2\n${Buffer.alloc(32, 7).toString('base64')}\n\n— example.org/log AAAA\n— witness BBBB\n`;
  it('of checkpoints and proofs are read, or are none', () => {
    const head = readCheckpoint(note);
    expect(head).toMatchObject({ origin: 'example.org/log', size: 2, signers: ['example.org/log', 'witness'] });
    const hash = Buffer.alloc(32, 9).toString('base64');
    const proof = readLogProof(`c2sp.org/tlog-proof@v1\nindex 1\n${hash}\n\n${note}`);
    expect([proof?.index, proof?.hashes.length, proof?.head.size]).toEqual([1, 1, 2]);
    expect(readLogProof(`c2sp.org/tlog-proof@v1\nindex x\n\n${note}`)).toBeUndefined();
    expect(readLogProof(`something\nindex 1\n\n${note}`)).toBeUndefined();
    expect(readCheckpoint('no\ncheckpoint\nat all')).toBeUndefined();
  });
  it('of directories are read leniently', () => {
    expect(readIssuerDirectory('<html>')).toBeUndefined();
    expect(readIssuerDirectory('{"token-keys":3}')).toBeUndefined();
    const read = readIssuerDirectory(
      '{"token-keys":[{"token-type":2,"token-key":"AAAA","not-before":5},7],"proof":[]}',
    );
    expect(read?.keys).toHaveLength(1);
    expect(read?.proofs).toBeUndefined();
    expect(read?.keys.map(slotOf)).toEqual(['5–?']);
  });
  it('of log entries give the keys of issuers alone', () => {
    const lines = ['bauta/keys/v1', 'issuer', 'issuer.example', '2026-W47', '-', '18 0 1 2 abcd AAAA', ''];
    expect(readKeyEntry(lines.join('\n'))).toEqual([
      { name: 'issuer.example', epoch: '2026-W47', threshold: '18', generation: '0', keyId: 'abcd' },
    ]);
    expect(readKeyEntry(lines.join('\n').replace('issuer\n', 'attester\n'))).toEqual([]);
  });
  it('of challenges are read, and nonsense is passed over', () => {
    const challenge = Buffer.from('0002000e6973737565722e6578616d706c65000000', 'hex').toString('base64url');
    const header = `PrivateToken challenge="${challenge}", PrivateToken challenge="AAIA"`;
    expect(readTokenChallenges(header).map(({ issuerName }) => issuerName)).toEqual(['issuer.example']);
  });
});

it('nodes differ from leaves', () => {
  const [a, b] = [hashLeaf(Uint8Array.of(1)), hashLeaf(Uint8Array.of(2))];
  expect(hex(hashNode(a, b))).not.toBe(hex(hashLeaf(Buffer.concat([a, b]))));
});
