import 'reflect-metadata';
import {
  createResponseKey,
  type HaipPresentation,
  readAccessCertificate,
  signRequestObject,
} from '@bauta/sdk/eu-wallet/haip';
import { writeUtf8 } from '@bauta/sdk/protocol';
import { CompactSign, decodeJwt, decodeProtectedHeader, type JWSHeaderParameters } from 'jose';
import { describe, expect, it } from 'vitest';
import { answerSignedRequest } from '../../../services/phone/eudi/answer-request.ts';
import { isHaipLink, parseHaipLink } from '../../../services/phone/eudi/haip-link.ts';
import { declineHaip, presentHaip } from '../../../services/phone/eudi/present-haip.ts';
import { openRequestObject } from '../../../services/phone/eudi/request-object.ts';
import { createTestAccess } from '../../../services/phone/eudi/test-access.ts';
import { adult, createVerifier, NOW, requestTerms, WALLET, walletWith } from '../../oidf/verifier.ts';
import { outcomeOf } from '../eu-wallet/figures.ts';

const given = await createTestAccess(NOW);
const access = await readAccessCertificate(given.chain, given.key);
const terms = { authorities: [given.authority], now: NOW };
const presentation: HaipPresentation = {
  audience: { responseUri: 'https://attester.example/evidence/eudi-wallet/answer/1' },
  presentationNonce: 'n'.repeat(43),
  state: 's'.repeat(43),
  responseKey: await createResponseKey(),
  documents: ['proof_of_age', 'pid'],
};
const good = await signRequestObject(presentation, access, 'nonce-of-the-wallet');

type Claims = Record<string, unknown> & {
  dcql_query: { credentials: Record<string, unknown>[]; credential_sets?: unknown };
  client_metadata: { jwks: { keys: Record<string, unknown>[] } } & Record<string, unknown>;
};

/** The good request with other claims or another header, signed by the same key. */
async function signedWith(change: (claims: Claims) => void, header: JWSHeaderParameters = {}): Promise<string> {
  const claims = decodeJwt(good) as unknown as Claims;
  change(claims);
  return new CompactSign(writeUtf8(JSON.stringify(claims)))
    .setProtectedHeader({ ...decodeProtectedHeader(good), ...header } as { alg: string })
    .sign(access.privateKey, { crit: { exp: true } } as never);
}

const first = (claims: Claims) => claims.dcql_query.credentials[0] as Record<string, unknown>;
const keyOf = (claims: Claims) => claims.client_metadata.jwks.keys[0] as Record<string, unknown>;

describe('openRequestObject', () => {
  it('takes what the SDK signs', async () => {
    const request = await openRequestObject(good, terms);
    expect(request).toMatchObject({ clientId: access.clientId, walletNonce: 'nonce-of-the-wallet' });
    expect(request.queries.map(({ id, element }) => [id, element])).toEqual([
      ['proof_of_age', 'age_over_18'],
      ['pid', 'birth_date'],
    ]);
  });

  it.each<[string, (claims: Claims) => void]>([
    ['another audience', (claims) => (claims.aud = 'https://wallet.example')],
    ['no audience', (claims) => delete claims.aud],
    ['another client id', (claims) => (claims.client_id = `x509_hash:${'a'.repeat(43)}`)],
    ['a client id of another kind', (claims) => (claims.client_id = 'x509_san_dns:attester.example')],
    ['an answer in clear', (claims) => (claims.response_mode = 'direct_post')],
    ['another response type', (claims) => (claims.response_type = 'code')],
    ['no address', (claims) => delete claims.response_uri],
    ['an address that is not safe', (claims) => (claims.response_uri = 'http://attester.example/1')],
    ['a redirect URI', (claims) => (claims.redirect_uri = 'https://attester.example/1')],
    ['transaction data', (claims) => (claims.transaction_data = [])],
    ['a presentation definition', (claims) => (claims.presentation_definition = {})],
    ['a scope', (claims) => (claims.scope = 'openid')],
    ['a request URI in the request', (claims) => (claims.request_uri = 'https://attester.example/r')],
    ['origins for an address', (claims) => (claims.expected_origins = [WALLET])],
    ['a short nonce', (claims) => (claims.nonce = 'abc')],
    ['no state', (claims) => delete claims.state],
    ['an SD-JWT', (claims) => (first(claims).format = 'dc+sd-jwt')],
    ['a zero-knowledge format', (claims) => (first(claims).format = 'mso_mdoc_zk')],
    ['an SD-JWT as the second choice', (claims) => ((claims.dcql_query.credentials[1] ?? {}).format = 'dc+sd-jwt')],
    ['two elements', (claims) => (first(claims).claims = [{ path: ['a', 'b'] }, { path: ['a', 'c'] }])],
    ['a path of three', (claims) => (first(claims).claims = [{ path: ['a', 'b', 'c'] }])],
    ['an unknown member of a credential', (claims) => (first(claims).multiple = true)],
    ['all of several documents', (claims) => delete claims.dcql_query.credential_sets],
    ['a set of unknown documents', (claims) => (claims.dcql_query.credential_sets = [{ options: [['x'], ['pid']] }])],
    ['a key twice', (claims) => claims.client_metadata.jwks.keys.push({ ...keyOf(claims) })],
    ['no key', (claims) => (claims.client_metadata.jwks.keys = [])],
    ['a key without a kid', (claims) => delete keyOf(claims).kid],
    ['a key without an algorithm', (claims) => delete keyOf(claims).alg],
    ['a key for signatures', (claims) => (keyOf(claims).use = 'sig')],
    ['a private key', (claims) => (keyOf(claims).d = presentation.responseKey.d)],
    [
      'one encryption of two',
      (claims) => (claims.client_metadata.encrypted_response_enc_values_supported = ['A256GCM']),
    ],
    ['no encryption', (claims) => delete claims.client_metadata.encrypted_response_enc_values_supported],
    ['no formats', (claims) => delete claims.client_metadata.vp_formats_supported],
    [
      'another format beside',
      (claims) => (claims.client_metadata.vp_formats_supported = { mso_mdoc: {}, 'dc+sd-jwt': {} }),
    ],
  ])('refuses %s', async (_, change) => {
    expect(await outcomeOf(async () => openRequestObject(await signedWith(change), terms))).toBe('ERR_PRESENT_REQUEST');
  });

  const chainWith = (...more: Uint8Array[]) => [
    ...(decodeProtectedHeader(good).x5c ?? []),
    ...more.map((der) => Buffer.from(der).toString('base64')),
  ];

  it.each<[string, JWSHeaderParameters]>([
    ['another type', { typ: 'JWT' }],
    ['no certificate', { x5c: [] }],
    ['the authority handed along', { x5c: chainWith(given.authority) }],
    ['an authority as the leaf', { x5c: [Buffer.from(given.authority).toString('base64')] }],
    ['an unknown header', { kid: '1' }],
    ['a critical header', { crit: ['exp'], exp: 1 } as JWSHeaderParameters],
  ])('refuses %s', async (_, header) => {
    const outcome = await outcomeOf(async () => openRequestObject(await signedWith(() => {}, header), terms));
    expect(outcome).toBe('ERR_PRESENT_REQUEST');
  });

  it('refuses what nobody it knows vouches for, what has expired, and what was changed', async () => {
    const { authority } = await createTestAccess(NOW);
    const open = (jws: string, of: typeof terms) => outcomeOf(() => openRequestObject(jws, of));
    expect(await open(good, terms)).toBe('accepted');
    expect(await open(good, { ...terms, authorities: [authority] })).toBe('ERR_PRESENT_REQUEST');
    expect(await open(good, { ...terms, now: NOW + 3651 * 86_400 })).toBe('ERR_PRESENT_REQUEST');
    const [header, payload = '', signature] = good.split('.');
    const changed = Buffer.from(payload, 'base64url').toString().replace('answer/1', 'answer/2');
    expect(await open([header, Buffer.from(changed).toString('base64url'), signature].join('.'), terms)).toBe(
      'ERR_PRESENT_REQUEST',
    );
  });
});

describe('parseHaipLink', () => {
  const link = `haip-vp://authorize?client_id=${encodeURIComponent(access.clientId)}&request_uri=https%3A%2F%2Fa.example%2F1`;

  it('takes a link without a method as one to GET', () => {
    expect(parseHaipLink(link)).toEqual({
      clientId: access.clientId,
      requestUri: 'https://a.example/1',
      method: 'get',
    });
    expect(isHaipLink(link)).toBe(true);
    expect(isHaipLink('openid4vp://authorize?response_type=vp_token')).toBe(false);
  });

  it.each([
    ['another scheme', link.replace('haip-vp', 'av')],
    ['no host', link.replace('authorize', '')],
    ['another kind of client', link.replace('x509_hash', 'redirect_uri')],
    ['a client id twice', `${link}&client_id=x`],
    ['a request by value beside', `${link}&request=e30`],
    ['another method', `${link}&request_uri_method=put`],
    ['an address that is not safe', link.replace('https', 'http')],
    ['no address', link.replace('request_uri', 'other')],
  ])('refuses %s', async (_, text) => {
    expect(await outcomeOf(() => parseHaipLink(text))).toBe('ERR_PRESENT_REQUEST');
  });
});

describe('the simulated EUDI wallet', () => {
  const begin = async () => {
    const verifier = createVerifier();
    const { request, digital, session } = await verifier.begin('eudi-wallet');
    return { verifier, session, link: request as string, data: digital?.[0]?.data };
  };
  /** The verifier with something else in place of its request object. */
  const instead = (answer: () => Response) => async (request: Request) =>
    request.url.includes('/request/') ? answer() : Response.json({});

  it.each([
    ['a request of another media type', () => new Response(good, { headers: { 'content-type': 'application/jwt' } })],
    ['a request that is not there', () => new Response(null, { status: 404 })],
    ['a redirection', () => new Response(null, { status: 302, headers: { location: 'https://attester.example/' } })],
  ])('refuses %s', async (_, answer) => {
    const { link } = await begin();
    expect(await outcomeOf(() => presentHaip(link, adult, requestTerms, instead(answer)))).toBe('ERR_PRESENT_REQUEST');
  });

  it('refuses a request of another client, and one whose answer goes elsewhere', async () => {
    const { link, verifier } = await begin();
    const ofAnother = link.replace(/x509_hash%3A[\w-]{4}/, 'x509_hash%3AAAAA');
    expect(await outcomeOf(() => presentHaip(ofAnother, adult, requestTerms, verifier.fetch))).toBe(
      'ERR_PRESENT_REQUEST',
    );
    const elsewhere = link.replace('attester.example', 'relay.example');
    expect(await outcomeOf(() => presentHaip(elsewhere, adult, requestTerms, verifier.fetch))).toBe(
      'ERR_PRESENT_REQUEST',
    );
  });

  it('refuses a request without its nonce', async () => {
    const { link, verifier } = await begin();
    const forgetful = (request: Request) =>
      verifier.fetch(request.url.includes('/request/') ? new Request(request.url) : request);
    expect(await outcomeOf(() => presentHaip(link, adult, requestTerms, forgetful))).toBe('ERR_PRESENT_REQUEST');
  });

  it('has nothing to show when it holds none of the documents', async () => {
    const { link, verifier } = await begin();
    const outcome = await outcomeOf(() => presentHaip(link, walletWith({}), requestTerms, verifier.fetch));
    expect(outcome).toBe('ERR_STOCK_EMPTY');
  });

  it('says when the person declines, which ends the question', async () => {
    const { link, verifier, session } = await begin();
    await declineHaip(link, requestTerms, verifier.fetch);
    expect(await verifier.result(session)).toMatchObject({ state: 'refused', code: 'ERR_AGE_NOT_SHOWN' });
  });

  it('answers the page of the origin that the request names, and no other', async () => {
    const { data } = await begin();
    const answer = (origin: string, of: unknown = data) =>
      outcomeOf(() => answerSignedRequest(of, origin, adult, requestTerms));
    expect(await answer(WALLET)).toBe('accepted');
    expect(await answer('https://relay.example')).toBe('ERR_PRESENT_REQUEST');
    expect(await answer(WALLET, { ...(data as object), response_mode: 'dc_api' })).toBe('ERR_PRESENT_REQUEST');
    expect(await answer(WALLET, {})).toBe('ERR_PRESENT_REQUEST');
  });

  it('posts nothing for a request that is meant for browsers', async () => {
    const { data, link } = await begin();
    const headers = { 'content-type': 'application/oauth-authz-req+jwt' };
    const fetch = instead(() => new Response(data?.request, { headers }));
    expect(await outcomeOf(() => presentHaip(link, adult, requestTerms, fetch))).toBe('ERR_PRESENT_REQUEST');
  });
});
