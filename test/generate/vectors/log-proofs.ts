import { extendedCheckpoint, signatureCases } from './log-checkpoints.ts';
import { consistencyCases } from './log-consistency.ts';
import { malformedLogProofs } from './log-proof-faults.ts';
import { INDEX, type LogProofParts, worldLogProof } from './log-proof-text.ts';
import { RFC9162, rootOf, type TreeHashing } from './log-tree.ts';
import { quorumCases, staleCases } from './log-witnesses.ts';
import { LARGE, LOG, SMALL, WITNESSES, worldCheckpoint } from './log-world.ts';
import { ascii, hex, sha256 } from './seeded.ts';
import { type Result, type VectorFile, vectorFile } from './vector-file.ts';
import { NOW } from './world.ts';

const ENTRY = SMALL[INDEX] as string;

/** Proofs that a log has an entry, and that one of its states continues another. */
export function logProofVectors(): VectorFile {
  const judged = <C extends object>(rule: string, result: Result, one: C & { id: string; about: string }) => {
    const { id, about, ...more } = one;
    return { id, about, rule, result, now: NOW, entry: ENTRY, ...more };
  };
  const ofKey = ({ vkey, seed }: typeof LOG) => ({ key: vkey, seed: hex(seed) });
  return vectorFile(
    'log-proof',
    'Proofs of inclusion as C2SP tlog-proof, and hashes of RFC 9162 from one tree head to a later one: protocol.md §7.',
    [
      ...inclusions().map((one) => judged('BP-LOG-1', 'accepted', one)),
      ...spellings().map((one) => judged('BP-LOG-4', 'accepted', one)),
      ...wrongInclusions().map((one) => judged('BP-LOG-1', 'ERR_LOG_PROOF', one)),
      ...malformedLogProofs().map((one) => judged('BP-LOG-4', 'ERR_LOG_MALFORMED', one)),
      ...[...signatureCases(), ...quorumCases(), ...staleCases()].map(({ checkpoint, rule, result, ...one }) =>
        judged(rule, result, { ...one, proof: worldLogProof({ checkpoint }) }),
      ),
      ...consistencyCases(),
    ],
    {
      log: ofKey(LOG),
      witnesses: WITNESSES.map(ofKey),
      trust: { key: LOG.vkey, witnesses: WITNESSES.map(({ vkey }) => vkey), quorum: 2 },
      leaves: LARGE.map((entry) => hex(RFC9162.leaf(entry))),
    },
  );
}

interface Inclusion {
  readonly id: string;
  readonly about: string;
  readonly entry: string;
  readonly proof: string;
}

function inclusions(): Inclusion[] {
  const at = (index: number, entries: readonly string[], about: string) => ({
    id: `entry-${index}-of-${entries.length}`,
    about,
    entry: entries[index] as string,
    proof: worldLogProof({ index, entries }),
  });
  return [
    at(0, SMALL.slice(0, 1), 'the only entry: no hashes, and the leaf is the root'),
    at(0, SMALL, 'the first'),
    at(3, SMALL, 'one in the middle'),
    at(INDEX, SMALL, 'one in the right half'),
    at(6, SMALL, 'the last of an odd number: its path is shorter'),
    at(0, LARGE, 'the first'),
    at(150, LARGE, 'one in the middle'),
    at(255, LARGE, 'the last before the largest complete tree ends'),
    at(256, LARGE, 'the first behind it'),
    at(299, LARGE, 'the last'),
  ];
}

/** Texts that look unlike the others and are canonical all the same. */
function spellings(): Inclusion[] {
  const one = (id: string, about: string, change: Partial<LogProofParts>) => {
    return { id, about, entry: ENTRY, proof: worldLogProof(change) };
  };
  return [
    one('extra', 'an extra line, which nothing authenticates', { extra: 'AQID' }),
    one('extra-padded', 'an extra line of one byte', { extra: 'AQ==' }),
    one('checkpoint-extended', 'a line behind the root, which is signed and passed over', {
      checkpoint: extendedCheckpoint(),
    }),
  ];
}

function wrongInclusions(): Inclusion[] {
  const one = (id: string, about: string, change: Partial<LogProofParts> = {}, entry = ENTRY) => {
    return { id, about, entry, proof: worldLogProof(change) };
  };
  const hashed = (id: string, about: string, hashing: TreeHashing) => {
    const checkpoint = worldCheckpoint({ root: rootOf(SMALL, hashing) });
    return one(id, about, { hashing, checkpoint });
  };
  const more = RFC9162.leaf('');
  return [
    one('entry-other', 'another entry of the same log', {}, SMALL[4]),
    one('entry-cut', 'the entry without its last line feed', {}, ENTRY.slice(0, -1)),
    one('entry-empty', 'an entry of no bytes', {}, ''),
    one('index-one-less', 'an index that is one too small', { said: INDEX - 1 }),
    one('index-one-more', 'an index that is one too large', { said: INDEX + 1 }),
    one('index-is-size', 'the index that the next entry will have', { said: SMALL.length }),
    one('index-beyond', 'an index whose lowest bits are right', { said: INDEX + 8 }),
    one(
      'index-of-longer-path',
      'the last entry at an index whose path begins like its own and is longer',
      { index: 6, said: 3 },
      SMALL[6],
    ),
    one(
      'hashes-of-larger-tree',
      'a checkpoint that gives the root of seven entries a size of one',
      {
        index: 6,
        said: 0,
        checkpoint: worldCheckpoint({ entries: SMALL.slice(0, 1), root: rootOf(SMALL) }),
      },
      SMALL[6],
    ),
    one('hash-bit', 'one bit of each byte of the last hash changed', {
      hashes: (path) => path.map((hash, i) => (i === 2 ? hash.map((byte) => byte ^ 1) : hash)),
    }),
    one('hash-first-missing', 'the first hash missing', { hashes: (path) => path.slice(1) }),
    one('hash-last-missing', 'the last hash missing', { hashes: (path) => path.slice(0, -1) }),
    one('hashes-none', 'no hashes', { hashes: () => [] }),
    one('hash-more', 'a hash too many at the end', { hashes: (path) => [...path, more] }),
    one('hash-more-first', 'a hash too many at the beginning', { hashes: (path) => [more, ...path] }),
    one('hashes-reversed', 'the hashes in the other order', { hashes: (path) => [...path].reverse() }),
    one(
      'hash-of-only-entry',
      'a hash beside the only entry',
      {
        ...{ index: 0, entries: SMALL.slice(0, 1), hashes: () => [more] },
      },
      SMALL[0],
    ),
    one('tree-other', 'a proof of the tree of seven with the checkpoint of the tree of 300', {
      checkpoint: worldCheckpoint({ entries: LARGE }),
    }),
    one('root-other', 'a checkpoint that is signed and has another root', {
      checkpoint: worldCheckpoint({ root: more }),
    }),
    hashed('leaf-without-00', 'a tree whose leaves are hashed without the byte 00', {
      ...RFC9162,
      leaf: (entry) => sha256(ascii(entry)),
    }),
    hashed('node-without-01', 'a tree whose nodes are hashed without the byte 01', {
      ...RFC9162,
      node: (left, right) => sha256(left, right),
    }),
    hashed('node-sorted', 'a tree whose nodes sort the two hashes below them', {
      ...RFC9162,
      node: (...pair) => sha256(Uint8Array.of(1), ...pair.sort((a, b) => (hex(a) < hex(b) ? -1 : 1))),
    }),
  ];
}
