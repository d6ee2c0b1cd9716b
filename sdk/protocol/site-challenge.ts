import { hmacSha256 } from '#crypto';
import { type Bytes, concat, isEqual, writeUtf8 } from './bytes.ts';
import { Reader, Writer } from './wire.ts';

/** Bytes of a site's challenge. */
export const SITE_CHALLENGE_LENGTH = 71;
/** A challenge is good while −5 s ≤ now − issued_at < 600 s. */
export const CHALLENGE_LIFETIME = 600;
const CLOCK_SKEW = 5;
const UNSIGNED_LENGTH = 39;
const VERSION = 1;

/** How the proof comes back: posted by the wallet's form, or in headers by an API client. 3 is reserved. */
export const MODE = { form: 1, direct: 2 } as const;
export type Mode = (typeof MODE)[keyof typeof MODE];

/** What a site asks, and remembers nothing of: all of it comes back with the proof. */
export interface SiteChallenge {
  readonly mode: number;
  /** Age in years. */
  readonly threshold: number;
  /** Unix seconds. */
  readonly issuedAt: number;
  /** SHA-256 of the pre-session cookie's 32 bytes; zeros in direct mode. */
  readonly preHash: Bytes;
}

/**
 * `version u8 ‖ mode u8 ‖ threshold u8 ‖ issued_at u32 ‖ pre_hash 32 ‖ mac 32`, where mac = HMAC-SHA-256(secret,
 * "bauta/challenge/v1" ‖ 00 ‖ redeem URL ‖ 00 ‖ the bytes before it). Base64url of it is the proof's `nonce`.
 * @throws TypeError on a pre_hash of another size, or a number that has no room.
 */
export async function writeSiteChallenge(challenge: SiteChallenge, redeemUrl: string, secret: Bytes): Promise<Bytes> {
  if (challenge.preHash.length !== 32) throw new TypeError('preHash: not 32 bytes');
  const unsigned = new Writer()
    .u8(VERSION)
    .u8(challenge.mode)
    .u8(challenge.threshold)
    .u32(challenge.issuedAt)
    .bytes(challenge.preHash)
    .end();
  return concat(unsigned, await authenticate(unsigned, redeemUrl, secret));
}

/** Reads the fields without the secret, as the wallet does. @throws TypeError on another length or version. */
export function readSiteChallenge(bytes: Uint8Array): SiteChallenge {
  const reader = new Reader(bytes);
  if (reader.u8() !== VERSION) throw new TypeError('another version');
  const challenge = { mode: reader.u8(), threshold: reader.u8(), issuedAt: reader.u32(), preHash: reader.bytes(32) };
  reader.bytes(32);
  reader.end();
  return challenge;
}

/** The one of the secrets that made this challenge for this redeem URL; undefined when none did. @param bytes 71 bytes. */
export async function findSiteChallengeSecret(
  bytes: Uint8Array,
  redeemUrl: string,
  secrets: readonly Bytes[],
): Promise<Bytes | undefined> {
  const unsigned = bytes.slice(0, UNSIGNED_LENGTH);
  const mac = bytes.slice(UNSIGNED_LENGTH);
  for (const secret of secrets) {
    if (isEqual(await authenticate(unsigned, redeemUrl, secret), mac)) return secret;
  }
  return undefined;
}

/** True while a challenge issued at `issuedAt` is good. Whole Unix seconds. */
export function isSiteChallengeFresh(issuedAt: number, now: number): boolean {
  return now - issuedAt >= -CLOCK_SKEW && now - issuedAt < CHALLENGE_LIFETIME;
}

async function authenticate(unsigned: Uint8Array, redeemUrl: string, secret: Bytes): Promise<Bytes> {
  const zero = Uint8Array.of(0);
  return hmacSha256(secret, concat(writeUtf8('bauta/challenge/v1'), zero, writeUtf8(redeemUrl), zero, unsigned));
}
