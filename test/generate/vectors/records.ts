import { createCipheriv, hkdfSync } from 'node:crypto';
import type { Bytes } from '@bauta/sdk/protocol';
import { ascii, hex, join, number, seeded, sha256 } from './seeded.ts';
import { type Result, type VectorFile, vectorFile } from './vector-file.ts';
import { HOLDER, MONDAY, worldToken } from './world.ts';

const PRF = seeded('prf')(32);
const DATA_KEY = seeded('data key')(32);
const EPOCH = '2026-W47';
const MINTED = MONDAY + 3600;

/** A wallet at rest, version 1. */
export function recordVectors(): VectorFile {
  const draw = seeded('records');
  const kek = new Uint8Array(hkdfSync('sha256', PRF, new Uint8Array(), ascii('bauta/kek/v1'), 32));
  const credentialId = draw(20);
  const wrapAad = join(ascii('bauta/dek/v1'), credentialId);
  const wrap = { credentialId: hex(credentialId), attester: 'attester.example', ...seal(kek, DATA_KEY, wrapAad) };

  const [id, otherId, pendingId] = [draw(16), draw(16), draw(16)];
  const plain = join(worldToken(), HOLDER.d, HOLDER.x, HOLDER.y);
  const tokenAad = join(ascii('bauta/token/v1'), id, ascii(EPOCH), number(18, 1), number(MINTED, 4));
  const token = { id: hex(id), epoch: EPOCH, threshold: 18, minted: MINTED, ...seal(DATA_KEY, plain, tokenAad) };

  // Any bytes will do: what is sealed is not judged before it is used.
  const parts = [7772, 98, 256, 259, ...Array.from({ length: 30 }, () => [98, 256, 32, 32, 32]).flat()];
  const pendingPlain = join(...parts.map((length) => draw(length)));
  const pendingAad = join(ascii('bauta/pending/v1'), pendingId, ascii(EPOCH), number(18, 1), number(1, 1));
  const pending = {
    id: hex(pendingId),
    epoch: EPOCH,
    threshold: 18,
    generation: 1,
    ...seal(DATA_KEY, pendingPlain, pendingAad),
  };

  type Stored = Readonly<Record<string, string | number>>;
  const record = (id: string, about: string, store: string, stored: Stored, result: Result, more: object = {}) => {
    return { id, about, result, store, record: stored, ...more };
  };
  const edited = (id: string, about: string, change: Stored) =>
    record(`token-${id}`, about, 'tokens', { ...token, ...change }, 'ERR_RECORD');
  const flip = (text: string) => (text[0] === '0' ? '1' : '0') + text.slice(1);
  const otherPlain = join(plain, Uint8Array.of(0));
  return vectorFile(
    'records',
    'What lies in the browser, AES-256-GCM, the tag behind the text: protocol.md §5.',
    [
      record('wrap', 'the data key, wrapped for one passkey', 'wraps', wrap, 'accepted', {
        aad: hex(wrapAad),
        plaintext: hex(DATA_KEY),
      }),
      record('token', 'a token and its holder key', 'tokens', token, 'accepted', {
        aad: hex(tokenAad),
        plaintext: hex(plain),
      }),
      record('pending', 'a batch under way; its text is given as a SHA-256', 'pending', pending, 'accepted', {
        aad: hex(pendingAad),
        plaintextHash: hex(sha256(pendingPlain)),
      }),
      record(
        'wrap-other-credential',
        'a wrap moved to another passkey',
        'wraps',
        { ...wrap, credentialId: flip(wrap.credentialId) },
        'ERR_RECORD',
      ),
      record('wrap-changed', 'one digit of a wrap changed', 'wraps', { ...wrap, ct: flip(wrap.ct) }, 'ERR_RECORD'),
      edited('changed', 'one digit of the text changed', { ct: flip(token.ct) }),
      edited('iv', 'one digit of the iv changed', { iv: flip(token.iv) }),
      edited('cut', 'the last byte cut off', { ct: token.ct.slice(0, -2) }),
      edited('epoch', 'moved to the next epoch', { epoch: '2026-W48' }),
      edited('threshold', 'moved to another age', { threshold: 21 }),
      edited('threshold-wrapped', 'the age plus 256, which is the same in one byte', { threshold: 18 + 256 }),
      edited('minted', 'made a second older', { minted: MINTED - 1 }),
      edited('minted-wrapped', 'minted plus 2^32, which is the same in four bytes', { minted: MINTED + 2 ** 32 }),
      edited('minted-negative', 'minted less 2^32, which is the same in four bytes', { minted: MINTED - 2 ** 32 }),
      edited('id', 'under the id of another record', { id: hex(otherId) }),
      record(
        'token-field-moved',
        'the first digit of the epoch moved into the id',
        'tokens',
        { ...token, id: `${token.id}32`, epoch: EPOCH.slice(1) },
        'ERR_RECORD',
      ),
      record(
        'token-longer',
        'a text with a byte too many, sealed with the right key',
        'tokens',
        { ...token, ...seal(DATA_KEY, otherPlain, tokenAad) },
        'ERR_RECORD',
      ),
      record(
        'token-as-pending',
        'a token filed as a batch under way',
        'pending',
        { id: token.id, epoch: EPOCH, threshold: 18, generation: 1, iv: token.iv, ct: token.ct },
        'ERR_RECORD',
      ),
      record(
        'pending-generation',
        'moved to another generation',
        'pending',
        { ...pending, generation: 0 },
        'ERR_RECORD',
      ),
      record(
        'pending-generation-wrapped',
        'the generation plus 256',
        'pending',
        { ...pending, generation: 257 },
        'ERR_RECORD',
      ),
    ],
    { prf: hex(PRF), prfSalt: hex(sha256(ascii('bauta/prf/v1'))), kek: hex(kek), dataKey: hex(DATA_KEY) },
  );
}

function seal(key: Bytes, plain: Bytes, aad: Bytes): { iv: string; ct: string } {
  const iv = sha256(aad, plain).slice(0, 12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(aad);
  return { iv: hex(iv), ct: hex(join(cipher.update(plain), cipher.final(), cipher.getAuthTag())) };
}
