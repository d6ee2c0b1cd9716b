import type { Bytes } from '@bauta/sdk/protocol';
import { malformedProofs } from './proofs.ts';
import { base64url, hex, join, seeded, sha256, unhex } from './seeded.ts';
import { withModulusAdded } from './tokens.ts';
import { type Result, type VectorFile, vectorFile } from './vector-file.ts';
import { deriveCode, type ProofParts, twinOf, writeTokenChallenge } from './wallet.ts';
import {
  HOLDER,
  ISSUER,
  KEYS,
  MONDAY,
  NOW,
  REDEEM_URL,
  SECRETS,
  SITE,
  STRANGER,
  unlistedKey,
  WEEK,
  worldChallenge,
  worldProof,
  worldToken,
} from './world.ts';

/** One presentation, and what the site answers. */
interface Step {
  readonly now: number;
  readonly mode: number;
  readonly token: string;
  readonly proof: string;
  readonly result: Result;
  /** The one-time code of an accepted form post. */
  readonly code?: string;
}

interface StepChange {
  readonly now?: number;
  readonly mode?: number;
  /** 354 bytes, or the text itself. */
  readonly token?: Bytes | string;
  readonly challenge?: string;
  /** The secret that made the challenge. */
  readonly secret?: Bytes;
  readonly proof?: Partial<ProofParts> | ((proof: string) => string);
  readonly result?: Result;
}

const GOOD = worldToken();

/** Presents in answer to a challenge made at `now`, good but for the change. */
function step(change: StepChange = {}): Step {
  const { now = NOW, mode = 1, token = GOOD, secret = SECRETS[0], result = 'accepted' } = change;
  const { challenge = worldChallenge({ mode, issuedAt: now, secret }) } = change;
  const text = typeof token === 'string' ? token : base64url(token);
  const challengeBytes = new Uint8Array(Buffer.from(challenge, 'base64url'));
  const issuedAt = challengeBytes.length < 7 ? now : new DataView(challengeBytes.buffer).getUint32(3);
  const parts = typeof change.proof === 'object' ? change.proof : {};
  const written = worldProof(text, { challenge, issuedAt, ...parts });
  const proof = typeof change.proof === 'function' ? change.proof(written) : written;
  const code = hex(deriveCode(secret, challengeBytes, new Uint8Array(Buffer.from(text, 'base64url'))));
  return { now, mode, token: text, proof, result, ...(mode === 1 && result === 'accepted' ? { code } : {}) };
}

const digestOf = (...names: [string, string?]): Bytes => sha256(writeTokenChallenge(...names));

/** Whole redemptions in the order of checks of protocol.md §4. The site remembers within a case, not across cases. */
export function redemptionVectors(): VectorFile {
  const scene = (id: string, about: string, ...steps: Step[]) => {
    return { id, about, result: (steps.at(-1) as Step).result, steps };
  };
  const refused = (id: string, about: string, result: Result, change: StepChange) =>
    scene(id, about, step({ ...change, result }));
  const previous = worldToken({ rsa: KEYS.previous.rsa });
  const next = worldToken({ rsa: KEYS.next.rsa });
  const flip = (text: string, at: number) => text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
  const other = worldChallenge({ preHash: unhex('11'.repeat(32)) });
  const again = worldToken({ salt: seeded('another salt')(48) });
  return vectorFile(
    'redemption',
    'Presentations at one site in the order they arrive. "result" of a case is that of its last step: protocol.md §4.',
    [
      scene('form', 'a form post', step()),
      scene('direct', 'an API client', step({ mode: 2 })),
      scene('previous-epoch', "last week's token", step({ token: previous })),
      scene(
        'first-second',
        'a token in the first second of its window',
        step({ token: next, now: MONDAY + WEEK - 600 }),
      ),
      scene(
        'last-second',
        'a token in the last second of its window',
        step({ token: previous, now: MONDAY + WEEK + 599 }),
      ),
      scene(
        'older-secret',
        'a challenge made before the site got a new secret: the code is under the older one too',
        step({ secret: SECRETS[1] }),
      ),
      scene(
        '599-seconds',
        'a challenge in its last good second',
        step({ now: NOW + 599, challenge: worldChallenge() }),
      ),
      scene(
        '5-seconds-ahead',
        'a challenge from a server whose clock is ahead',
        step({ now: NOW - 5, challenge: worldChallenge() }),
      ),
      scene(
        'again',
        'the same presentation before its code was taken: the same code',
        step(),
        step({ now: NOW + 59, challenge: worldChallenge() }),
      ),

      refused('471-characters', 'a token of 353 bytes', 'ERR_TOKEN_MALFORMED', { token: GOOD.slice(0, 353) }),
      refused('474-characters', 'a token of 355 bytes', 'ERR_TOKEN_MALFORMED', { token: join(GOOD, Uint8Array.of(0)) }),
      refused('padded', 'a token with padding', 'ERR_TOKEN_MALFORMED', { token: `${base64url(GOOD)}==` }),
      refused('standard-base64', 'a token with a character of the other base64', 'ERR_TOKEN_MALFORMED', {
        token: `${base64url(GOOD).slice(0, 471)}+`,
      }),
      refused('other-type', 'a token of type 0x0001', 'ERR_TOKEN_MALFORMED', { token: worldToken({ tokenType: 1 }) }),
      refused('unlisted-key', 'a token under a key that is not listed', 'ERR_TOKEN_KEY_UNKNOWN', {
        token: worldToken({ rsa: unlistedKey() }),
      }),
      refused('a-second-early', 'a token before its window', 'ERR_TOKEN_WINDOW', {
        token: next,
        now: MONDAY + WEEK - 601,
      }),
      refused('a-second-late', 'a token after its window', 'ERR_TOKEN_WINDOW', {
        token: previous,
        now: MONDAY + WEEK + 600,
      }),
      refused('other-age', 'a token for 15', 'ERR_TOKEN_THRESHOLD', { token: worldToken({ rsa: KEYS.young.rsa }) }),
      refused('other-issuer', 'a token made for another issuer name', 'ERR_TOKEN_CHALLENGE', {
        token: worldToken({ challengeDigest: digestOf('other.example') }),
      }),
      refused('bound-to-origin', 'a token made for one origin', 'ERR_TOKEN_CHALLENGE', {
        token: worldToken({ challengeDigest: digestOf(ISSUER, 'site.example') }),
      }),

      ...malformedProofs().map(({ id, about, proof }) =>
        refused(`proof-${id}`, about, 'ERR_PROOF_MALFORMED', { proof: () => proof }),
      ),
      refused('other-holder', "a proof by a key that is not the token's", 'ERR_PROOF_KEY', {
        proof: { holder: STRANGER },
      }),
      refused('swapped-coordinates', 'the coordinates of the key in the other order', 'ERR_PROOF_KEY', {
        proof: { jwk: { x: base64url(HOLDER.y), y: base64url(HOLDER.x) } },
      }),
      refused('htm-get', 'a proof for a GET', 'ERR_PROOF_AUDIENCE', { proof: { payload: { htm: 'GET' } } }),
      refused('htm-case', 'a proof for a post in lower case', 'ERR_PROOF_AUDIENCE', {
        proof: { payload: { htm: 'post' } },
      }),
      refused('other-site', 'a proof for another site', 'ERR_PROOF_AUDIENCE', {
        proof: { audience: 'https://other.example/_age/redeem' },
      }),
      refused('other-path', 'a proof for another path of this site', 'ERR_PROOF_AUDIENCE', {
        proof: { audience: `${REDEEM_URL}/` },
      }),
      refused('http', 'a proof for the same address over http', 'ERR_PROOF_AUDIENCE', {
        proof: { audience: REDEEM_URL.replace('https', 'http') },
      }),
      refused('spelled-otherwise', 'a proof for the same address in another spelling', 'ERR_PROOF_AUDIENCE', {
        proof: { audience: REDEEM_URL.replace('.example', '.example:443') },
      }),
      refused('nonce-twin', 'the challenge in a second spelling of the same bytes', 'ERR_SITE_CHALLENGE', {
        proof: { challenge: twinOf(worldChallenge()) },
      }),
      refused('nonce-short', 'a challenge of 70 bytes', 'ERR_SITE_CHALLENGE', {
        proof: { challenge: base64url(bytesOf(worldChallenge()).slice(0, 70)) },
      }),
      refused('nonce-empty', 'no challenge at all', 'ERR_SITE_CHALLENGE', { proof: { challenge: '' } }),
      refused('nonce-version', 'a challenge of version 2', 'ERR_SITE_CHALLENGE', {
        challenge: worldChallenge({ version: 2 }),
      }),
      refused('nonce-other-site', 'a challenge of another site with the same secret', 'ERR_SITE_CHALLENGE', {
        challenge: worldChallenge({ redeemUrl: 'https://other.example/_age/redeem' }),
      }),
      refused('nonce-other-secret', 'a challenge under a secret that the site does not have', 'ERR_SITE_CHALLENGE', {
        challenge: worldChallenge({ secret: unhex('07'.repeat(32)) }),
      }),
      refused('nonce-changed', 'one character of the challenge changed', 'ERR_SITE_CHALLENGE', {
        challenge: flip(worldChallenge(), 20),
      }),
      refused('form-as-direct', 'a challenge for forms, in headers', 'ERR_SITE_CHALLENGE_MODE', {
        mode: 2,
        challenge: worldChallenge(),
      }),
      refused('direct-as-form', 'a challenge for headers, in a form', 'ERR_SITE_CHALLENGE_MODE', {
        challenge: worldChallenge({ mode: 2 }),
      }),
      refused('challenge-other-age', 'a challenge of this site for 15', 'ERR_TOKEN_THRESHOLD', {
        challenge: worldChallenge({ threshold: 15 }),
      }),
      refused('600-seconds', 'a challenge of ten minutes ago', 'ERR_SITE_CHALLENGE_STALE', {
        now: NOW + 600,
        challenge: worldChallenge(),
      }),
      refused('6-seconds-ahead', 'a challenge from the future', 'ERR_SITE_CHALLENGE_STALE', {
        now: NOW - 6,
        challenge: worldChallenge(),
      }),
      refused('iat-later', "iat a second after the challenge's", 'ERR_PROOF_TIME', { proof: { issuedAt: NOW + 1 } }),
      refused('iat-earlier', "iat a second before the challenge's", 'ERR_PROOF_TIME', { proof: { issuedAt: NOW - 1 } }),
      refused('ath-other', 'ath of another token', 'ERR_PROOF_TOKEN', {
        proof: { payload: { ath: base64url(sha256(again)) } },
      }),
      refused('ath-of-bytes', "ath of the token's bytes instead of its text", 'ERR_PROOF_TOKEN', {
        proof: { payload: { ath: base64url(sha256(GOOD)), jti: base64url(sha256(GOOD)) } },
      }),
      refused('jti-other', 'jti that is not ath', 'ERR_PROOF_TOKEN', { proof: { payload: { jti: 'a' } } }),
      refused('empty-salt', 'a token whose signature has an empty salt', 'ERR_TOKEN_SIGNATURE', {
        token: worldToken({ salt: new Uint8Array() }),
      }),
      refused('other-key', 'a token that names the current key and was signed with another', 'ERR_TOKEN_SIGNATURE', {
        token: worldToken({ rsa: unlistedKey(), tokenKeyId: sha256(KEYS.current.rsa.spki) }),
      }),
      refused('one-modulus-more', 'an authenticator plus the modulus', 'ERR_TOKEN_SIGNATURE', {
        token: withModulusAdded(),
      }),
      refused('other-signer', 'a proof that names the holder and was signed by another', 'ERR_PROOF_SIGNATURE', {
        proof: { signer: STRANGER },
      }),
      refused('other-signature', 'a proof with a changed signature', 'ERR_PROOF_SIGNATURE', {
        proof: (text) => flip(text, text.length - 40),
      }),

      scene(
        'replayed',
        'a token again, in answer to another challenge',
        step(),
        step({ challenge: other, result: 'ERR_TOKEN_SPENT' }),
      ),
      scene(
        'replayed-direct',
        'the same presentation again, by an API client',
        step({ mode: 2 }),
        step({ mode: 2, result: 'ERR_TOKEN_SPENT' }),
      ),
      scene(
        'replayed-other-mode',
        'a token spent in headers, again in a form',
        step({ mode: 2 }),
        step({ result: 'ERR_TOKEN_SPENT' }),
      ),
      scene(
        'replayed-late',
        'the same presentation a minute later',
        step(),
        step({ now: NOW + 60, challenge: worldChallenge(), result: 'ERR_TOKEN_SPENT' }),
      ),
      scene(
        'second-signature',
        'the same nonce with a second valid signature',
        step(),
        step({ token: again, result: 'ERR_TOKEN_SPENT' }),
      ),
    ],
    { site: SITE },
  );
}

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64url'));
