import { signEs256 } from './es256.ts';
import { ascii, base64url, hex, join } from './seeded.ts';
import { type Result, type VectorFile, vectorFile } from './vector-file.ts';
import { type ProofParts, signSegments, twinOf } from './wallet.ts';
import { HOLDER, NOW, REDEEM_URL, SITE, worldChallenge, worldProof, worldToken } from './world.ts';

const TOKEN = base64url(worldToken());
const proof = (change: Partial<ProofParts> = {}): string => worldProof(TOKEN, change);

interface Malformed {
  readonly id: string;
  readonly about: string;
  readonly proof: string;
}

/** Proofs with exactly one fault of form. The signature of each is good for what it says, where it can be. */
export function malformedProofs(): Malformed[] {
  const good = proof();
  const [head, body, mac] = good.split('.') as [string, string, string];
  const twin = (coordinate: 'x' | 'y') => proof({ jwk: { [coordinate]: twinOf(base64url(HOLDER[coordinate])) } });
  const change = (id: string, about: string, changes: Partial<ProofParts>) => ({ id, about, proof: proof(changes) });
  const text = (id: string, about: string, changed: string) => ({ id, about, proof: changed });
  const sign = (header: string, payload: string) => signSegments(HOLDER, header, payload);
  const first = (member: string) => (json: string) => json.replace('{', `{${member},`);
  return [
    ...['typ', 'alg', 'jwk'].map((name) =>
      change(`header-without-${name}`, `the header lacks ${name}`, { header: { [name]: undefined } }),
    ),
    ...['kty', 'crv', 'x', 'y'].map((name) =>
      change(`jwk-without-${name}`, `the key lacks ${name}`, { jwk: { [name]: undefined } }),
    ),
    ...['jti', 'htm', 'htu', 'iat', 'nonce', 'ath'].flatMap((name) => [
      change(`payload-without-${name}`, `the payload lacks ${name}`, { payload: { [name]: undefined } }),
      change(`payload-${name}-null`, `${name} is null`, { payload: { [name]: null } }),
      change(`payload-${name}-array`, `${name} is a list`, { payload: { [name]: ['a'] } }),
    ]),
    change('header-unknown', 'the header has an unknown member', { header: { kid: '1' } }),
    change('header-crit', 'the header has crit', { header: { crit: ['b64'] } }),
    change('jwk-unknown', 'the key has an unknown member', { jwk: { use: 'sig' } }),
    change('jwk-private', 'the key holds its private half', { jwk: { d: base64url(HOLDER.d) } }),
    change('payload-unknown', 'the payload has an unknown member', { payload: { exp: NOW + 60 } }),
    change('payload-proto', 'the payload has a member __proto__', { payloadText: first('"__proto__":{}') }),
    change('header-doubled', 'the header says alg twice', { headerText: first('"alg":"none"') }),
    change('header-doubled-same', 'the header says alg twice, the same both times', {
      headerText: first('"alg":"ES256"'),
    }),
    change('header-doubled-escaped', 'the header says alg twice, once escaped', {
      headerText: first('"\\u0061lg":"none"'),
    }),
    change('jwk-doubled', 'the key says kty twice', {
      headerText: (json) => json.replace('{"kty"', '{"kty":"EC","kty"'),
    }),
    change('payload-doubled', 'the payload says htu twice', { payloadText: first('"htu":"https://other.example/"') }),
    change('typ-jwt', 'typ of an ordinary JWT', { header: { typ: 'JWT' } }),
    change('typ-case', 'typ in another case', { header: { typ: 'DPOP+JWT' } }),
    change('typ-media-type', 'typ as a whole media type', { header: { typ: 'application/dpop+jwt' } }),
    change('alg-none', 'alg none, and a good ES256 signature all the same', { header: { alg: 'none' } }),
    text(
      'alg-none-unsigned',
      'alg none and no signature',
      `${proof({ header: { alg: 'none' } }).replace(/[^.]*$/, '')}`,
    ),
    change('alg-hs256', 'alg HS256', { header: { alg: 'HS256' } }),
    change('alg-es384', 'alg ES384', { header: { alg: 'ES384' } }),
    change('alg-case', 'alg in another case', { header: { alg: 'es256' } }),
    change('alg-number', 'alg is a number', { header: { alg: 256 } }),
    change('jwk-text', 'the key is a text', { header: { jwk: 'key' } }),
    change('jwk-list', 'the key is a list', { header: { jwk: [] } }),
    change('kty-okp', 'another kind of key', { jwk: { kty: 'OKP' } }),
    change('crv-p384', 'another curve', { jwk: { crv: 'P-384' } }),
    text('x-twin', 'x in a second spelling of the same bytes, which Node and WebCrypto import', twin('x')),
    text('y-twin', 'y in a second spelling of the same bytes, which Node and WebCrypto import', twin('y')),
    change('x-padded', 'x with padding', { jwk: { x: `${base64url(HOLDER.x)}=` } }),
    change('x-31-bytes', 'x a byte short', { jwk: { x: base64url(HOLDER.x.slice(1)) } }),
    change('x-33-bytes', 'x with a leading zero byte', { jwk: { x: base64url(join(Uint8Array.of(0), HOLDER.x)) } }),
    change('x-number', 'x is a number', { jwk: { x: 1 } }),
    change('iat-text', 'iat is a text', { payload: { iat: String(NOW) } }),
    change('iat-fraction', 'iat is no whole number', { payload: { iat: NOW + 0.5 } }),
    change('iat-negative', 'iat is negative', { payload: { iat: -NOW } }),
    change('iat-true', 'iat is true', { payload: { iat: true } }),
    change('htu-number', 'htu is a number', { payload: { htu: 1 } }),
    change('header-list', 'the header is a list', { headerText: (json) => `[${json}]` }),
    change('payload-text', 'the payload is a text', { payloadText: () => '"proof"' }),
    change('payload-empty', 'the payload is empty', { payloadText: () => '' }),
    change('payload-trailing-comma', 'the payload is not JSON', { payloadText: (json) => json.replace('}', ',}') }),
    change('payload-bom', 'the payload begins with a byte order mark', { payloadText: (json) => `\ufeff${json}` }),
    text('payload-latin1', 'the payload is not UTF-8', sign(head, base64url(join(Uint8Array.of(0xe9), ascii('{}'))))),
    text('two-segments', 'two segments', `${head}.${body}`),
    text('four-segments', 'four segments', `${good}.`),
    text('no-text', 'no text at all', ''),
    text('header-twin', 'the header in a second spelling of the same bytes', sign(twinOf(spared(head)), body)),
    text('payload-twin', 'the payload in a second spelling of the same bytes', sign(head, twinOf(spared(body)))),
    text('signature-twin', 'the signature in a second spelling of the same bytes', `${head}.${body}.${twinOf(mac)}`),
    text('header-padded', 'the header with padding', sign(padded(spared(head)), body)),
    text('signature-padded', 'the signature with padding', `${good}==`),
    text('white-space', 'a line feed at the end', `${good}\n`),
    text('standard-base64', 'a character of the other base64', `${head}.${body}.+${mac.slice(1)}`),
    text('signature-63-bytes', 'the signature a byte short', `${head}.${body}.${base64url(bytesOf(mac).slice(0, 63))}`),
    text(
      'signature-65-bytes',
      'the signature a byte long',
      `${head}.${body}.${base64url(join(bytesOf(mac), Uint8Array.of(0)))}`,
    ),
    text('signature-der', 'the signature as DER', `${head}.${body}.${base64url(derOf(bytesOf(mac)))}`),
    text('2049-characters', 'a character too long', proofOfLength(2049)),
  ];
}

/** Proofs as a site reads them, before it judges what they say. */
export function proofVectors(): VectorFile {
  const judged = (id: string, about: string, written: string, result: Result) => ({
    id,
    about,
    result,
    proof: written,
  });
  const good = proof();
  const [head, body, mac] = good.split('.') as [string, string, string];
  const signed = ascii(`${head}.${body}`);
  return vectorFile(
    'proof',
    'A DPoP proof of RFC 9449 in the one form of protocol.md §4. Signatures here are those of RFC 6979; any valid one is as good.',
    [
      {
        ...judged('proof', 'as the wallet writes it', good, 'accepted'),
        parts: {
          holder: { d: hex(HOLDER.d), x: hex(HOLDER.x), y: hex(HOLDER.y) },
          token: TOKEN,
          audience: REDEEM_URL,
          challenge: worldChallenge(),
          issuedAt: NOW,
          header: Buffer.from(head, 'base64url').toString(),
          payload: Buffer.from(body, 'base64url').toString(),
          signed: hex(signed),
          signature: hex(signEs256(HOLDER, signed)),
        },
      },
      judged('members-reordered', 'the order of members is free', reordered(), 'accepted'),
      judged(
        'spaces',
        'white space between members is JSON',
        proof({ payloadText: (json) => json.replaceAll(',', ' , ') }),
        'accepted',
      ),
      judged('2048-characters', 'as long as it may be', proofOfLength(2048), 'accepted'),
      judged('other-signature', 'form alone is judged here', `${head}.${body}.A${mac.slice(1)}`, 'accepted'),
      ...malformedProofs().map(({ id, about, proof: text }) => judged(id, about, text, 'ERR_PROOF_MALFORMED')),
    ],
    { site: { redeemUrl: SITE.redeemUrl } },
  );
}

function reordered(): string {
  const reverse = (json: string) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(json)).reverse()));
  return proof({ headerText: reverse, payloadText: reverse });
}

/** A proof with as many spaces behind its JSON texts as make it that long. */
function proofOfLength(length: number): string {
  const [head, body] = proof().split('.') as [string, string];
  const characters = (segment: string, spaces: number) => Math.ceil(((bytesOf(segment).length + spaces) * 4) / 3);
  const pad = (spaces: number) => (json: string) => json + ' '.repeat(spaces);
  for (let spaces = 0; spaces < length; spaces++) {
    for (const more of [0, 1, 2]) {
      // Two dots, and 86 characters of signature.
      if (characters(head, more) + characters(body, spaces) + 88 !== length) continue;
      return proof({ headerText: pad(more), payloadText: pad(spaces) });
    }
  }
  throw new TypeError('no proof of that length');
}

/** The segment, with a space behind its JSON if that is needed for bits to spare. */
function spared(segment: string): string {
  return segment.length % 4 === 0 ? base64url(join(bytesOf(segment), ascii(' '))) : segment;
}

function padded(segment: string): string {
  return segment + '='.repeat((4 - (segment.length % 4)) % 4);
}

function bytesOf(segment: string): Uint8Array {
  return new Uint8Array(Buffer.from(segment, 'base64url'));
}

/** r‖s as the SEQUENCE of X9.62. */
function derOf(signature: Uint8Array): Uint8Array {
  const numbers = [signature.slice(0, 32), signature.slice(32)].map((bytes) => {
    const content = (bytes[0] as number) < 0x80 ? bytes : join(Uint8Array.of(0), bytes);
    return join(Uint8Array.of(0x02, content.length), content);
  });
  const content = join(...numbers);
  return join(Uint8Array.of(0x30, content.length), content);
}
