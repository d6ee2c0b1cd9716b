import {
  type Bytes,
  check,
  findSiteChallengeSecret,
  formatPresentRequest,
  isSiteChallengeFresh,
  parseBase64url,
  parseHex,
  parsePresentRequest,
  parseProof,
  readSiteChallenge,
  readUtf8,
  refuseAs,
  thumbprintOf,
  writeSiteChallenge,
} from '@bauta/sdk/protocol';
import type { PlatformCrypto } from '../../../sdk/protocol/crypto/port.ts';
import { same } from '../case.ts';
import type { SpecFile } from '../material.ts';
import type { WriteGroups } from '../write-groups.ts';

interface ChallengeCase {
  readonly now: number;
  readonly mode: number;
  readonly challengeBytes: string;
  readonly challenge: string;
  readonly fields?: {
    readonly mode: number;
    readonly threshold: number;
    readonly issuedAt: number;
    readonly preHash: string;
  };
}

interface ChallengeSite {
  readonly site: { readonly redeemUrl: string; readonly threshold: number; readonly secrets: readonly string[] };
}

async function judgeChallenge(one: ChallengeCase, { site }: ChallengeSite): Promise<unknown> {
  const secrets = site.secrets.map(parseHex) as [Bytes, Bytes];
  const bytes = same(parseBase64url(one.challenge), one.challengeBytes);
  const read = refuseAs('ERR_SITE_CHALLENGE', () => readSiteChallenge(bytes));
  check((await findSiteChallengeSecret(bytes, site.redeemUrl, secrets)) !== undefined, 'ERR_SITE_CHALLENGE');
  check(read.mode === one.mode, 'ERR_SITE_CHALLENGE_MODE');
  check(read.threshold === site.threshold, 'ERR_TOKEN_THRESHOLD');
  if (one.fields === undefined) check(isSiteChallengeFresh(read.issuedAt, one.now), 'ERR_SITE_CHALLENGE_STALE');
  else {
    const parts = { ...one.fields, preHash: parseHex(one.fields.preHash) };
    same(read, parts);
    same(await writeSiteChallenge(parts, site.redeemUrl, secrets[0]), one.challengeBytes);
  }
  return read;
}

interface ProofCase {
  readonly proof: string;
  readonly parts?: Readonly<Record<'audience' | 'challenge' | 'signed' | 'signature', string>> & {
    readonly issuedAt: number;
    readonly holder: { readonly x: string; readonly y: string };
  };
}

async function judgeProof({ proof, parts }: ProofCase, body: PlatformCrypto): Promise<unknown> {
  const read = refuseAs('ERR_PROOF_MALFORMED', () => parseProof(proof));
  const { x, y, audience, challenge, issuedAt, signed, signature } = read;
  if (parts) same({ audience, challenge, issuedAt, signed, signature, holder: { x, y } }, { ...pick(parts) });
  return { read, thumbprint: await thumbprintOf(x, y), isGood: await body.verifyEs256(x, y, signed, signature) };
}

function pick({ audience, challenge, issuedAt, signed, signature, holder }: NonNullable<ProofCase['parts']>) {
  return { audience, challenge, issuedAt, signed, signature, holder: { x: holder.x, y: holder.y } };
}

interface RequestCase {
  readonly fragment: string;
  readonly json?: string;
  readonly origin?: string;
}

function judgeRequest({ fragment, json, origin }: RequestCase): unknown {
  const read = refuseAs('ERR_PRESENT_REQUEST', () => parsePresentRequest(fragment));
  if (json !== undefined) {
    same([read.origin, formatPresentRequest(read), readUtf8(parseBase64url(fragment))], [origin, fragment, json]);
  }
  return read;
}

/** What sites ask, and how wallets answer. */
export const presentations: WriteGroups = ({ spec }, body) => {
  const challenge = spec['site-challenge'] as SpecFile<ChallengeCase, ChallengeSite>;
  const proof = spec.proof as SpecFile<ProofCase>;
  const request = spec['present-request'] as SpecFile<RequestCase>;
  return [
    {
      name: 'spec/vectors/site-challenge.json',
      cases: challenge.cases.map((one) => {
        return { name: one.id, expected: one.result, run: () => judgeChallenge(one, challenge) };
      }),
    },
    {
      name: 'spec/vectors/proof.json (RFC 9449)',
      cases: proof.cases.map((one) => ({ name: one.id, expected: one.result, run: () => judgeProof(one, body) })),
    },
    {
      name: 'spec/vectors/present-request.json',
      cases: request.cases.map((one) => ({ name: one.id, expected: one.result, run: () => judgeRequest(one) })),
    },
  ];
};
