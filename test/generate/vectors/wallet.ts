import { createHmac } from 'node:crypto';
import type { Bytes, P256KeyPair } from '@bauta/sdk/protocol';
import { signEs256 } from './es256.ts';
import { type SeededRsa, signPss } from './rsa.ts';
import { ascii, base64url, join, number, sha256 } from './seeded.ts';

// A second wallet and a second site, written from spec/protocol.md alone and synchronous, for vectors and for tests
// that need one field to be wrong.

/** TokenChallenge of RFC 9577 §2.1 with an empty context. */
export function writeTokenChallenge(issuer: string, originInfo = ''): Bytes {
  const [name, info] = [ascii(issuer), ascii(originInfo)];
  return join(number(2, 2), number(name.length, 2), name, number(0, 1), number(info.length, 2), info);
}

/** RFC 7638 thumbprint, 32 bytes. */
export function thumbprintOf({ x, y }: Pick<P256KeyPair, 'x' | 'y'>): Bytes {
  return sha256(ascii(`{"crv":"P-256","kty":"EC","x":"${base64url(x)}","y":"${base64url(y)}"}`));
}

export interface TokenParts {
  readonly nonce: Bytes;
  readonly challengeDigest: Bytes;
  readonly tokenKeyId: Bytes;
  readonly tokenType?: number;
}

/** What the authenticator covers, 98 bytes. */
export function writeTokenInput({ nonce, challengeDigest, tokenKeyId, tokenType = 2 }: TokenParts): Bytes {
  return join(number(tokenType, 2), nonce, challengeDigest, tokenKeyId);
}

/** A token, signed without blinding; that shows in no byte of it. @param salt 48 bytes in a good one. */
export function signToken(key: SeededRsa, parts: TokenParts, salt: Uint8Array): Bytes {
  const input = writeTokenInput(parts);
  return join(input, signPss(key, input, salt));
}

export interface ChallengeParts {
  readonly version?: number;
  readonly mode: number;
  readonly threshold: number;
  readonly issuedAt: number;
  readonly preHash: Bytes;
}

/** The site's challenge, 71 bytes. */
export function writeSiteChallenge(parts: ChallengeParts, redeemUrl: string, secret: Bytes): Bytes {
  const { version = 1, mode, threshold, issuedAt, preHash } = parts;
  const unsigned = join(Uint8Array.of(version, mode, threshold), number(issuedAt, 4), preHash);
  const zero = Uint8Array.of(0);
  return join(unsigned, hmac(secret, ascii('bauta/challenge/v1'), zero, ascii(redeemUrl), zero, unsigned));
}

/** The one-time code of a presentation, 32 bytes. @param challenge 71 bytes. @param token 354 bytes. */
export function deriveCode(secret: Bytes, challenge: Bytes, token: Bytes): Bytes {
  const zero = Uint8Array.of(0);
  return hmac(secret, ascii('bauta/code/v1'), zero, challenge, zero, token);
}

/** What a proof says. Members can be replaced, added, or left out by `undefined`. */
export interface ProofParts {
  readonly holder: P256KeyPair;
  /** 472 characters. */
  readonly token: string;
  readonly audience: string;
  /** base64url. */
  readonly challenge: string;
  readonly issuedAt: number;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly jwk?: Readonly<Record<string, unknown>>;
  readonly payload?: Readonly<Record<string, unknown>>;
  /** Last changes to the JSON texts, for what no object can say. */
  readonly headerText?: (text: string) => string;
  readonly payloadText?: (text: string) => string;
  /** Who signs, when it is not the holder. */
  readonly signer?: P256KeyPair;
}

/** A proof of possession whose signature is good for whatever it says. */
export function writeProof(parts: ProofParts): string {
  const { holder, header, payload, headerText = same, payloadText = same, signer = holder } = parts;
  const { x, y } = holder;
  const jwk = { kty: 'EC', crv: 'P-256', x: base64url(x), y: base64url(y), ...parts.jwk };
  const ath = base64url(sha256(ascii(parts.token)));
  const said = { jti: ath, htm: 'POST', htu: parts.audience, iat: parts.issuedAt, nonce: parts.challenge, ath };
  return signTexts(
    signer,
    headerText(JSON.stringify({ typ: 'dpop+jwt', alg: 'ES256', jwk, ...header })),
    payloadText(JSON.stringify({ ...said, ...payload })),
  );
}

/** A JWS over two texts. */
function signTexts(signer: P256KeyPair, header: string, payload: string): string {
  return signSegments(signer, base64url(ascii(header)), base64url(ascii(payload)));
}

/** A JWS over two segments, whatever is in them. */
export function signSegments(signer: P256KeyPair, header: string, payload: string): string {
  const signed = `${header}.${payload}`;
  return `${signed}.${base64url(signEs256(signer, ascii(signed)))}`;
}

/** The same bytes in another spelling: the last character changed in bits that decoders drop. */
export function twinOf(segment: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  if (segment.length % 4 < 2) throw new TypeError('no spare bits');
  const last = alphabet.indexOf(segment.at(-1) as string);
  return segment.slice(0, -1) + (alphabet[last ^ 1] as string);
}

const same = (text: string): string => text;

function hmac(key: Uint8Array, ...parts: readonly Uint8Array[]): Bytes {
  return new Uint8Array(
    createHmac('sha256', key)
      .update(join(...parts))
      .digest(),
  );
}
