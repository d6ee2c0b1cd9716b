import {
  type Bytes,
  createNoteSigner,
  formatHex,
  formatNote,
  formatNoteKey,
  formatSignatureLine,
  type Note,
  type NoteSigner,
  noteKeyOf,
  parseBase64,
  parseNote,
  parseNoteKey,
  parseSignatureLine,
  signNote,
  verifyNote,
} from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCases } from './vectors.ts';

interface Published {
  readonly id: string;
  readonly vkey?: string;
  readonly skey?: string;
  readonly note?: string;
  readonly lines?: readonly string[];
}
const PUBLISHED = loadCases<Published>('signed-notes.json');
const published = (id: string) => PUBLISHED.find((one) => one.id === id) as Required<Published>;
const seedOf = (fill: number): Bytes => new Uint8Array(32).fill(fill);

let log: NoteSigner;
let note: Note;
beforeAll(async () => {
  log = await createNoteSigner('log.example', 'log', seedOf(1));
  const text = 'one\n\ntwo\n';
  note = { text, signatures: [await signNote(text, log)] };
});

describe('published notes and keys', () => {
  it('the key and note of Go, made again from its seed', async () => {
    const { vkey, skey, note: signed } = published('go-note');
    const key = await parseNoteKey(vkey);
    expect(key).toMatchObject({ name: 'PeterNeumann', kind: 'log' });
    expect(formatHex(key.id)).toBe('c74f20a3');
    const parsed = parseNote(signed);
    expect(await verifyNote(parsed, key)).toBe(true);
    const seed = parseBase64(skey.split('+').slice(4).join('+')).slice(1);
    const signer = await createNoteSigner(key.name, 'log', seed);
    expect(signer.key).toEqual(key);
    expect(formatNote({ text: parsed.text, signatures: [await signNote(parsed.text, signer)] })).toBe(signed);
  });

  it.each([
    ['key-of-a-log', 'log'],
    ['key-of-a-witness', 'witness'],
  ])('%s', async (id, kind) => {
    const { vkey } = published(id);
    const key = await parseNoteKey(vkey);
    expect(key.kind).toBe(kind);
    expect(formatNoteKey(key)).toBe(vkey);
  });

  it.each(['c2sp-note', 'c2sp-checkpoint'])('%s', (id) => {
    const { note: signed } = published(id);
    expect(formatNote(parseNote(signed))).toBe(signed);
  });

  it('the answer of a witness', () => {
    const { lines } = published('c2sp-witness-answer');
    const signatures = lines.map(parseSignatureLine);
    expect(signatures.map(({ signature }) => signature.length)).toEqual([72, 72, 72]);
    expect(signatures.map(formatSignatureLine)).toEqual(lines);
  });
});

describe('a note key', () => {
  const good = published('key-of-a-log').vkey;
  const witness = published('key-of-a-witness').vkey;
  it.each<[string, string]>([
    ['nothing', ''],
    ['no name', good.slice(good.indexOf('+'))],
    ['another name', `x${good}`],
    ['another id', good.replace('033de0ae', '033de0af')],
    ['an id in capitals', good.replace('033de0ae', '033DE0AE')],
    ['an id of 7 digits', good.replace('033de0ae', '33de0ae')],
    ['no id', good.replace('033de0ae', '')],
    ['an unknown type', good.replace('+Ac', '+As')],
    ['the type of a witness under the id of a log', good.replace('+Ac', '+BM')],
    ['31 bytes', good.slice(0, -4)],
    ['33 bytes', `${good}AAAA`],
    ['base64url', witness.replace('/', '_')],
    ['a newline at its end', `${good}\n`],
    ['a space before it', ` ${good}`],
  ])('with %s is refused', async (_, vkey) => {
    await expect(parseNoteKey(vkey)).rejects.toThrow(TypeError);
  });

  it.each(['', 'a b', 'a+b', 'a\n', 'a\u00a0b', 'a\u2003', 'a\u0085', 'a\u0000', '\ud800'])(
    'has no name %j',
    async (name) => {
      await expect(noteKeyOf(name, 'log', seedOf(0))).rejects.toThrow(TypeError);
    },
  );

  it('comes out as it went in', async () => {
    const kind = fc.constantFrom('log' as const, 'witness' as const);
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const name = fc.string({ unit: fc.constantFrom('a', '/', 'é', '.', '😀', '-'), minLength: 1 });
    await fc.assert(
      fc.asyncProperty(name, kind, bytes, async (one, of, publicKey) => {
        const key = await noteKeyOf(one, of, publicKey as Bytes);
        expect(await parseNoteKey(formatNoteKey(key))).toEqual(key);
      }),
    );
  });
});

describe('the form of a note', () => {
  it('comes out as it went in', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\n', ' ', '— ', 'é', '😀'), maxLength: 20 });
    const bytes = (minLength: number, maxLength: number) => fc.uint8Array({ minLength, maxLength });
    const signature = fc.record({
      name: fc.string({ unit: fc.constantFrom('a', '—', 'é', '.'), minLength: 1 }),
      keyId: bytes(4, 4),
      signature: bytes(1, 80),
    });
    fc.assert(
      fc.property(text, fc.array(signature, { minLength: 1, maxLength: 16 }), (body, signatures) => {
        const one = { text: `${body}\n`, signatures } as Note;
        expect(parseNote(formatNote(one))).toEqual(one);
      }),
    );
  });

  const edits: [string, (signed: string) => string][] = [
    ['is empty', () => ''],
    ['has no text', (signed) => signed.slice(signed.indexOf('—'))],
    ['has no newline at its end', (signed) => signed.slice(0, -1)],
    ['has two newlines at its end', (signed) => `${signed}\n`],
    ['has no signature', () => 'one\n\n'],
    ['has no empty line', (signed) => signed.replaceAll('\n\n', '\n')],
    ['has CR LF', (signed) => signed.replaceAll('\n', '\r\n')],
    ['has a CR in its text', (signed) => `\r${signed}`],
    ['has a tab in its text', (signed) => `\t${signed}`],
    ['has a NUL in its text', (signed) => `\0${signed}`],
    ['has half a surrogate pair', (signed) => `\ud800${signed}`],
    ['has a hyphen for the dash', (signed) => signed.replace('—', '-')],
    ['has two spaces', (signed) => signed.replace('— ', '—  ')],
    ['has a no-break space', (signed) => signed.replace('— ', '—\u00a0')],
    ['has a space after the signature', (signed) => signed.replace(/\n$/, ' \n')],
    ['has a plus in a name', (signed) => signed.replace('log.example', 'log+example')],
    ['has no name', (signed) => signed.replace('log.example ', '')],
    ['has base64 without padding', (signed) => signed.replace(/=\n$/, '\n')],
    ['has base64url', (signed) => signed.replace(/[+/]/, '-')],
    ['has base64 with bits left over', (signed) => signed.replace(/.=\n$/, 'B=\n')],
    ['has a signature of no bytes', () => 'one\n\n— log.example AAAAAA==\n'],
    ['has a key id of 3 bytes', () => 'one\n\n— log.example AAAA\n'],
    ['has 101 signatures', (signed) => signed + signed.slice(signed.indexOf('—')).repeat(100)],
  ];
  it.each(edits)('is refused when it %s', (_, edit) => {
    expect(() => parseNote(edit(formatNote(note)))).toThrow(TypeError);
  });

  it.each<[string, Partial<Note>]>([
    ['no signature', { signatures: [] }],
    ['a text without a newline at its end', { text: 'one' }],
    ['a CR', { text: 'one\r\n' }],
  ])('is not written with %s', (_, change) => {
    expect(() => formatNote({ ...note, ...change })).toThrow(TypeError);
  });
});

describe('a signature', () => {
  it('is good for its text and key alone', async () => {
    expect(await verifyNote(note, log.key)).toBe(true);
    expect(await verifyNote({ ...note, text: 'one\n\ntwo\n\n' }, log.key)).toBe(false);
    const stranger = await createNoteSigner('log.example', 'log', seedOf(2));
    expect(await verifyNote(note, stranger.key)).toBe(false);
    // A key that shares name and id: an id is 4 bytes, and anyone can find another key for it.
    expect(await verifyNote(note, { ...stranger.key, id: log.key.id })).toBe(false);
    const renamed = await createNoteSigner('other.example', 'log', seedOf(1));
    expect(await verifyNote(note, renamed.key)).toBe(false);
  });

  it('of unknown keys is passed over', async () => {
    const unknown = { name: 'x', keyId: new Uint8Array(4), signature: new Uint8Array(9) };
    expect(await verifyNote({ ...note, signatures: [unknown, ...note.signatures] }, log.key)).toBe(true);
    expect(await verifyNote({ ...note, signatures: [unknown] }, log.key)).toBe(false);
  });

  it('that is bad is not saved by a second one', async () => {
    const bad = { name: log.key.name, keyId: log.key.id, signature: new Uint8Array(64) };
    expect(await verifyNote({ ...note, signatures: [bad, ...note.signatures] }, log.key)).toBe(false);
  });

  it('with a flipped bit anywhere, in the text too, is refused', async () => {
    const signed = formatNote(note);
    const bytes = Buffer.from(signed);
    await fc.assert(
      fc.asyncProperty(fc.nat(8 * bytes.length - 1), async (bit) => {
        const changed = Buffer.from(bytes);
        changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
        const isTaken = async () => verifyNote(parseNote(changed.toString()), log.key);
        expect(await isTaken().catch((error) => !(error instanceof TypeError))).toBe(false);
      }),
    );
  });

  it('is a log’s, and not a witness’s', async () => {
    const witness = await createNoteSigner('w', 'witness', seedOf(1));
    await expect(signNote('one\n', witness)).rejects.toThrow(TypeError);
    await expect(verifyNote(note, witness.key)).rejects.toThrow(TypeError);
    expect(formatHex(witness.key.id)).not.toBe(formatHex((await noteKeyOf('w', 'log', log.key.publicKey)).id));
  });
});
