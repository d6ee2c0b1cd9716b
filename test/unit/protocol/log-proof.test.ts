import {
  type Bytes,
  checkLogProof,
  cosign,
  createNoteSigner,
  formatBase64,
  formatLogProof,
  formatNote,
  type LogProof,
  type LogTrust,
  parseLogProof,
  signNote,
  writeCheckpoint,
} from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { entryAt, MemoryLog } from './memory-tree.ts';
import { outcomeOf } from './refusals.ts';

const NOW = 1_795_000_000;
const SIZE = 11;
const INDEX = 6;
const seedOf = (fill: number): Bytes => new Uint8Array(32).fill(fill);
let trust: LogTrust;
let proof: LogProof;
let text: string;

beforeAll(async () => {
  const log = await createNoteSigner('log.example', 'log', seedOf(1));
  const witnesses = await Promise.all([2, 3].map((i) => createNoteSigner(`w${i}.example`, 'witness', seedOf(i))));
  trust = { key: log.key, witnesses: witnesses.map(({ key }) => key), quorum: 2 };
  const tree = (await MemoryLog.over(Array.from({ length: SIZE }, (_, i) => entryAt(i)))).tree(SIZE);
  const head = writeCheckpoint({ origin: 'log.example', size: SIZE, root: await tree.root() });
  const signatures = [await signNote(head, log)];
  for (const witness of witnesses) signatures.push(await cosign(head, witness, NOW));
  const checkpoint = formatNote({ text: head, signatures });
  proof = { index: INDEX, proof: await tree.inclusionProof(INDEX), checkpoint };
  text = formatLogProof(proof);
});

describe('the text of a log proof', () => {
  it('has the lines of tlog-proof.md, in this order', () => {
    const hashes = proof.proof.map((hash) => `${formatBase64(hash)}\n`).join('');
    expect(text).toBe(`c2sp.org/tlog-proof@v1\nindex 6\n${hashes}\n${proof.checkpoint}`);
    const extra = Uint8Array.of(1, 2, 3);
    expect(formatLogProof({ ...proof, extra })).toBe(
      `c2sp.org/tlog-proof@v1\nextra AQID\nindex 6\n${hashes}\n${proof.checkpoint}`,
    );
  });

  it('comes out as it went in', () => {
    const bytes = (minLength: number, maxLength: number) => fc.uint8Array({ minLength, maxLength });
    const parts = fc.record(
      {
        index: fc.maxSafeNat(),
        proof: fc.array(bytes(32, 32), { maxLength: 63 }),
        checkpoint: fc.string({ unit: fc.constantFrom('a', '\n', ' ') }),
        extra: bytes(1, 40),
      },
      { requiredKeys: ['index', 'proof', 'checkpoint'] },
    );
    fc.assert(
      fc.property(parts, (one) => {
        expect(parseLogProof(formatLogProof(one as LogProof))).toEqual(one);
      }),
    );
  });

  const edits: [string, (proof: string) => string][] = [
    ['is empty', () => ''],
    ['has another version', (one) => one.replace('@v1', '@v2')],
    ['has no first line', (one) => one.slice(one.indexOf('\n') + 1)],
    ['has no index', (one) => one.replace('index 6\n', '')],
    ['has the index twice', (one) => one.replace('index 6\n', 'index 6\nindex 6\n')],
    ['has an index with a leading zero', (one) => one.replace('index 6', 'index 06')],
    ['has a negative index', (one) => one.replace('index 6', 'index -6')],
    ['has no number for index', (one) => one.replace('index 6', 'index ')],
    ['has an index beyond 2^53', (one) => one.replace('index 6', 'index 9007199254740993')],
    ['has an index with two spaces', (one) => one.replace('index 6', 'index  6')],
    ['has another word for index', (one) => one.replace('index 6', 'Index 6')],
    ['has the index behind the proof', (one) => one.replace(/(index 6\n)(.+\n)/, '$2$1')],
    ['has extra behind the index', (one) => one.replace('index 6\n', 'index 6\nextra AQID\n')],
    ['has extra twice', (one) => one.replace('index', 'extra AQID\nextra AQID\nindex')],
    ['has extra of no bytes', (one) => one.replace('index', 'extra \nindex')],
    ['has extra without padding', (one) => one.replace('index', 'extra AQ\nindex')],
    ['has a hash of 31 bytes', (one) => one.replace(/6\n.{43}=/, `6\n${'A'.repeat(40)}AA==`)],
    ['has a hash without padding', (one) => one.replace('=\n', '\n')],
    ['has a hash with bits left over', (one) => one.replace(/.=\n/, 'B=\n')],
    ['has no empty line', (one) => one.replaceAll('\n\n', '\n')],
    ['has an empty line too many', (one) => one.replace('\nindex', '\n\nindex')],
    ['has 64 hashes', (one) => one.replace('6\n', `6\n${`${'A'.repeat(43)}=\n`.repeat(60)}`)],
    ['has CR LF', (one) => one.replaceAll('\n', '\r\n')],
    ['has a space at the end of a line', (one) => one.replace('\n', ' \n')],
  ];
  it.each(edits)('is refused when it %s', async (_, edit) => {
    expect(() => parseLogProof(edit(text))).toThrow(TypeError);
    expect(await outcomeOf(() => checkLogProof(entryAt(INDEX), edit(text), trust, NOW))).toBe('ERR_LOG_MALFORMED');
  });

  it.each<[string, Partial<LogProof>]>([
    ['half an index', { index: 0.5 }],
    ['a hash of 33 bytes', { proof: [new Uint8Array(33)] }],
    ['64 hashes', { proof: Array.from({ length: 64 }, () => seedOf(0)) }],
    ['extra of no bytes', { extra: new Uint8Array() }],
  ])('is not written with %s', (_, change) => {
    expect(() => formatLogProof({ ...proof, ...change })).toThrow(TypeError);
  });
});

describe('a log proof', () => {
  const outcome = (entry: Bytes, one: string, change: Partial<LogTrust> = {}, now = NOW) =>
    outcomeOf(() => checkLogProof(entry, one, { ...trust, ...change }, now));

  it('says where the entry is, and when witnesses saw it', async () => {
    const { index, checkpoint } = await checkLogProof(entryAt(INDEX), text, trust, NOW + 60);
    expect(index).toBe(INDEX);
    expect(checkpoint).toMatchObject({ origin: 'log.example', size: SIZE, witnessedAt: NOW });
  });

  it.each<[string, Partial<LogProof>]>([
    ['another index', { index: 7 }],
    ['index = size', { index: SIZE }],
    ['no hashes', { proof: [] }],
  ])('with %s is refused', async (_, change) => {
    expect(await outcome(entryAt(INDEX), formatLogProof({ ...proof, ...change }))).toBe('ERR_LOG_PROOF');
  });

  it('is of its entry alone', async () => {
    expect(await outcome(entryAt(7), text)).toBe('ERR_LOG_PROOF');
    expect(await outcome(new Uint8Array(), text)).toBe('ERR_LOG_PROOF');
  });

  it('with hashes in another order, one too few or one too many is refused', async () => {
    const hashes = proof.proof;
    for (const changed of [[...hashes].reverse(), hashes.slice(1), hashes.slice(0, -1), [...hashes, seedOf(0)]]) {
      expect(await outcome(entryAt(INDEX), formatLogProof({ ...proof, proof: changed }))).toBe('ERR_LOG_PROOF');
    }
  });

  it('is judged by its checkpoint first', async () => {
    const [key] = trust.witnesses;
    expect(await outcome(entryAt(INDEX), text, { key: { ...trust.key, name: 'other.example' } })).toBe(
      'ERR_LOG_SIGNATURE',
    );
    expect(await outcome(entryAt(INDEX), text, { witnesses: [key as LogTrust['key']] })).toBe('ERR_LOG_QUORUM');
    expect(await outcome(entryAt(INDEX), text, {}, NOW + 86_401)).toBe('ERR_LOG_STALE');
    expect(await outcome(entryAt(7), text, {}, NOW + 86_401)).toBe('ERR_LOG_STALE');
    expect(await outcome(entryAt(INDEX), text.slice(0, -1))).toBe('ERR_LOG_MALFORMED');
  });

  it('with a flipped bit anywhere is refused', async () => {
    const bytes = Buffer.from(text);
    await fc.assert(
      fc.asyncProperty(fc.nat(8 * bytes.length - 1), async (bit) => {
        const changed = Buffer.from(bytes);
        changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
        expect(await outcome(entryAt(INDEX), changed.toString())).toMatch(/^ERR_LOG_/);
      }),
      { numRuns: 200 },
    );
  });
});
