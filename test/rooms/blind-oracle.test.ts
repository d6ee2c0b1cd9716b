import { constants, createPublicKey, randomBytes, verify } from 'node:crypto';
import type { PendingMint } from '@bauta/sdk/client';
import {
  type Blinded,
  type Bytes,
  blind,
  blindingFrom,
  challengeForGrants,
  digestChallenge,
  finalize,
  formatBase64url,
  formatTokenAuthorization,
  grantNonceFor,
  TOKEN_REQUEST_MEDIA_TYPE,
  writeTokenInput,
  writeTokenRequest,
  writeUtf8,
} from '@bauta/sdk/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFiles } from '../laws/sources.ts';
import { type House, openHouse } from './house.ts';
import { drawGrants, enrol, post, readKeys } from './person.ts';

const BLINDING = blindingFrom((length) => new Uint8Array(randomBytes(length)));

let house: House;
/** A JWT of somebody's choice, signed by the issuer's token key, which saw nothing of it. */
let forged: string;

beforeAll(async () => {
  house = await openHouse();
  forged = await signBlindly(house);
});
afterAll(() => house.close());

async function signBlindly(house: House): Promise<string> {
  const { attester, slots } = await readKeys(house);
  const [slot] = slots;
  if (!slot) throw new Error('no slot');
  const { tokenKey } = slot;
  const claims = { iss: house.origins.issuer, sub: 'adult', aud: house.origins.demoSite, age_over_18: true };
  const encode = (json: unknown): string => formatBase64url(writeUtf8(JSON.stringify(json)));
  const text = `${encode({ alg: 'PS384', typ: 'JWT' })}.${encode({ ...claims, exp: house.clock.now() + 600 })}`;
  const [blinded] = (await blind(tokenKey.key, [writeUtf8(text)], BLINDING)) as [Blinded];
  const body = writeTokenRequest({ truncatedKeyId: tokenKey.key.truncatedId, ...blinded });
  const grant = await drawGrantFor(body, slot, attester);
  const response = await house.fetch(`${house.origins.issuer}/token-request`, {
    method: 'POST',
    headers: {
      'content-type': TOKEN_REQUEST_MEDIA_TYPE,
      authorization: formatTokenAuthorization(formatBase64url(grant)),
    },
    body,
  });
  const answer = new Uint8Array(await response.arrayBuffer());
  const signature = await finalize(tokenKey.key, writeUtf8(text), answer, blinded.inverse);
  const der = { key: createPublicKey({ key: Buffer.from(tokenKey.key.spki), format: 'der', type: 'spki' }) };
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };
  // What is forged is good: whoever takes such a JWT under a token key is lost.
  expect(verify('sha384', writeUtf8(text), { ...der, ...pss }, signature)).toBe(true);
  return `${text}.${formatBase64url(signature)}`;
}

type Keys = Awaited<ReturnType<typeof readKeys>>;

async function drawGrantFor(body: Bytes, slot: Keys['slots'][number], attester: Keys['attester']): Promise<Bytes> {
  const { grantKey } = slot;
  const input = writeTokenInput({
    nonce: await grantNonceFor(body),
    challengeDigest: await digestChallenge(challengeForGrants(slot.attester, slot.issuer)),
    tokenKeyId: grantKey.key.id,
  });
  const [blinded] = (await blind(grantKey.key, [input], BLINDING)) as [Blinded];
  const request = writeTokenRequest({ truncatedKeyId: grantKey.key.truncatedId, ...blinded });
  const { threshold, epoch, generation } = grantKey;
  const grant = { input, inverse: blinded.inverse, request };
  const pending: PendingMint = { threshold, epoch, generation, body, grant, tokens: [] };
  const [outcome] = await drawGrants(house, await enrol(house), attester, [pending]);
  if (!outcome || !('grant' in outcome)) throw new Error('no grant');
  return outcome.grant;
}

describe('a JWT that the blind signer was made to sign', () => {
  it('opens no door, wherever it is shown', async () => {
    const { attester, issuer, demoSite, phone, log } = house.origins;
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const json = { 'content-type': 'application/json' };
    const shown: [string, RequestInit][] = [
      ...[attester, issuer, demoSite, log].flatMap((origin) =>
        ['Bearer ', 'DPoP ', 'PrivateToken token='].map((scheme): [string, RequestInit] => [
          `${origin}/film`,
          { headers: { authorization: `${scheme}${forged}`, dpop: forged, cookie: `__Host-age=${forged}` } },
        ]),
      ),
      [
        `${demoSite}/_age/redeem`,
        { method: 'POST', headers: { authorization: `PrivateToken token="${forged}"`, dpop: forged } },
      ],
      [`${demoSite}/_age/redeem`, { method: 'POST', headers: form, body: `token=${forged}&dpop=${forged}` }],
      [
        `${issuer}/token-request`,
        {
          method: 'POST',
          headers: { 'content-type': TOKEN_REQUEST_MEDIA_TYPE, authorization: formatTokenAuthorization(forged) },
          body: 'x',
        },
      ],
      ...['/grants', '/accounts', '/account/read', '/account/passkeys', '/evidence/result'].map(
        (path): [string, RequestInit] => [
          attester + path,
          {
            method: 'POST',
            headers: json,
            body: JSON.stringify({ nonce: forged, session: forged, assertion: forged, code: forged }),
          },
        ],
      ),
      [
        `${phone}/present`,
        { method: 'POST', headers: json, body: JSON.stringify({ request: forged, person: 'adult' }) },
      ],
    ];
    for (const [url, init] of shown) {
      const response = await house.fetch(url, { redirect: 'manual', ...init });
      expect([url, response.ok]).toEqual([url, false]);
      expect(response.headers.getSetCookie().filter((cookie) => /^__Host-age=[\w-]{43}/.test(cookie))).toEqual([]);
    }
  });

  it('is no proof of age: an answer to the attester’s own request is refused', async () => {
    const { attester } = house.origins;
    const { answer: begun } = await post(house, `${attester}/evidence/eu-wallet`, {});
    const { searchParams } = new URL(begun.request);
    const to = searchParams.get('response_uri') ?? `${attester}/evidence/eu-wallet`;
    const body = new URLSearchParams({ vp_token: JSON.stringify({ proof_of_age: [forged] }), state: begun.session });
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const response = await house.fetch(to, { method: 'POST', headers: form, body });
    expect(response.ok).toBe(false);
  });

  it('could be taken by nobody: no source of ours names its algorithm', () => {
    const sources = readFiles(/^(sdk|services|demo-site)\/.*\.m?[jt]s$/);
    const naming = [...sources].filter(([, text]) => /\bPS384\b/.test(text));
    expect(naming.map(([path]) => path)).toEqual([]);
  });
});
