import type { Bytes, P256KeyPair } from '@bauta/sdk/protocol';
import { p256FromSeed } from './es256.ts';
import { rsaFromSeed, type SeededRsa } from './rsa.ts';
import { base64url, hex, seeded, sha256 } from './seeded.ts';
import {
  type ChallengeParts,
  type ProofParts,
  signToken,
  type TokenParts,
  thumbprintOf,
  writeProof,
  writeSiteChallenge,
  writeTokenChallenge,
} from './wallet.ts';

// The one site, issuer and moment that most vectors play at.

export const ISSUER = 'issuer.example';
export const ATTESTER = 'attester.example';
export const REDEEM_URL = 'https://site.example/_age/redeem';
export const THRESHOLD = 18;
/** Saturday, 21 November 2026, 10:00:00 UTC, in the week 2026-W47. */
export const NOW = 1795255200;
/** Monday of 2026-W47, 00:00:00 UTC. */
export const MONDAY = 1794787200;
export const WEEK = 604800;

/** The first signs, both verify. */
export const SECRETS: readonly [Bytes, Bytes] = [seeded('secret')(32), seeded('older secret')(32)];
export const PRE_HASH: Bytes = sha256(seeded('pre-session')(32));

/** A key of the issuer's directory. */
export interface WorldKey {
  readonly threshold: number;
  readonly epoch: string;
  readonly generation: number;
  readonly rsa: SeededRsa;
}

const keyOf = (threshold: number, epoch: string): WorldKey => ({
  threshold,
  epoch,
  generation: 0,
  rsa: rsaFromSeed(`issuer ${threshold} ${epoch}`),
});

/** What the issuer lists. */
export const KEYS = {
  current: keyOf(18, '2026-W47'),
  next: keyOf(18, '2026-W48'),
  previous: keyOf(18, '2026-W46'),
  young: keyOf(15, '2026-W47'),
} as const;

/** A key that nobody lists. */
export const unlistedKey = (): SeededRsa => rsaFromSeed('unlisted');

export const HOLDER: P256KeyPair = p256FromSeed('holder');
export const STRANGER: P256KeyPair = p256FromSeed('stranger');

/** The site as vectors tell it. */
export const SITE = {
  issuer: ISSUER,
  threshold: THRESHOLD,
  redeemUrl: REDEEM_URL,
  secrets: SECRETS.map(hex),
  keys: Object.values(KEYS).map(({ rsa, ...slot }) => ({ ...slot, spki: hex(rsa.spki) })),
};

/** A token for `HOLDER` under the current key, but for what is replaced. */
export function worldToken(
  change: Partial<TokenParts> & { rsa?: SeededRsa; salt?: Uint8Array; holder?: P256KeyPair } = {},
): Bytes {
  const { rsa = KEYS.current.rsa, salt = seeded('salt')(48), holder = HOLDER, ...parts } = change;
  const challengeDigest = sha256(writeTokenChallenge(ISSUER));
  const tokenKeyId = sha256(rsa.spki);
  return signToken(rsa, { nonce: thumbprintOf(holder), challengeDigest, tokenKeyId, ...parts }, salt);
}

/** The site's challenge in base64url, made now, but for what is replaced. */
export function worldChallenge(change: Partial<ChallengeParts> & { redeemUrl?: string; secret?: Bytes } = {}): string {
  const { redeemUrl = REDEEM_URL, secret = SECRETS[0], ...parts } = change;
  const preHash = parts.mode === 2 ? new Uint8Array(32) : PRE_HASH;
  const whole = { mode: 1, threshold: THRESHOLD, issuedAt: NOW, preHash, ...parts };
  return base64url(writeSiteChallenge(whole, redeemUrl, secret));
}

/** A proof by `HOLDER` for a token in answer to `worldChallenge()`, but for what is replaced. */
export function worldProof(token: string, change: Partial<ProofParts> = {}): string {
  return writeProof({
    holder: HOLDER,
    token,
    audience: REDEEM_URL,
    challenge: worldChallenge(),
    issuedAt: NOW,
    ...change,
  });
}
