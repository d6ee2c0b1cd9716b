import {
  type AccountAct,
  accountAssertionChallenge,
  BATCH_LENGTH,
  type Bytes,
  calendarOf,
  challengeForGrants,
  check,
  digestChallenge,
  type ErrorCode,
  epochAt,
  findSiteChallengeSecret,
  formatHex,
  formatPresentRequest,
  type GrantRequest,
  grantAssertionChallenge,
  grantNonceFor,
  isSiteChallengeFresh,
  isWithin,
  parseBase64url,
  parseHex,
  parsePresentRequest,
  parseProof,
  passkeyChallenge,
  readBatchRequest,
  readBatchResponse,
  readSiteChallenge,
  readUtf8,
  refuseAs,
  startOf,
  TOKEN_TYPE,
  thumbprintOf,
  writeBatchRequest,
  writeBatchResponse,
  writeSiteChallenge,
  writeTokenChallenge,
  writeTokenInput,
} from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import type { VectorCase } from '../../generate/vectors/vector-file.ts';
import { outcomeOf } from './refusals.ts';
import { loadSpecVectors } from './spec-vectors.ts';

type Span = 'signs' | 'asks' | 'accepted' | 'presents';

interface EpochCase extends VectorCase {
  epoch: string;
  start?: number;
  windows?: object;
  now?: number;
  window?: Span;
}

const REFUSES: Readonly<Record<Span, ErrorCode>> = {
  signs: 'ERR_SLOT',
  asks: 'ERR_SLOT',
  accepted: 'ERR_TOKEN_WINDOW',
  presents: 'ERR_STOCK_EMPTY',
};

describe('spec/vectors/epoch-windows.json', () => {
  it.each(loadSpecVectors<EpochCase>('epoch-windows').cases)('$id: $about', async (vector) => {
    const { epoch, start, windows, now, window, result } = vector;
    if (windows !== undefined) {
      expect(startOf(epoch)).toBe(start);
      expect(calendarOf(epoch)).toEqual(windows);
    } else if (window !== undefined) {
      const code = REFUSES[window];
      const judge = () => check(isWithin(now as number, refuseAs(code, () => calendarOf(epoch))[window]), code);
      expect(await outcomeOf(judge)).toBe(result);
    } else {
      expect(epochAt(now as number)).toBe(epoch);
    }
  });
});

interface ChallengeCase extends VectorCase {
  now: number;
  mode: number;
  challengeBytes: string;
  challenge: string;
  fields?: { mode: number; threshold: number; issuedAt: number; preHash: string };
}

interface ChallengeSite {
  site: { redeemUrl: string; threshold: number; secrets: string[] };
}

describe('spec/vectors/site-challenge.json', () => {
  const { site, cases } = loadSpecVectors<ChallengeCase, ChallengeSite>('site-challenge');
  const secrets = site.secrets.map(parseHex) as [Bytes, Bytes];

  it.each(cases)('$id: $about', async ({ challenge, challengeBytes, mode, now, fields, result }) => {
    const bytes = parseBase64url(challenge);
    expect(formatHex(bytes)).toBe(challengeBytes);
    const judge = async () => {
      const read = refuseAs('ERR_SITE_CHALLENGE', () => readSiteChallenge(bytes));
      check((await findSiteChallengeSecret(bytes, site.redeemUrl, secrets)) !== undefined, 'ERR_SITE_CHALLENGE');
      check(read.mode === mode, 'ERR_SITE_CHALLENGE_MODE');
      check(read.threshold === site.threshold, 'ERR_TOKEN_THRESHOLD');
      if (fields === undefined) check(isSiteChallengeFresh(read.issuedAt, now), 'ERR_SITE_CHALLENGE_STALE');
    };
    expect(await outcomeOf(judge)).toBe(result);
    if (fields === undefined) return;
    const parts = { ...fields, preHash: parseHex(fields.preHash) };
    expect(readSiteChallenge(bytes)).toEqual(parts);
    expect(formatHex(await writeSiteChallenge(parts, site.redeemUrl, secrets[0]))).toBe(challengeBytes);
  });
});

interface ProofCase extends VectorCase {
  proof: string;
  parts?: Record<'token' | 'audience' | 'challenge' | 'signed' | 'signature', string> & {
    issuedAt: number;
    holder: { x: string; y: string };
  };
}

describe('spec/vectors/proof.json', () => {
  it.each(loadSpecVectors<ProofCase>('proof').cases)('$id: $about', async ({ proof, parts, result }) => {
    expect(await outcomeOf(() => refuseAs('ERR_PROOF_MALFORMED', () => parseProof(proof)))).toBe(result);
    if (parts === undefined) return;
    const read = parseProof(proof);
    expect({ ...read, x: formatHex(read.x), y: formatHex(read.y) }).toMatchObject({
      x: parts.holder.x,
      y: parts.holder.y,
      method: 'POST',
      audience: parts.audience,
      challenge: parts.challenge,
      issuedAt: parts.issuedAt,
    });
    expect(read.id).toBe(read.tokenHash);
    expect([formatHex(read.signed), formatHex(read.signature)]).toEqual([parts.signed, parts.signature]);
  });
});

interface RequestCase extends VectorCase {
  fragment: string;
  json?: string;
  origin?: string;
}

describe('spec/vectors/present-request.json', () => {
  it.each(loadSpecVectors<RequestCase>('present-request').cases)('$id: $about', async (vector) => {
    const { fragment, json, origin, result } = vector;
    const read = () => refuseAs('ERR_PRESENT_REQUEST', () => parsePresentRequest(fragment));
    expect(await outcomeOf(read)).toBe(result);
    if (json === undefined) return;
    expect(read()).toMatchObject({ origin, siteChallenge: { mode: 1 } });
    expect(formatPresentRequest(read())).toBe(fragment);
    expect(readUtf8(parseBase64url(fragment))).toBe(json);
  });
});

interface GrantCase extends VectorCase {
  attester?: string;
  issuer?: string;
  body?: string;
  tokenChallenge?: string;
  challengeDigest?: string;
  tokenKeyId?: string;
  bodyHash?: string;
  tokenInput?: string;
  nonce?: string;
  requests?: { threshold: number; epoch: string; generation: number; request: string }[];
  challenge?: string;
}

describe('spec/vectors/grant.json', () => {
  it.each(loadSpecVectors<GrantCase>('grant').cases)('$id: $about', async (vector) => {
    if (vector.requests !== undefined) {
      const requests: GrantRequest[] = vector.requests.map((one) => ({ ...one, request: parseHex(one.request) }));
      const challenge = await grantAssertionChallenge(parseHex(vector.nonce as string), requests);
      expect(formatHex(challenge) === vector.challenge ? 'accepted' : 'ERR_ASSERTION').toBe(vector.result);
      return;
    }
    const challenge = challengeForGrants(vector.attester as string, vector.issuer as string);
    const nonce = await grantNonceFor(parseHex(vector.body as string));
    const challengeDigest = await digestChallenge(challenge);
    expect(formatHex(writeTokenChallenge(challenge))).toBe(vector.tokenChallenge);
    expect([formatHex(nonce), formatHex(challengeDigest)]).toEqual([vector.bodyHash, vector.challengeDigest]);
    const input = writeTokenInput({ nonce, challengeDigest, tokenKeyId: parseHex(vector.tokenKeyId as string) });
    expect(formatHex(input)).toBe(vector.tokenInput);
  });
});

interface AccountCase extends VectorCase {
  nonce: string;
  act?: AccountAct;
  detail?: string;
  challenge: string;
}

describe('spec/vectors/account.json', () => {
  it.each(loadSpecVectors<AccountCase>('account').cases)('$id: $about', async ({ nonce, act, detail, ...vector }) => {
    const challenge = act
      ? await accountAssertionChallenge(parseHex(nonce), act, parseHex(detail as string))
      : await passkeyChallenge(parseHex(nonce));
    const refusal = act ? 'ERR_ASSERTION' : 'ERR_REGISTRATION';
    expect(formatHex(challenge) === vector.challenge ? 'accepted' : refusal).toBe(vector.result);
  });
});

interface BatchCase extends VectorCase {
  way: 'request' | 'response';
  bytes: string;
  items?: (string | null)[];
}

describe('spec/vectors/batch.json', () => {
  const { cases } = loadSpecVectors<BatchCase>('batch');

  it.each(cases)('$id: $about', async ({ way, bytes, items, result }) => {
    const written = parseHex(bytes);
    const [read, code] =
      way === 'request'
        ? ([readBatchRequest, 'ERR_REQUEST_MALFORMED'] as const)
        : ([readBatchResponse, 'ERR_RESPONSE_MALFORMED'] as const);
    expect(await outcomeOf(() => refuseAs(code, () => read(written)))).toBe(result);
    if (items === undefined) return;
    const answers = items.map((body) => (body === null ? undefined : { tokenType: TOKEN_TYPE, body: parseHex(body) }));
    expect(read(written)).toEqual(answers);
    const again =
      way === 'request' ? writeBatchRequest(answers.filter((one) => one !== undefined)) : writeBatchResponse(answers);
    expect(formatHex(again)).toBe(bytes);
    if (items.length === 30) expect(written).toHaveLength(BATCH_LENGTH);
  });
});

describe('spec/vectors/token.json', () => {
  it('gives the thumbprints that tokens carry as nonces', async () => {
    const { cases } = loadSpecVectors<VectorCase & { parts?: { holder: { x: string; y: string }; nonce: string } }>(
      'token',
    );
    const parts = cases.flatMap((one) => one.parts ?? []);
    expect(parts.length).toBeGreaterThan(1);
    for (const { holder, nonce } of parts) {
      expect(formatHex(await thumbprintOf(parseHex(holder.x), parseHex(holder.y)))).toBe(nonce);
    }
  });
});
