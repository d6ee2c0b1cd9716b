import { type MintKeys, mint, request } from '@bauta/sdk/client';
import {
  BATCH_REQUEST_MEDIA_TYPE,
  type Bytes,
  formatBase64url,
  formatTokenAuthorization,
  parseTokenAuthenticate,
  readTokenChallenge,
  TOKEN_REQUEST_MEDIA_TYPE,
} from '@bauta/sdk/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SoftwarePasskey } from '../flow/software-passkey.ts';
import { type House, openHouse } from './house.ts';
import { drawGrants, enrol, prepareBatch, readKeys } from './person.ts';

let house: House;
let passkey: SoftwarePasskey;
let body: Bytes;
let grant: Bytes;

beforeAll(async () => {
  house = await openHouse({ GRANTS_PER_EPOCH: '100' });
  passkey = await enrol(house);
  const prepared = await prepareBatch(house, passkey);
  body = prepared.pending.body;
  grant = prepared.grant;
});
afterAll(() => house.close());

interface Sent {
  readonly body?: Bytes;
  readonly grant?: Bytes | undefined;
  readonly mediaType?: string;
  readonly authorization?: string;
}

async function ask(sent: Sent = {}): Promise<{ status: number; code?: string; headers: Headers; bytes: Bytes }> {
  const authorization = sent.authorization ?? formatTokenAuthorization(formatBase64url(sent.grant ?? grant));
  const response = await house.fetch(`${house.origins.issuer}/token-request`, {
    method: 'POST',
    headers: { 'content-type': sent.mediaType ?? BATCH_REQUEST_MEDIA_TYPE, authorization },
    body: sent.body ?? body,
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const code = response.ok ? {} : { code: JSON.parse(new TextDecoder().decode(bytes)).code };
  return { status: response.status, ...code, headers: response.headers, bytes };
}

const changed = (bytes: Bytes, at: number): Bytes => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));

describe('the issuer signs', () => {
  it('a batch of 30 for the grant that commits to it, and the same bytes again for a retry', async () => {
    const first = await ask();
    expect([first.status, first.bytes.length]).toEqual([200, 7772]);
    for (let retry = 0; retry < 6; retry++) expect((await ask()).bytes).toEqual(first.bytes);
  });

  it('tokens that finish and verify', async () => {
    const prepared = await prepareBatch(house, passkey);
    const held = await mint({ directory: prepared.issuer, ...prepared, fetch: house.fetch });
    expect(held).toHaveLength(30);
  });
});

describe('the issuer refuses', () => {
  it.each<[string, () => Sent, number, string]>([
    ['another media type', () => ({ mediaType: 'application/octet-stream' }), 415, 'ERR_MEDIA_TYPE'],
    ['a byte too many', () => ({ body: new Uint8Array([...body, 0]) }), 422, 'ERR_REQUEST_MALFORMED'],
    ['a byte too few', () => ({ body: body.slice(0, -1) }), 422, 'ERR_REQUEST_MALFORMED'],
    ['a batch sent as a single request', () => ({ mediaType: TOKEN_REQUEST_MEDIA_TYPE }), 422, 'ERR_REQUEST_MALFORMED'],
    ['no grant', () => ({ authorization: '' }), 401, 'ERR_GRANT_MALFORMED'],
    [
      'a grant in another scheme',
      () => ({ authorization: `Bearer ${formatBase64url(grant)}` }),
      401,
      'ERR_GRANT_MALFORMED',
    ],
    ['a grant of another type', () => ({ grant: changed(grant, 1) }), 401, 'ERR_GRANT_MALFORMED'],
    ['a grant under an unknown key', () => ({ grant: changed(grant, 70) }), 401, 'ERR_GRANT_KEY_UNKNOWN'],
    ['a grant for another challenge', () => ({ grant: changed(grant, 40) }), 401, 'ERR_GRANT_CHALLENGE'],
    ['a grant that commits to another body', () => ({ grant: changed(grant, 5) }), 401, 'ERR_GRANT_BODY'],
    ['another body', () => ({ body: changed(body, 300) }), 401, 'ERR_GRANT_BODY'],
    ['a grant with an altered signature', () => ({ grant: changed(grant, 353) }), 401, 'ERR_GRANT_SIGNATURE'],
  ])('%s', async (_, sent, status, code) => {
    const answer = await ask(sent());
    expect([answer.status, answer.code]).toEqual([status, code]);
    if (status === 401) {
      const [asked] = parseTokenAuthenticate(answer.headers.get('www-authenticate') ?? '');
      const challenge = readTokenChallenge(asked?.challenge as Bytes);
      expect(challenge).toMatchObject({ issuerName: 'attester.localhost:4002', originInfo: 'issuer.localhost:4003' });
    }
  });

  it('the body of another batch of the same account', async () => {
    const other = await prepareBatch(house, passkey);
    expect((await ask({ grant: other.grant })).code).toBe('ERR_GRANT_BODY');
  });

  it('a grant of this epoch for keys of the next', async () => {
    const { attester, slots } = await readKeys(house);
    const [current, next] = slots as [MintKeys, MintKeys];
    // What a cheating wallet would build: tokens under next week's key, asked for with this week's grant key.
    const mixed = await request({
      ...next,
      grantKey: { ...current.grantKey, epoch: next.tokenKey.epoch },
    });
    const pending = { ...mixed, epoch: current.grantKey.epoch };
    const [outcome] = await drawGrants(house, passkey, attester, [pending]);
    const answer = await ask({ body: pending.body, grant: outcome && 'grant' in outcome ? outcome.grant : undefined });
    expect([answer.status, answer.code]).toEqual([422, 'ERR_REQUEST_MALFORMED']);
  });

  it('a grant of one age for keys of another', async () => {
    const both = await openHouse({ THRESHOLDS: '16,18' });
    try {
      const { attester, slots } = await readKeys(both);
      const [of16, of18] = slots as [MintKeys, MintKeys];
      expect([of16.tokenKey.threshold, of18.tokenKey.threshold]).toEqual([16, 18]);
      const mixed = await request({ ...of18, grantKey: { ...of16.grantKey, threshold: 18 } });
      const pending = { ...mixed, threshold: 16 };
      const [outcome] = await drawGrants(both, await enrol(both), attester, [pending]);
      const answer = await both.fetch(`${both.origins.issuer}/token-request`, {
        method: 'POST',
        headers: {
          'content-type': BATCH_REQUEST_MEDIA_TYPE,
          authorization: formatTokenAuthorization(
            formatBase64url(outcome && 'grant' in outcome ? outcome.grant : new Uint8Array()),
          ),
        },
        body: pending.body,
      });
      expect([answer.status, (await answer.json()).code]).toEqual([422, 'ERR_REQUEST_MALFORMED']);
    } finally {
      await both.close();
    }
  });

  it('a grant whose epoch no longer signs', async () => {
    const before = house.clock.now();
    await house.clock.set(before + 14 * 86_400);
    expect(['ERR_GRANT_KEY_UNKNOWN', 'ERR_DIRECTORY_STALE']).toContain((await ask()).code);
    await house.clock.set(before);
    expect((await ask()).status).toBe(200);
  });
});

describe('the issuer’s door', () => {
  it('answers the wallet’s preflight and no credentials', async () => {
    const response = await house.fetch(`${house.origins.issuer}/token-request`, { method: 'OPTIONS' });
    expect(response.headers.get('access-control-allow-origin')).toBe(house.origins.wallet);
    expect(response.headers.get('access-control-allow-headers')).toBe('authorization, content-type');
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('lists current, next and later keys, to be cached for an hour, without an ETag', async () => {
    const response = await house.fetch(`${house.origins.issuer}/.well-known/private-token-issuer-directory`);
    const listed = (await response.json()) as { 'token-keys': { epoch: string }[]; 'batch-size': number };
    expect(listed['token-keys'].map(({ epoch }) => epoch)).toEqual(['2026-W47', '2026-W48', '2026-W49', '2026-W50']);
    expect(listed['batch-size']).toBe(30);
    expect(response.headers.get('cache-control')).toBe('public, max-age=3600');
    expect(response.headers.get('etag')).toBeNull();
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
  });
});
