import { type Bytes, type ErrorCode, formatBase64url, type Mode } from '@bauta/sdk/protocol';
import type { Presentation } from '@bauta/sdk/verifier';
import { p256FromSeed } from '../../generate/vectors/es256.ts';
import { seeded, sha256 } from '../../generate/vectors/seeded.ts';
import { type ChallengeParts, type ProofParts, writeTokenChallenge } from '../../generate/vectors/wallet.ts';
import {
  HOLDER,
  KEYS,
  MONDAY,
  NOW,
  STRANGER,
  WEEK,
  worldChallenge,
  worldProof,
  worldToken,
} from '../../generate/vectors/world.ts';

type Open<T> = { -readonly [K in keyof T]: T[K] };

/** What a presentation is made of. Each fault changes one of these and leaves the rest alone. */
export interface Draft {
  now: number;
  mode: Mode;
  token: Open<Parameters<typeof worldToken>[0] & object>;
  tokenText: (text: string) => string;
  challenge: Open<Partial<ChallengeParts>> & { secret?: Bytes };
  /** Seconds between the challenge and the redemption. */
  age: number;
  proof: Partial<ProofParts>;
  payload: Record<string, unknown>;
  /** iat less issued_at. */
  late: number;
  isReplayed: boolean;
}

export interface Fault {
  readonly about: string;
  readonly code: ErrorCode;
  spoil(draft: Draft): void;
}

const otherSecret = seeded('other secret')(32);

/** One fault for each check of protocol.md §4, in the order of the checks. */
export const FAULTS: readonly Fault[] = [
  fault('a token cut short', 'ERR_TOKEN_MALFORMED', (draft) => {
    draft.tokenText = (text) => text.slice(1);
  }),
  fault('an unknown key', 'ERR_TOKEN_KEY_UNKNOWN', (draft) => {
    draft.token.tokenKeyId = sha256(seeded('no key')(32));
  }),
  fault('a key outside its window', 'ERR_TOKEN_WINDOW', (draft) => {
    draft.now = MONDAY + 2 * WEEK + 600;
  }),
  fault('a key for another age', 'ERR_TOKEN_THRESHOLD', (draft) => {
    draft.token.rsa = KEYS.young.rsa;
  }),
  fault('another issuer', 'ERR_TOKEN_CHALLENGE', (draft) => {
    draft.token.challengeDigest = sha256(writeTokenChallenge('other.example'));
  }),
  fault('a malformed proof', 'ERR_PROOF_MALFORMED', (draft) => {
    draft.proof = { ...draft.proof, header: { typ: 'JWT' } };
  }),
  fault('the key of another', 'ERR_PROOF_KEY', (draft) => {
    draft.proof = { ...draft.proof, holder: STRANGER };
  }),
  fault('another method', 'ERR_PROOF_AUDIENCE', (draft) => {
    draft.payload.htm = 'GET';
  }),
  fault('another audience', 'ERR_PROOF_AUDIENCE', (draft) => {
    draft.payload.htu = 'https://other.example/_age/redeem';
  }),
  fault('a challenge of another', 'ERR_SITE_CHALLENGE', (draft) => {
    draft.challenge.secret = otherSecret;
  }),
  fault('a challenge for the other mode', 'ERR_SITE_CHALLENGE_MODE', (draft) => {
    draft.challenge.mode = draft.mode === 1 ? 2 : 1;
  }),
  fault('a challenge for another age', 'ERR_TOKEN_THRESHOLD', (draft) => {
    draft.challenge.threshold = 15;
  }),
  fault('a stale challenge', 'ERR_SITE_CHALLENGE_STALE', (draft) => {
    draft.age = 600;
  }),
  fault('another time', 'ERR_PROOF_TIME', (draft) => {
    draft.late = 1;
  }),
  fault('another token', 'ERR_PROOF_TOKEN', (draft) => {
    draft.payload.ath = formatBase64url(sha256(seeded('other token')(32)));
  }),
  fault('another jti', 'ERR_PROOF_TOKEN', (draft) => {
    draft.payload.jti = 'a';
  }),
  fault('a signature with an empty salt', 'ERR_TOKEN_SIGNATURE', (draft) => {
    draft.token.salt = new Uint8Array();
  }),
  fault('a proof signed by another', 'ERR_PROOF_SIGNATURE', (draft) => {
    draft.proof = { ...draft.proof, signer: p256FromSeed('third') };
  }),
  fault('a token that was spent', 'ERR_TOKEN_SPENT', (draft) => {
    draft.isReplayed = true;
  }),
];

function fault(about: string, code: ErrorCode, spoil: (draft: Draft) => void): Fault {
  return { about, code, spoil };
}

/** A presentation with these faults, in this order. */
export function presentationWith(
  faults: readonly Fault[],
  mode: Mode = 1,
): { readonly presentation: Presentation; readonly draft: Draft } {
  const draft: Draft = {
    now: NOW,
    mode,
    token: {},
    tokenText: (text) => text,
    challenge: {},
    age: 0,
    proof: { holder: HOLDER },
    payload: {},
    late: 0,
    isReplayed: false,
  };
  for (const { spoil } of faults) spoil(draft);
  const token = formatBase64url(worldToken(draft.token));
  const issuedAt = draft.now - draft.age;
  const challenge = worldChallenge({ mode: draft.mode, issuedAt, ...draft.challenge });
  const { payload } = draft;
  const proof = worldProof(token, { challenge, issuedAt: issuedAt + draft.late, ...draft.proof, payload });
  return { presentation: { token: draft.tokenText(token), proof }, draft };
}
