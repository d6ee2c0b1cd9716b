import type { HeldToken } from '@bauta/sdk/client';
import {
  type Bytes,
  challengeForTokens,
  concat,
  digestChallenge,
  type ErrorCode,
  epochAfter,
  epochAt,
  formatBase64url,
  MODE,
  parseBase64url,
  readToken,
  writeSiteChallenge,
  writeTokenInput,
} from '@bauta/sdk/protocol';
import { type Forgery, forgeProof, respell } from './forged-proof.ts';
import type { TestIssuer } from './issuer.ts';
import { NOON, secretOf, type TestSite } from './site.ts';

/** Where a presentation is made: what the site asks, and a good token to spoil. */
export interface Stage {
  readonly site: TestSite;
  readonly issuer: TestIssuer;
  readonly held: HeldToken;
  /** Another good token. */
  readonly other: HeldToken;
  readonly audience: string;
  readonly challenge: string;
  readonly mode: 1 | 2;
}

export interface Presented {
  readonly token: string;
  readonly dpop: string;
}

interface RefusedCase {
  readonly name: string;
  /** What the operator learns. */
  readonly code: ErrorCode;
  readonly make: (stage: Stage) => Promise<Presented>;
}

/** A good presentation, with one thing changed. */
async function presentWith(
  stage: Stage,
  change: Partial<Forgery> = {},
  token: Bytes = stage.held.token,
): Promise<Presented> {
  const { audience, challenge, held } = stage;
  const text = change.token ?? formatBase64url(token);
  return { token: text, dpop: await forgeProof({ holder: held.holder, audience, challenge, ...change, token: text }) };
}

const withProof = (name: string, code: ErrorCode, change: (stage: Stage) => Partial<Forgery>): RefusedCase => ({
  name,
  code,
  make: (stage) => presentWith(stage, change(stage)),
});

const withToken = (name: string, code: ErrorCode, change: (stage: Stage) => Bytes | Promise<Bytes>): RefusedCase => ({
  name,
  code,
  make: async (stage) => presentWith(stage, {}, await change(stage)),
});

const withChallenge = (
  name: string,
  code: ErrorCode,
  make: (stage: Stage) => { mode: number; threshold: number; issuedAt: number; audience?: string; secret?: Bytes },
): RefusedCase => ({
  name,
  code,
  make: async (stage) => {
    const { mode, threshold, issuedAt, audience = stage.audience, secret = secretOf(1) } = make(stage);
    const challenge = { mode, threshold, issuedAt, preHash: new Uint8Array(32) };
    return presentWith(stage, { challenge: formatBase64url(await writeSiteChallenge(challenge, audience, secret)) });
  },
});

function flip(bytes: Bytes, at: number): Bytes {
  const flipped = bytes.slice();
  flipped[at] = (flipped[at] as number) ^ 1;
  return flipped;
}

/** The token of `held`, signed anew by the issuer over changed input. */
function signAnew({ issuer, held }: Stage, change: { challengeDigest?: Bytes }, saltLength: number): Bytes {
  const input = writeTokenInput({ ...readToken(held.token), ...change });
  return concat(input, issuer.sign(issuer.current, input, saltLength));
}

const minted =
  (slot: { threshold?: number; epoch?: string }) =>
  async (stage: Stage): Promise<Presented> => {
    const key = await stage.issuer.list(slot);
    await stage.site.gate.refresh();
    const [held] = (await stage.issuer.mint(key)) as [HeldToken];
    return presentWith({ ...stage, held });
  };

const good = ({ mode }: Stage) => ({ mode, threshold: 18, issuedAt: NOON });

/** Every way to be refused for what is shown, in the order of protocol.md §4. */
export const REFUSED_PRESENTATIONS: readonly RefusedCase[] = [
  withToken('a token of 353 bytes', 'ERR_TOKEN_MALFORMED', ({ held }) => held.token.slice(0, 353)),
  withToken('a token of 355 bytes', 'ERR_TOKEN_MALFORMED', ({ held }) => concat(held.token, Uint8Array.of(0))),
  withToken('a token of another type', 'ERR_TOKEN_MALFORMED', ({ held }) => flip(held.token, 1)),
  withToken('a token under a key that nobody lists', 'ERR_TOKEN_KEY_UNKNOWN', ({ held }) => flip(held.token, 66)),
  { name: 'a token of the next epoch', code: 'ERR_TOKEN_WINDOW', make: minted({ epoch: epochAfter(epochAt(NOON)) }) },
  { name: 'a token of another age', code: 'ERR_TOKEN_THRESHOLD', make: minted({ threshold: 16 }) },
  withToken('a token made for another issuer', 'ERR_TOKEN_CHALLENGE', async (stage) =>
    signAnew(stage, { challengeDigest: await digestChallenge(challengeForTokens('other.example')) }, 48),
  ),
  withProof('alg none', 'ERR_PROOF_MALFORMED', () => ({ header: { alg: 'none' }, signer: 'nobody' })),
  withProof('alg HS256', 'ERR_PROOF_MALFORMED', () => ({ header: { alg: 'HS256' }, signer: 'hmac' })),
  withProof('no signature', 'ERR_PROOF_MALFORMED', () => ({ signer: 'nobody' })),
  withProof('another typ', 'ERR_PROOF_MALFORMED', () => ({ header: { typ: 'jwt' } })),
  withProof('a respelt x in the JWK', 'ERR_PROOF_MALFORMED', ({ held }) => ({
    jwk: { x: respell(formatBase64url(held.holder.x)) },
  })),
  withProof('a respelt y in the JWK', 'ERR_PROOF_MALFORMED', ({ held }) => ({
    jwk: { y: respell(formatBase64url(held.holder.y)) },
  })),
  withProof('a padded x in the JWK', 'ERR_PROOF_MALFORMED', ({ held }) => ({
    jwk: { x: `${formatBase64url(held.holder.x)}=` },
  })),
  withProof('a private JWK', 'ERR_PROOF_MALFORMED', ({ held }) => ({ jwk: { d: formatBase64url(held.holder.d) } })),
  withProof('an unknown member in the header', 'ERR_PROOF_MALFORMED', () => ({ header: { kid: '1' } })),
  withProof('an unknown member in the payload', 'ERR_PROOF_MALFORMED', () => ({ payload: { exp: NOON } })),
  withProof('a doubled member in the header', 'ERR_PROOF_MALFORMED', () => ({
    headerText: (json) => json.replace('{', '{"alg":"none",'),
  })),
  withProof('a doubled member in the payload', 'ERR_PROOF_MALFORMED', ({ audience }) => ({
    payloadText: (json) => json.replace('{', `{"htu":"${audience}",`),
  })),
  withProof('a member missing', 'ERR_PROOF_MALFORMED', () => ({ payload: { jti: undefined } })),
  {
    name: 'a proof of 2,049 characters',
    code: 'ERR_PROOF_MALFORMED',
    make: async (stage) => {
      const presented = await presentWith(stage);
      return { ...presented, dpop: presented.dpop + 'A'.repeat(2049 - presented.dpop.length) };
    },
  },
  {
    name: 'a padded proof',
    code: 'ERR_PROOF_MALFORMED',
    make: async (stage) => {
      const presented = await presentWith(stage);
      return { ...presented, dpop: `${presented.dpop}==` };
    },
  },
  withProof('the proof of another key', 'ERR_PROOF_KEY', ({ other }) => ({ holder: other.holder })),
  withProof('htu of another site', 'ERR_PROOF_AUDIENCE', () => ({ audience: 'https://other.example/_age/redeem' })),
  withProof('htu of another path', 'ERR_PROOF_AUDIENCE', ({ audience }) => ({ audience: `${audience}/` })),
  withProof('htu spelt in another way', 'ERR_PROOF_AUDIENCE', ({ audience }) => ({
    audience: audience.replace('site.example', 'SITE.example'),
  })),
  withProof('htm GET', 'ERR_PROOF_AUDIENCE', () => ({ payload: { htm: 'GET' } })),
  withProof('a nonce of other length', 'ERR_SITE_CHALLENGE', () => ({ payload: { nonce: 'AAAA' } })),
  withProof('a nonce with one bit changed', 'ERR_SITE_CHALLENGE', ({ challenge }) => ({
    payload: { nonce: formatBase64url(flip(parseBase64url(challenge), 6)) },
  })),
  withChallenge('a challenge under another secret', 'ERR_SITE_CHALLENGE', (stage) => ({
    ...good(stage),
    secret: secretOf(9),
  })),
  withChallenge('a challenge for another redeem URL', 'ERR_SITE_CHALLENGE', (stage) => ({
    ...good(stage),
    audience: 'https://other.example/_age/redeem',
  })),
  withChallenge('a challenge of the other mode', 'ERR_SITE_CHALLENGE_MODE', (stage) => ({
    ...good(stage),
    mode: stage.mode === MODE.form ? MODE.direct : MODE.form,
  })),
  withChallenge('a challenge of mode 3', 'ERR_SITE_CHALLENGE_MODE', (stage) => ({ ...good(stage), mode: 3 })),
  withChallenge('a challenge of another age', 'ERR_TOKEN_THRESHOLD', (stage) => ({ ...good(stage), threshold: 16 })),
  withChallenge('a challenge that is 600 s old', 'ERR_SITE_CHALLENGE_STALE', (stage) => ({
    ...good(stage),
    issuedAt: NOON - 600,
  })),
  withChallenge('a challenge of 6 s ahead', 'ERR_SITE_CHALLENGE_STALE', (stage) => ({
    ...good(stage),
    issuedAt: NOON + 6,
  })),
  withProof('another iat', 'ERR_PROOF_TIME', () => ({ payload: { iat: NOON + 1 } })),
  withProof('ath of another token', 'ERR_PROOF_TOKEN', () => ({
    payload: { ath: 'A'.repeat(43), jti: 'A'.repeat(43) },
  })),
  withProof('jti unlike ath', 'ERR_PROOF_TOKEN', () => ({ payload: { jti: 'A'.repeat(43) } })),
  withToken('a signature with salt 0', 'ERR_TOKEN_SIGNATURE', (stage) => signAnew(stage, {}, 0)),
  withToken('a signature with one bit changed', 'ERR_TOKEN_SIGNATURE', ({ held }) => flip(held.token, 353)),
  withProof('a proof signed by another key', 'ERR_PROOF_SIGNATURE', ({ other }) => ({ signer: other.holder })),
];
