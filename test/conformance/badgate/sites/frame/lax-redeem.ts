import { constants, createHash, createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';
import {
  calendarOf,
  challengeForTokens,
  digestChallenge,
  epochAfter,
  epochAt,
  findSiteChallengeSecret,
  isEqual,
  isSiteChallengeFresh,
  isWithin,
  parseBase64url,
  readSiteChallenge,
  readTokenKey,
  thumbprintOf,
} from '@bauta/sdk/protocol';
import { TEST_ISSUER_NAME, testKeyOf } from '@bauta/sdk/test-issuer';
import type { Fault, Works } from '../../frame.ts';
import { isRedeem } from './asks.ts';

/** What can be wrong with a presentation. */
export type Wrong =
  | 'length'
  | 'type'
  | 'key'
  | 'window'
  | 'issuer'
  | 'salt'
  | 'signature'
  | 'no-proof'
  | 'algorithm'
  | 'holder'
  | 'audience'
  | 'challenge'
  | 'freshness'
  | 'hash'
  | 'malformed';

const TOKEN_LENGTH = 354;
const INPUT_LENGTH = 98;
/** Weeks from the current epoch whose keys the directory lists. */
const LISTED = [0, 1, -1, -6];

/** A site that also lets in whoever shows what is wrong in this one respect; each token once. */
export function takesDespite(wrong: Wrong): () => Fault {
  return () => {
    const taken = new Set<string>();
    return {
      async before(request, works) {
        if (!isRedeem(request)) return undefined;
        const answer = await works.gated(request.clone());
        if (answer.headers.getSetCookie().length > 0) return answer;
        const found = await findWrong(request, works);
        const token = request.headers.get('authorization') ?? '';
        if (found.size !== 1 || !found.has(wrong) || taken.has(token)) return answer;
        taken.add(token);
        return works.admit();
      },
    };
  };
}

/** Everything that is wrong with a presentation in headers, but whether its token was spent. */
async function findWrong(request: Request, works: Works): Promise<ReadonlySet<Wrong>> {
  try {
    const shown = readShown(request);
    return new Set([...(await judgeToken(shown, works.now())), ...(await judgeProof(shown, works))]);
  } catch {
    return new Set<Wrong>(['malformed']);
  }
}

interface Shown {
  readonly text: string;
  readonly token: Uint8Array<ArrayBuffer>;
  /** The key that the client names beside it. */
  readonly named?: string;
  readonly dpop?: string;
}

function readShown({ headers }: Request): Shown {
  const authorization = headers.get('authorization') ?? '';
  const text = /\btoken="([\w-]+)"/.exec(authorization)?.[1] ?? '';
  const named = /\btoken-key="([\w=-]+)"/.exec(authorization)?.[1];
  const dpop = headers.get('dpop') ?? undefined;
  const token = new Uint8Array(Buffer.from(text, 'base64url'));
  return { text, token, ...(named === undefined ? {} : { named }), ...(dpop === undefined ? {} : { dpop }) };
}

async function judgeToken({ token: sent, named }: Shown, now: number): Promise<readonly Wrong[]> {
  const token = sent.slice(0, TOKEN_LENGTH);
  if (token.length < TOKEN_LENGTH) return ['malformed'];
  const wrong: Wrong[] = [];
  if (sent.length !== TOKEN_LENGTH) wrong.push('length');
  if (token[0] !== 0 || token[1] !== 2) wrong.push('type');
  if (!isEqual(token.slice(34, 66), await digestChallenge(challengeForTokens(TEST_ISSUER_NAME)))) wrong.push('issuer');
  const listed = await findKey(token.slice(66, INPUT_LENGTH), now);
  if (listed === undefined) wrong.push('key');
  else if (!isWithin(now, calendarOf(listed.epoch).accepted)) wrong.push('window');
  const key = listed?.key ?? keyOf(named);
  return key === undefined ? [...wrong, 'signature'] : [...wrong, ...judgeSignature(key, token)];
}

async function findKey(
  id: Uint8Array,
  now: number,
): Promise<{ readonly key: KeyObject; readonly epoch: string } | undefined> {
  for (const weeks of LISTED) {
    const epoch = epochAfter(epochAt(now), weeks);
    const { spki, jwk } = testKeyOf(epoch);
    const { kty, n, e } = jwk as JsonWebKey & { readonly kty: string; readonly n: string; readonly e: string };
    if (isEqual((await readTokenKey(spki)).id, id))
      return { key: createPublicKey({ key: { kty, n, e }, format: 'jwk' }), epoch };
  }
  return undefined;
}

function keyOf(named: string | undefined): KeyObject | undefined {
  return named === undefined
    ? undefined
    : createPublicKey({ key: Buffer.from(named, 'base64url'), format: 'der', type: 'spki' });
}

function judgeSignature(key: KeyObject, token: Uint8Array): readonly Wrong[] {
  const holds = (saltLength: number): boolean => {
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    return verify('sha384', token.slice(0, INPUT_LENGTH), { key, padding, saltLength }, token.slice(INPUT_LENGTH));
  };
  if (holds(48)) return [];
  return holds(constants.RSA_PSS_SALTLEN_AUTO) ? ['salt'] : ['signature'];
}

async function judgeProof({ text, token, dpop }: Shown, { now, origin, secrets }: Works): Promise<readonly Wrong[]> {
  if (dpop === undefined) return ['no-proof'];
  const [head = '', body = '', signature = ''] = dpop.split('.');
  const { alg, jwk } = parsePart(head) as {
    readonly alg: string;
    readonly jwk: JsonWebKey & { readonly x: string; readonly y: string };
  };
  const { htu, nonce, ath } = parsePart(body) as Readonly<Record<string, string>>;
  const challenge = parseBase64url(nonce ?? '');
  const redeem = `${origin}/_age/redeem`;
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const signed = Buffer.from(`${head}.${body}`);
  const isSigned = verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
  const judged: readonly (readonly [Wrong, boolean])[] = [
    ['algorithm', alg === 'ES256' && isSigned],
    ['holder', isEqual(await thumbprintOf(parseBase64url(jwk.x), parseBase64url(jwk.y)), token.slice(2, 34))],
    ['audience', htu === redeem],
    ['challenge', (await findSiteChallengeSecret(challenge, redeem, secrets)) !== undefined],
    ['freshness', isSiteChallengeFresh(readSiteChallenge(challenge).issuedAt, now())],
    ['hash', ath === createHash('sha256').update(text).digest('base64url')],
  ];
  return judged.filter(([, holds]) => !holds).map(([wrong]) => wrong);
}

function parsePart(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}
