import { randomBytes } from 'node:crypto';
import { AgeError, formatBase64url, writeUtf8 } from '@bauta/sdk/protocol';
import { openClientKey } from '@bauta/services/attester/oidc/client-key';
import { limitedFetch } from '@bauta/services/attester/oidc/limited-fetch';
import { oidcSource } from '@bauta/services/attester/oidc/oidc-source';
import type { ProviderRow } from '@bauta/services/attester/oidc/provider-row';
import { createPepper } from '@bauta/services/attester/pepper';
import { parseSigningKey } from '@bauta/services/settings/signing-key';
import { exportJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { figure, NOON } from '../../ports/figures.ts';
import { type Bent, clientKeys, fakeProvider, ISSUER, ROW } from './fake-provider.ts';

const pepper = createPepper(figure('pepper'));
const clientKey = await openClientKey(parseSigningKey(JSON.stringify(await exportJWK(clientKeys.privateKey))));
const random = (length: number) => new Uint8Array(randomBytes(length));

interface Ground {
  readonly bent?: Bent;
  readonly row?: Partial<ProviderRow>;
  readonly thresholds?: readonly number[];
  readonly patienceMs?: number;
}

function stand({ bent, row, thresholds = [16, 18], patienceMs = 5000 }: Ground = {}) {
  const provider = fakeProvider(bent);
  const { fetch } = provider;
  const options = { row: { ...ROW, ...row }, clientKey, thresholds, pepper, randomBytes: random, fetch, patienceMs };
  return { provider, source: oidcSource(options) };
}

function placeOf(name = 'bank') {
  const handle = formatBase64url(random(32));
  return {
    handle,
    answerUrl: `https://attester.example/evidence/oidc-${name}/answer/${handle}`,
    requestUrl: `https://attester.example/evidence/oidc-${name}/request/${handle}`,
    returnUrl: `https://attester.example/evidence/oidc-${name}/return`,
    pageOrigin: 'https://wallet.example',
  };
}

/** One question and its answer, `later` seconds after. */
async function show(ground: Ground = {}, bend: Readonly<Record<string, string | undefined>> = {}, later = 20) {
  const { provider, source } = stand(ground);
  const { request, kept } = await source.begin('here', placeOf(), NOON);
  provider.setNow(NOON + later);
  const body = writeUtf8(provider.agree(request as string, bend));
  await source.checkForm(body, kept);
  return source.complete(body, kept, NOON + later);
}

/** The code of a refusal, and what it says to the operator. */
async function refusalOf(act: Promise<unknown>): Promise<readonly [string, unknown]> {
  try {
    await act;
  } catch (error) {
    if (error instanceof AgeError) return [error.code, error.cause];
    throw error;
  }
  throw new Error('nothing was refused');
}

const codeOf = async (act: Promise<unknown>): Promise<string> => (await refusalOf(act))[0];

describe('the question', () => {
  it('is pushed, and asks for one claim of a fresh login', async () => {
    const { provider, source } = stand();
    const place = placeOf();
    const { request, kept } = await source.begin('here', place, NOON);
    expect([...new URL(request as string).searchParams.keys()].sort()).toEqual(['client_id', 'request_uri']);
    const { client_assertion: _, ...asked } = Object.fromEntries(provider.askedFor(request as string));
    expect(asked).toEqual({
      response_type: 'code',
      client_id: 'attester.example',
      redirect_uri: place.returnUrl,
      scope: 'openid',
      state: place.handle,
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      max_age: '300',
      claims: '{"id_token":{"birthdate":{"essential":true}}}',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    });
    expect(kept).not.toContain(place.handle);
  });

  it('stands in the link where the provider takes no pushed ones', async () => {
    const { source } = stand({
      bent: { metadata: { pushed_authorization_request_endpoint: undefined } },
      row: { scopes: ['age'], acr: ['substantial', 'high'] },
    });
    const { searchParams } = new URL((await source.begin('here', placeOf(), NOON)).request as string);
    expect(searchParams.get('scope')).toBe('openid age');
    expect(searchParams.get('acr_values')).toBe('substantial high');
    expect(searchParams.get('code_challenge_method')).toBe('S256');
    expect(searchParams.has('client_assertion')).toBe(false);
  });

  it('keeps what an authorization endpoint has in its own query', async () => {
    const { source } = stand({ bent: { metadata: { authorization_endpoint: `${ISSUER}/authorize?tenant=7` } } });
    const { searchParams } = new URL((await source.begin('here', placeOf(), NOON)).request as string);
    expect(searchParams.get('tenant')).toBe('7');
  });

  /** Nothing but the metadata is asked for then. */
  const unpushed = (metadata: Bent['metadata']): Bent => ({
    metadata: { pushed_authorization_request_endpoint: undefined, ...metadata },
  });

  const answering = (status: number, body: unknown = {}) => ({
    answers: { '/par': () => Response.json(body, { status }) },
  });

  it.each<[string, Bent]>([
    ['refuses the pushed request', answering(400, { error: 'invalid_request' })],
    ['has it at 200', answering(200, { request_uri: 'urn:x', expires_in: 60 })],
    ['breaks down', answering(500)],
    ['sends it elsewhere', { answers: { '/par': () => Response.redirect('https://elsewhere.example/', 307) } }],
    [
      'is away',
      { answers: { '/.well-known/openid-configuration': () => Promise.reject(new TypeError('fetch failed')) } },
    ],
    ['is another issuer', unpushed({ issuer: 'https://other.example' })],
    ['is another issuer by a slash', unpushed({ issuer: `${ISSUER}/` })],
    ['has no S256', { metadata: { code_challenge_methods_supported: ['plain'] } }],
    ['has no private_key_jwt', { metadata: { token_endpoint_auth_methods_supported: ['client_secret_basic'] } }],
    ['has a token endpoint in clear', { metadata: { token_endpoint: 'http://id.example/token' } }],
    ['has a token endpoint in clear on this machine', { metadata: { token_endpoint: 'http://localhost/token' } }],
    ['has its keys in clear', { metadata: { jwks_uri: 'http://id.example/jwks' } }],
    ['has no authorization endpoint', { metadata: { authorization_endpoint: undefined } }],
    ['says too much', { metadata: { padding: 'x'.repeat(70_000) } }],
  ])('is not asked when the provider %s', async (_, bent) => {
    expect(await codeOf(stand({ bent }).source.begin('here', placeOf(), NOON))).toBe('ERR_NOT_READY');
  });

  it('takes no redirect for an answer, and follows none', async () => {
    const asked: RequestInit[] = [];
    const fetch = limitedFetch(async (_, init = {}) => {
      asked.push(init);
      return Response.redirect('https://elsewhere.example/', 302);
    });
    await expect(fetch(ISSUER, { method: 'GET', headers: {}, body: undefined, redirect: 'manual' })).rejects.toThrow(
      TypeError,
    );
    expect(asked).toMatchObject([{ redirect: 'manual' }]);
  });

  it('is not waited for longer than the patience there is', async () => {
    const hang = (signal: AbortSignal) =>
      new Promise<Response>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const { source } = stand({ bent: { answers: { '/.well-known/openid-configuration': hang } }, patienceMs: 50 });
    const began = performance.now();
    expect(await codeOf(source.begin('here', placeOf(), NOON))).toBe('ERR_NOT_READY');
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it('is asked of a provider 32 times at once, and of the next one at once too', async () => {
    const answers: (() => void)[] = [];
    const slow = () =>
      new Promise<Response>((resolve) =>
        answers.push(() => resolve(Response.json({ request_uri: 'urn:x', expires_in: 60 }, { status: 201 }))),
      );
    const { source } = stand({ bent: { answers: { '/par': slow } } });
    const begin = () => source.begin('here', placeOf(), NOON);
    const asked = Array.from({ length: 32 }, begin);
    expect(await codeOf(begin())).toBe('ERR_BUSY');
    expect((await stand().source.begin('here', placeOf(), NOON)).request).toContain(ISSUER);
    await expect.poll(() => answers.length).toBe(32);
    for (const answer of answers) answer();
    expect((await Promise.all(asked)).length).toBe(32);
    const last = begin();
    await expect.poll(() => answers.length).toBe(33);
    answers[32]?.();
    expect((await last).request).toContain(ISSUER);
  });

  it('reads the metadata once an hour, whoever asks', async () => {
    const { provider, source } = stand();
    const reads = () => provider.received.filter(({ path }) => path.startsWith('/.well-known')).length;
    await Promise.all([1, 2, 3].map(() => source.begin('here', placeOf(), NOON)));
    provider.setNow(NOON + 3599);
    await source.begin('here', placeOf(), NOON + 3599);
    expect(reads()).toBe(1);
    provider.setNow(NOON + 3600);
    await source.begin('here', placeOf(), NOON + 3600);
    expect(reads()).toBe(2);
  });
});

describe('the answer', () => {
  it.each(['ES256', 'PS256'] as const)('shows the ages of an adult, signed with %s', async (sign) => {
    expect(await show({ bent: { sign } })).toEqual({
      thresholds: [16, 18],
      expires: NOON + 20 + 90 * 86_400,
      once: await pepper.hashSubject(ISSUER, 'sub-of-a-person'),
    });
  });

  it('shows what was reached, and no more', async () => {
    expect((await show({ bent: { claims: { birthdate: '2009-11-18' } } })).thresholds).toEqual([16]);
  });

  it('is read from userinfo where the row says so', async () => {
    const { provider, source } = stand({ row: { from: 'userinfo', lifetimeDays: 7 } });
    const { request, kept } = await source.begin('here', placeOf(), NOON);
    expect(provider.askedFor(request as string).get('claims')).toBe('{"userinfo":{"birthdate":{"essential":true}}}');
    const shown = await source.complete(writeUtf8(provider.agree(request as string)), kept, NOON);
    expect(shown).toMatchObject({ thresholds: [16, 18], expires: NOON + 7 * 86_400 });
  });

  it('may go to several audiences when it was made for us', async () => {
    const claims = { aud: ['attester.example', 'other'], azp: 'attester.example' };
    expect((await show({ bent: { claims } })).thresholds).toEqual([16, 18]);
  });

  it('may be of one of the classes of authentication that will do', async () => {
    const row = { acr: ['substantial', 'high'] };
    expect((await show({ row, bent: { claims: { acr: 'high' } } })).thresholds).toEqual([16, 18]);
    expect(await codeOf(show({ row, bent: { claims: { acr: 'low' } } }))).toBe('ERR_OIDC_ANSWER');
    expect(await codeOf(show({ row }))).toBe('ERR_OIDC_ANSWER');
  });

  const AT = NOON + 20;
  it.each<[string, Bent]>([
    ['with another nonce', { claims: { nonce: 'x'.repeat(43) } }],
    ['without a nonce', { claims: { nonce: undefined } }],
    ['of another issuer', { claims: { iss: 'https://other.example' } }],
    ['without a signature', { sign: 'none' }],
    ['signed with a shared secret', { sign: 'HS256' }],
    ['signed with RS256', { sign: 'RS256' }],
    ['signed by a stranger', { sign: 'stranger' }],
    ['changed after it was signed', { sign: 'broken' }],
    ['that is over', { claims: { exp: AT - 31 } }],
    ['without an end', { claims: { exp: undefined } }],
    ['issued in the future', { claims: { iat: AT + 31 } }],
    ['issued before the question', { claims: { iat: NOON - 31 } }],
    ['without a time of issue', { claims: { iat: undefined } }],
    ['not good yet', { claims: { nbf: AT + 31 } }],
    ['for another client', { claims: { aud: 'site.example' } }],
    ['for others too, without azp', { claims: { aud: ['attester.example', 'site.example'] } }],
    ['made for another client of the audience', { claims: { aud: ['attester.example', 'x'], azp: 'x' } }],
    ['made for another client', { claims: { azp: 'site.example' } }],
    ['of a login too long ago', { claims: { auth_time: AT - 300 - 31 } }],
    ['of a login in the future', { claims: { auth_time: AT + 31 } }],
    ['without the time of the login', { claims: { auth_time: undefined } }],
    ['of nobody', { claims: { sub: '' } }],
    ['of a subject that is too long', { claims: { sub: 's'.repeat(256) } }],
  ])('is not believed: an id_token %s', async (_, bent) => {
    expect(await codeOf(show({ bent }))).toBe('ERR_OIDC_ANSWER');
  });

  it.each<[string, Bent]>([
    ['at the edge of its end', { claims: { exp: AT - 29 } }],
    ['at the edge of its issue', { claims: { iat: AT + 30 } }],
    ['at the edge of the login', { claims: { auth_time: AT - 300 - 30 } }],
    ['of the longest subject', { claims: { sub: 's'.repeat(255) } }],
  ])('is believed %s', async (_, bent) => {
    expect((await show({ bent })).thresholds).toEqual([16, 18]);
  });

  it.each<[string, Record<string, string | undefined>]>([
    ['is of another issuer', { iss: 'https://other.example' }],
    ['has no issuer though the provider always names it', { iss: undefined }],
    ['is another response mode', { response: 'a.b.c' }],
    ['is of the implicit flow', { id_token: 'a.b.c' }],
  ])('is not believed when its query %s (RFC 9207)', async (_, bend) => {
    expect(await codeOf(show({}, bend))).toBe('ERR_OIDC_ANSWER');
  });

  it.each([
    ['access_denied', 'ERR_OIDC_DECLINED'],
    ['login_required', 'ERR_OIDC_DECLINED'],
    ['server_error', 'ERR_OIDC_PROVIDER'],
    ['canary_error', 'ERR_OIDC_PROVIDER'],
  ])('%s is %s', async (error, code) => {
    const refusal = await refusalOf(show({}, { code: undefined, error, error_description: 'canary' }));
    expect(refusal[0]).toBe(code);
    expect(JSON.stringify(refusal)).not.toContain('canary');
  });

  it('that is no answer to the question does not use it up', async () => {
    const { provider, source } = stand();
    const first = await source.begin('here', placeOf(), NOON);
    const second = await source.begin('here', placeOf(), NOON);
    const query = provider.agree(first.request as string);
    const check = async (text: string, kept: string) => source.checkForm(writeUtf8(text), kept);
    await check(query, first.kept);
    expect(await codeOf(check(query, second.kept))).toBe('ERR_EVIDENCE_SESSION');
    expect(await codeOf(source.complete(writeUtf8(query), second.kept, NOON))).toBe('ERR_EVIDENCE_SESSION');
    const state = new URLSearchParams(query).get('state');
    const bad = [
      '',
      'code=1',
      `state=${state}`,
      `${query}&state=${state}`,
      `${query}&error=x`,
      `${query}&x=${'x'.repeat(8192)}`,
    ];
    for (const text of bad)
      expect(await codeOf(check(text, first.kept)), text.slice(0, 60)).toBe('ERR_EVIDENCE_SESSION');
    const garbled = Uint8Array.of(0xff, 0xfe);
    expect(await codeOf((async () => source.checkForm(garbled, first.kept))())).toBe('ERR_EVIDENCE_SESSION');
  });

  it('is good once, whatever the provider does', async () => {
    const { provider, source } = stand();
    const { request, kept } = await source.begin('here', placeOf(), NOON);
    const body = writeUtf8(provider.agree(request as string));
    await source.complete(body, kept, NOON);
    expect(await codeOf(source.complete(body, kept, NOON))).toBe('ERR_OIDC_PROVIDER');
  });

  it('of one provider is none to the question of another', async () => {
    const bank = stand();
    const post = stand({
      row: { name: 'post', issuer: 'https://post.example' },
      bent: { issuer: 'https://post.example' },
    });
    const toBank = await bank.source.begin('here', placeOf('bank'), NOON);
    const toPost = await post.source.begin('here', placeOf('post'), NOON);
    const fromBank = writeUtf8(bank.provider.agree(toBank.request as string));
    const fromPost = writeUtf8(post.provider.agree(toPost.request as string));
    // At the other door, with its own question and with the other one's.
    for (const [body, kept] of [
      [fromBank, toBank.kept],
      [fromBank, toPost.kept],
      [fromPost, toBank.kept],
    ] as const) {
      expect(await codeOf(post.source.complete(body, kept, NOON))).toBe('ERR_EVIDENCE_SESSION');
    }
    // The mix-up of RFC 9207 §1: the bank got hold of the state of a question to the post.
    const { state } = Object.fromEntries(post.provider.askedFor(toPost.request as string));
    const mixed = writeUtf8(bank.provider.agree(toBank.request as string, { state: state ?? '' }));
    expect(await codeOf(post.source.complete(mixed, toPost.kept, NOON))).toBe('ERR_OIDC_ANSWER');
    expect(post.provider.received.some(({ path }) => path === '/token')).toBe(false);
  });

  it.each<[string, Ground]>([
    ['lacks the claim', { bent: { claims: { birthdate: undefined } } }],
    ['has it in another form', { bent: { claims: { birthdate: 19_900_504 } } }],
    ['has a day that there is not', { bent: { claims: { birthdate: '1990-02-30' } } }],
    ['has a birthday without a year', { bent: { claims: { birthdate: '0000-05-04' } } }],
    ['has it in userinfo alone', { bent: { claims: { birthdate: undefined }, userinfo: { birthdate: '1990-05-04' } } }],
    ['is of somebody under all ages', { bent: { claims: { birthdate: '2012-01-01' } } }],
    ['is of somebody under the one age', { thresholds: [18], bent: { claims: { birthdate: '2009-01-01' } } }],
    ['asks for what every object has', { row: { claim: { name: 'toString', as: 'over', age: 18 } } }],
  ])('shows no age when it %s', async (_, ground) => {
    const refusal = await refusalOf(show(ground));
    expect(refusal[0]).toBe('ERR_OIDC_AGE');
    expect(JSON.stringify(refusal)).not.toMatch(/19|20|05-04/);
  });

  it.each<[string, Bent['answers'] | undefined, Bent['userinfo'], string]>([
    ['is of another subject', undefined, { sub: 'somebody-else' }, 'ERR_OIDC_ANSWER'],
    ['is of nobody', undefined, { sub: undefined }, 'ERR_OIDC_ANSWER'],
    ['is refused', { '/userinfo': () => new Response(null, { status: 401 }) }, {}, 'ERR_OIDC_PROVIDER'],
    ['is away', { '/userinfo': () => Promise.reject(new TypeError()) }, {}, 'ERR_OIDC_PROVIDER'],
    [
      'is no JSON',
      { '/userinfo': () => new Response('x', { headers: { 'content-type': 'text/html' } }) },
      {},
      'ERR_OIDC_ANSWER',
    ],
    ['is younger', undefined, { birthdate: '2015-01-01' }, 'ERR_OIDC_AGE'],
  ])('is refused when userinfo %s', async (_, answers, userinfo, code) => {
    const bent = { ...(answers ? { answers } : {}), ...(userinfo ? { userinfo } : {}) };
    expect(await codeOf(show({ bent, row: { from: 'userinfo' } }))).toBe(code);
  });

  it.each<[string, NonNullable<Bent['answers']>, string]>([
    [
      'refuses the code',
      { '/token': () => Response.json({ error: 'invalid_grant' }, { status: 400 }) },
      'ERR_OIDC_PROVIDER',
    ],
    [
      'does not know us',
      { '/token': () => Response.json({ error: 'invalid_client' }, { status: 401 }) },
      'ERR_OIDC_PROVIDER',
    ],
    ['is away', { '/token': () => Promise.reject(new TypeError('fetch failed')) }, 'ERR_OIDC_PROVIDER'],
    ['sends us elsewhere', { '/token': () => Response.redirect('https://id.example/other', 303) }, 'ERR_OIDC_PROVIDER'],
    ['says too much', { '/token': () => Response.json({ access_token: 'x'.repeat(70_000) }) }, 'ERR_OIDC_PROVIDER'],
    [
      'gives no id_token',
      { '/token': () => Response.json({ access_token: 'x', token_type: 'Bearer' }) },
      'ERR_OIDC_ANSWER',
    ],
    ['has no keys', { '/jwks': () => Response.json({ keys: [] }) }, 'ERR_OIDC_ANSWER'],
    ['has too many keys', { '/jwks': () => Response.json({ keys: [{ x: 'x'.repeat(70_000) }] }) }, 'ERR_OIDC_ANSWER'],
    ['hides its keys', { '/jwks': () => Promise.reject(new TypeError('fetch failed')) }, 'ERR_OIDC_ANSWER'],
  ])('is refused when the provider %s', async (_, answers, code) => {
    expect(await codeOf(show({ bent: { answers } }))).toBe(code);
  });

  it('is not waited for longer than the patience there is', async () => {
    const hang = (signal: AbortSignal) =>
      new Promise<Response>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const began = performance.now();
    expect(await codeOf(show({ bent: { answers: { '/token': hang } }, patienceMs: 50 }))).toBe('ERR_OIDC_PROVIDER');
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it('that drips is cut off at its length, not at its end', async () => {
    let pulled = 0;
    const endless = () =>
      new Response(
        new ReadableStream({
          pull(controller) {
            pulled += 1;
            controller.enqueue(new Uint8Array(16_384));
          },
        }),
        { headers: { 'content-type': 'application/json' } },
      );
    expect(await codeOf(show({ bent: { answers: { '/token': endless } } }))).toBe('ERR_OIDC_PROVIDER');
    expect(pulled).toBeLessThan(10);
  });

  it('follows a clock that was set, both ways', async () => {
    for (const moved of [-400 * 86_400, 400 * 86_400]) {
      const { provider, source } = stand();
      provider.setNow(NOON + moved);
      const { request, kept } = await source.begin('here', placeOf(), NOON + moved);
      const shown = await source.complete(writeUtf8(provider.agree(request as string)), kept, NOON + moved);
      expect(shown.thresholds).toEqual([16, 18]);
    }
  });
});

describe('what the provider learns', () => {
  it('is who the attester is and where it takes answers, and no site', async () => {
    const { provider, source } = stand({ row: { from: 'userinfo' } });
    const { request, kept } = await source.begin('here', placeOf(), NOON);
    await source.complete(writeUtf8(provider.agree(request as string)), kept, NOON);
    const all = provider.received.map(({ text }) => decodeURIComponent(text)).join('\n');
    const hosts = new Set([...all.matchAll(/https?:\/\/([^/"'\s?&]+)/g)].map(([, host]) => host));
    expect([...hosts].sort()).toEqual(['attester.example', 'id.example']);
    // The assertions too, whose text cannot be seen.
    const assertions = [...all.matchAll(/client_assertion=([\w-]+)\.([\w-]+)\./g)];
    expect(assertions).toHaveLength(2);
    for (const [, , payload = ''] of assertions) {
      const members = Object.keys(JSON.parse(Buffer.from(payload, 'base64url').toString()));
      expect(members.sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'jti', 'nbf', 'sub']);
    }
    expect(all).not.toMatch(/wallet\.example|referer|cookie|origin"/i);
  });
});
