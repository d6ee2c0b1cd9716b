import { sha256, signEs256 } from '#crypto';
import { formatBase64url, parseBase64url } from './base64url.ts';
import { type Bytes, readUtf8, writeUtf8 } from './bytes.ts';
import type { P256KeyPair } from './crypto/port.ts';
import { asText, asWhole, parseJson, readMembers } from './json.ts';

/** Characters of a proof at most. */
export const PROOF_MAX_CHARACTERS = 2048;
const HOLDER_TYPE = 'dpop+jwt';

/** An RFC 9449 proof of possession by the token's holder key, read and not yet judged. */
export interface Proof {
  /** Coordinates of the holder's P-256 key, 32 bytes each. */
  readonly x: Bytes;
  readonly y: Bytes;
  readonly method: string;
  /** `htu`: the redeem URL the proof is good for. */
  readonly audience: string;
  /** `nonce`: the site's challenge, base64url. */
  readonly challenge: string;
  /** `iat`: the challenge's issued_at, in Unix seconds; no clock of the device is sent. */
  readonly issuedAt: number;
  /** `ath`: base64url SHA-256 of the token's 472 characters. */
  readonly tokenHash: string;
  /** `jti`: says the same again, so that a proof holds nothing of the device's choosing. */
  readonly id: string;
  /** What the signature covers, and the signature, 64 bytes r‖s. */
  readonly signed: Bytes;
  readonly signature: Bytes;
}

/** What a proof is made of. */
export interface ProofInput {
  readonly key: P256KeyPair;
  /** The token in base64url, 472 characters. */
  readonly token: string;
  readonly audience: string;
  /** The site's challenge in base64url. */
  readonly challenge: string;
  /** Unix seconds. */
  readonly issuedAt: number;
}

/** `ath` of RFC 9449 §4.2: base64url SHA-256 of the token as it is sent. */
export async function hashToken(token: string): Promise<string> {
  return formatBase64url(await sha256(writeUtf8(token)));
}

/** Signs the proof that a token is presented by its holder, to this audience, in answer to this challenge. */
export async function signProof(input: ProofInput): Promise<string> {
  const { key, token, audience, challenge, issuedAt } = input;
  const ath = await hashToken(token);
  const jwk = { kty: 'EC', crv: 'P-256', x: formatBase64url(key.x), y: formatBase64url(key.y) };
  const header = { typ: HOLDER_TYPE, alg: 'ES256', jwk };
  const payload = { jti: ath, htm: 'POST', htu: audience, iat: issuedAt, nonce: challenge, ath };
  const signed = [header, payload].map((part) => formatBase64url(writeUtf8(JSON.stringify(part)))).join('.');
  return `${signed}.${formatBase64url(await signEs256(key, writeUtf8(signed)))}`;
}

/**
 * Reads a proof: exactly the members of protocol.md §4, every segment and coordinate in its one canonical spelling.
 * Node and WebCrypto both import a non-canonical twin of a key, with another thumbprint; hence the strictness.
 * @throws TypeError or SyntaxError on anything else.
 */
export function parseProof(text: string): Proof {
  if (text.length > PROOF_MAX_CHARACTERS) throw new TypeError('too long');
  const [head, body, mac, ...more] = text.split('.');
  if (head === undefined || body === undefined || mac === undefined || more.length > 0) {
    throw new TypeError('not three segments');
  }
  const header = readMembers(parseSegment(head), ['typ', 'alg', 'jwk']);
  const jwk = readMembers(header.jwk, ['kty', 'crv', 'x', 'y']);
  if (header.typ !== HOLDER_TYPE || header.alg !== 'ES256' || jwk.kty !== 'EC' || jwk.crv !== 'P-256') {
    throw new TypeError('another type, algorithm or curve');
  }
  const payload = readMembers(parseSegment(body), ['jti', 'htm', 'htu', 'iat', 'nonce', 'ath']);
  const signature = parseBase64url(mac);
  if (signature.length !== 64) throw new TypeError('not a signature');
  return {
    x: parseCoordinate(asText(jwk.x)),
    y: parseCoordinate(asText(jwk.y)),
    method: asText(payload.htm),
    audience: asText(payload.htu),
    challenge: asText(payload.nonce),
    issuedAt: asWhole(payload.iat),
    tokenHash: asText(payload.ath),
    id: asText(payload.jti),
    signed: writeUtf8(`${head}.${body}`),
    signature,
  };
}

function parseSegment(segment: string): ReturnType<typeof parseJson> {
  return parseJson(readUtf8(parseBase64url(segment)));
}

function parseCoordinate(text: string): Bytes {
  const bytes = parseBase64url(text);
  if (bytes.length !== 32) throw new TypeError('not a coordinate');
  return bytes;
}
