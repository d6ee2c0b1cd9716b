import {
  type Bytes,
  CHECKPOINT_LIFETIME,
  cosign,
  cosignedAt,
  createNoteSigner,
  formatNote,
  type LogTrust,
  type NoteSignature,
  type NoteSigner,
  openCheckpoint,
  parseNote,
  readCheckpoint,
  signNote,
  writeCheckpoint,
} from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { outcomeOf } from './refusals.ts';
import { loadCases } from './vectors.ts';

const NOW = 1_795_000_000;
const seedOf = (fill: number): Bytes => new Uint8Array(32).fill(fill);
const root = seedOf(7);
const text = writeCheckpoint({ origin: 'log.example', size: 42, root });
let log: NoteSigner;
let [one, two, three]: NoteSigner[] = [];
let trust: LogTrust;
let logLine: NoteSignature;

beforeAll(async () => {
  log = await createNoteSigner('log.example', 'log', seedOf(1));
  [one, two, three] = await Promise.all([2, 3, 4].map((i) => createNoteSigner(`w${i}.example`, 'witness', seedOf(i))));
  trust = { key: log.key, witnesses: [one, two, three].map((witness) => (witness as NoteSigner).key), quorum: 2 };
  logLine = await signNote(text, log);
});

const by = (witness: NoteSigner | undefined, time = NOW, of = text) => cosign(of, witness as NoteSigner, time);
const noted = (...signatures: NoteSignature[]): string => formatNote({ text, signatures: [logLine, ...signatures] });
const open = (signed: string, change: Partial<LogTrust> = {}, now = NOW) =>
  outcomeOf(() => openCheckpoint(signed, { ...trust, ...change }, now));

describe('the text of a checkpoint', () => {
  it('is that of the example in tlog-checkpoint.md', () => {
    const { note } = loadCases<{ id: string; note: string }>('signed-notes.json').find(
      ({ id }) => id === 'c2sp-checkpoint',
    ) as { note: string };
    const parsed = parseNote(note);
    const checkpoint = readCheckpoint(parsed.text);
    expect(checkpoint).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20_852_163 });
    expect(writeCheckpoint(checkpoint)).toBe(parsed.text);
    // The time that tlog-cosignature.md gives for this cosignature.
    const time = new DataView((parsed.signatures[1] as NoteSignature).signature.buffer).getBigUint64(0);
    expect(time).toBe(1_679_315_147n);
  });

  it('comes out as it went in', () => {
    const parts = fc.record({ size: fc.maxSafeNat(), root: fc.uint8Array({ minLength: 32, maxLength: 32 }) });
    fc.assert(
      fc.property(parts, (some) => {
        const checkpoint = { origin: 'log.example/a b', ...(some as { size: number; root: Bytes }) };
        expect(readCheckpoint(writeCheckpoint(checkpoint))).toEqual(checkpoint);
        expect(readCheckpoint(`${writeCheckpoint(checkpoint)}more\nand more\n`)).toEqual(checkpoint);
      }),
    );
  });

  const b64 = text.split('\n')[2] as string;
  it.each<[string, string]>([
    ['nothing', ''],
    ['no origin', `\n42\n${b64}\n`],
    ['no size', `log.example\n\n${b64}\n`],
    ['a size with a leading zero', `log.example\n042\n${b64}\n`],
    ['a size with a sign', `log.example\n+42\n${b64}\n`],
    ['a negative size', `log.example\n-1\n${b64}\n`],
    ['a size with a point', `log.example\n42.0\n${b64}\n`],
    ['a size in hexadecimal', `log.example\n0x2a\n${b64}\n`],
    ['a size with a space', `log.example\n42 \n${b64}\n`],
    ['a size beyond 2^53', `log.example\n9007199254740993\n${b64}\n`],
    ['a root of 31 bytes', `log.example\n42\n${'A'.repeat(40)}AA==\n`],
    ['a root without padding', `log.example\n42\n${b64.slice(0, -1)}\n`],
    ['a root with bits left over', `log.example\n42\n${b64.slice(0, -2)}d=\n`],
    ['no root', 'log.example\n42\n'],
    ['no newline at its end', text.slice(0, -1)],
    ['an empty line after it', `${text}\n`],
    ['an empty line before an extension', `${text}\nmore\n`],
    ['an extension without its newline', `${text}more`],
    ['CR LF', text.replaceAll('\n', '\r\n')],
  ])('with %s is refused', (_, changed) => {
    expect(() => readCheckpoint(changed)).toThrow(TypeError);
  });

  it.each([
    { origin: '', size: 1, root },
    { origin: 'a\nb', size: 1, root },
    { origin: 'a', size: -1, root },
    { origin: 'a', size: 2 ** 53, root },
    { origin: 'a', size: 1, root: new Uint8Array(31) },
  ])('is not written: case %#', (checkpoint) => {
    expect(() => writeCheckpoint(checkpoint)).toThrow(TypeError);
  });
});

describe('a cosignature', () => {
  it('carries its time', async () => {
    for (const time of [0, 1, NOW, 2 ** 32, Number.MAX_SAFE_INTEGER]) {
      expect(await cosignedAt(parseNote(noted(await by(one, time))), (one as NoteSigner).key)).toBe(time);
    }
  });

  it('is of its witness, text and time alone', async () => {
    const cosignature = await by(one);
    const { signature } = cosignature;
    const at = (changed: NoteSignature, of = text) =>
      cosignedAt({ text: of, signatures: [changed] }, (one as NoteSigner).key);
    expect(await at(cosignature)).toBe(NOW);
    expect(await at(cosignature, `${text}more\n`)).toBeUndefined();
    expect(await at({ ...cosignature, keyId: (two as NoteSigner).key.id })).toBeUndefined();
    expect(await at({ ...cosignature, name: 'w3.example' })).toBeUndefined();
    expect(await at({ ...cosignature, signature: signature.slice(0, -1) })).toBeUndefined();
    expect(await at({ ...cosignature, signature: new Uint8Array([...signature, 0]) })).toBeUndefined();
    expect(await at({ ...cosignature, signature: signature.slice(8) })).toBeUndefined();
    for (let i = 0; i < 72; i++) {
      const changed = signature.map((byte, j) => (i === j ? byte ^ 1 : byte));
      expect(await at({ ...cosignature, signature: changed })).toBeUndefined();
    }
  });

  it('is given to checkpoints alone, by witnesses alone, at whole seconds', async () => {
    await expect(by(one, NOW, 'any text\n')).rejects.toThrow(TypeError);
    await expect(by(log)).rejects.toThrow(TypeError);
    await expect(by(one, NOW + 0.5)).rejects.toThrow(TypeError);
    await expect(by(one, -1)).rejects.toThrow(TypeError);
    await expect(cosignedAt(parseNote(noted()), log.key)).rejects.toThrow(TypeError);
  });
});

describe('a signed checkpoint', () => {
  it('is opened when log and quorum have signed; its age is that of the quorum', async () => {
    const signed = noted(await by(three, NOW - 50), await by(one, NOW - 10), await by(two, NOW - 5000));
    const opened = (quorum: number) => openCheckpoint(signed, { ...trust, quorum }, NOW);
    expect(await opened(2)).toEqual({ origin: 'log.example', size: 42, root, witnessedAt: NOW - 50 });
    expect((await opened(1)).witnessedAt).toBe(NOW - 10);
    expect((await opened(3)).witnessedAt).toBe(NOW - 5000);
    expect((await opened(0)).witnessedAt).toBeUndefined();
    expect(await open(noted(), { quorum: 0 })).toBe('accepted');
  });

  it('of wrong form is malformed', async () => {
    expect(await open('')).toBe('ERR_LOG_MALFORMED');
    expect(await open(text)).toBe('ERR_LOG_MALFORMED');
    const other = formatNote({ text: 'hello\n', signatures: [await signNote('hello\n', log)] });
    expect(await open(other)).toBe('ERR_LOG_MALFORMED');
  });

  it('of another log, or not signed by it, is refused', async () => {
    const lines = [await by(one), await by(two)];
    expect(await open(formatNote({ text, signatures: lines }))).toBe('ERR_LOG_SIGNATURE');
    const forger = await createNoteSigner('log.example', 'log', seedOf(9));
    const forged = { ...(await signNote(text, forger)), keyId: log.key.id };
    expect(await open(formatNote({ text, signatures: [forged, ...lines] }))).toBe('ERR_LOG_SIGNATURE');
    // Signed by the log's key under its own name, but as another log.
    const foreign = writeCheckpoint({ origin: 'other.example', size: 42, root });
    const signatures = [await signNote(foreign, log), await by(one, NOW, foreign), await by(two, NOW, foreign)];
    expect(await open(formatNote({ text: foreign, signatures }))).toBe('ERR_LOG_SIGNATURE');
  });

  it('short of its quorum is refused', async () => {
    const good = await by(one);
    const stranger = await createNoteSigner('w3.example', 'witness', seedOf(9));
    const bad = { ...(await by(two)), signature: new Uint8Array(72) };
    for (const lines of [
      [],
      [good],
      [good, good],
      [good, await by(stranger)],
      [good, bad],
      [good, bad, await by(two)],
    ]) {
      expect(await open(noted(...lines))).toBe('ERR_LOG_QUORUM');
    }
    expect(await open(noted(good, await by(two)), { quorum: 4 })).toBe('ERR_LOG_QUORUM');
  });

  it('counts one witness once, under two names too, and not the log itself', async () => {
    const alias = await createNoteSigner('alias.example', 'witness', seedOf(2));
    const itself = await createNoteSigner('log.example', 'witness', seedOf(1));
    const [key, other, own] = [one, alias, itself].map((witness) => (witness as NoteSigner).key);
    const signed = noted(await by(one), await by(alias, NOW - 5), await by(itself));
    for (const witnesses of [
      [key, key],
      [key, other],
      [key, own],
    ]) {
      expect(await open(signed, { witnesses: witnesses as LogTrust['witnesses'] })).toBe('ERR_LOG_QUORUM');
    }
    const opened = await openCheckpoint(signed, { ...trust, witnesses: trust.witnesses.slice(0, 1), quorum: 1 }, NOW);
    expect(opened.witnessedAt).toBe(NOW);
  });

  it.each<[number, string]>([
    [300, 'accepted'],
    [301, 'ERR_LOG_QUORUM'],
    [-CHECKPOINT_LIFETIME, 'accepted'],
    [-CHECKPOINT_LIFETIME - 1, 'ERR_LOG_STALE'],
  ])('cosigned %i s from now: %s', async (offset, outcome) => {
    expect(await open(noted(await by(one), await by(two, NOW + offset)))).toBe(outcome);
  });

  it('does not become fresh by a cosignature from the future', async () => {
    const lines = [await by(one, NOW + 10 ** 9), await by(two, NOW - 10 ** 6), await by(three, NOW - 10 ** 6)];
    expect(await open(noted(...lines))).toBe('ERR_LOG_STALE');
  });

  it.each([-1, 0.5, Number.NaN])('is not opened for a quorum of %d', async (quorum) => {
    await expect(openCheckpoint(noted(), { ...trust, quorum }, NOW)).rejects.toThrow(TypeError);
  });

  it('with a flipped bit anywhere is refused', async () => {
    const bytes = Buffer.from(noted(await by(one), await by(two)));
    await fc.assert(
      fc.asyncProperty(fc.nat(8 * bytes.length - 1), async (bit) => {
        const changed = Buffer.from(bytes);
        changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
        expect(await open(changed.toString())).toMatch(/^ERR_LOG_(MALFORMED|SIGNATURE|QUORUM)$/);
      }),
      { numRuns: 200 },
    );
  });
});
