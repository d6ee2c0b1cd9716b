import {
  createResponseKey,
  type HaipPresentation,
  openHaipAnswer,
  parseDigitalAnswer,
  parseHaipForm,
} from '@bauta/sdk/eu-wallet/haip';
import { parseBase64url, writeUtf8 } from '@bauta/sdk/protocol';
import { CompactEncrypt, type CompactJWEHeaderParameters, CompactSign, generateKeyPair, importJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { responseJwk } from '../../../sdk/eu-wallet/haip/response-key.ts';
import { outcomeOf } from './figures.ts';

const NONCE = 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA';
const presentation: HaipPresentation = {
  audience: { responseUri: 'https://attester.example/evidence/1' },
  presentationNonce: NONCE,
  state: 'state-of-this-one',
  responseKey: await createResponseKey(),
  documents: ['proof_of_age'],
};
const digital: HaipPresentation = { ...presentation, audience: { origin: 'https://wallet.example' } };
const jwk = await responseJwk(presentation.responseKey);
const other = { ...(await responseJwk(await createResponseKey())), kid: jwk.kid } as typeof jwk;
const GOOD = { vp_token: { proof_of_age: ['AQID'] }, state: presentation.state };

/** What is out of the ordinary about an encrypted answer. */
interface Sealing {
  readonly to?: Readonly<Record<string, string>>;
  readonly header?: Record<string, unknown>;
  readonly apv?: Uint8Array;
  readonly text?: string;
}

async function seal(answer: unknown, { to = jwk, header = {}, apv, text }: Sealing = {}): Promise<string> {
  const plain = new CompactEncrypt(writeUtf8(text ?? JSON.stringify(answer)));
  const sealing = { alg: 'ECDH-ES', enc: 'A256GCM', kid: jwk.kid, ...header };
  plain.setProtectedHeader(sealing as unknown as CompactJWEHeaderParameters);
  if (apv !== undefined) plain.setKeyManagementParameters({ apv });
  return plain.encrypt(await importJWK({ ...to, alg: sealing.alg }, sealing.alg));
}

/** A compact JWE whose protected header is this one, whatever was encrypted. */
async function withHeader(header: Readonly<Record<string, unknown>> | string): Promise<string> {
  const [first = '', ...rest] = (await seal(GOOD)).split('.');
  const text = JSON.parse(Buffer.from(first, 'base64url').toString()) as Record<string, unknown>;
  const changed = typeof header === 'string' ? header : JSON.stringify({ ...text, ...header });
  return [Buffer.from(changed).toString('base64url'), ...rest].join('.');
}

const open = async (response: string, of = presentation) => outcomeOf(() => openHaipAnswer(response, of));

describe('openHaipAnswer', () => {
  it.each<[string, Record<string, unknown>, Uint8Array | undefined]>([
    ['A128GCM', { enc: 'A128GCM' }, undefined],
    ['A256GCM', { enc: 'A256GCM' }, undefined],
    ['the nonce as apv, encoded once more', {}, writeUtf8(NONCE)],
    ['the nonce as apv, as it stands', {}, parseBase64url(NONCE)],
    ['a type', { typ: 'JWT' }, undefined],
  ])('opens an answer with %s', async (_, header, apv) => {
    const response = await seal(GOOD, { header, ...(apv === undefined ? {} : { apv }) });
    const { deviceResponse, document } = await openHaipAnswer(response, presentation);
    expect([document, ...deviceResponse]).toEqual(['proof_of_age', 1, 2, 3]);
  });

  it.each<[string, () => Promise<string>, string]>([
    ['another key agreement', () => seal(GOOD, { header: { alg: 'ECDH-ES+A128KW' } }), 'ERR_MDOC_MALFORMED'],
    ['RSA, by name', () => withHeader({ alg: 'RSA-OAEP-256' }), 'ERR_MDOC_ALGORITHM'],
    ['a key that both have, by name', () => withHeader({ alg: 'dir' }), 'ERR_MDOC_ALGORITHM'],
    ['no algorithm', () => withHeader({ alg: undefined }), 'ERR_MDOC_ALGORITHM'],
    ['CBC', () => seal(GOOD, { header: { enc: 'A128CBC-HS256' } }), 'ERR_MDOC_ALGORITHM'],
    ['A192GCM', () => seal(GOOD, { header: { enc: 'A192GCM' } }), 'ERR_MDOC_ALGORITHM'],
    ['another kid', () => seal(GOOD, { header: { kid: 'other' } }), 'ERR_EVIDENCE_SESSION'],
    ['no kid', () => seal(GOOD, { header: { kid: undefined } }), 'ERR_EVIDENCE_SESSION'],
    ['another nonce', () => seal(GOOD, { apv: writeUtf8('b'.repeat(43)) }), 'ERR_EVIDENCE_SESSION'],
    ['compression', () => withHeader({ zip: 'DEF' }), 'ERR_MDOC_MALFORMED'],
    ['a critical extension', () => withHeader({ crit: ['exp'], exp: 1 }), 'ERR_MDOC_MALFORMED'],
    ['another content type', () => seal(GOOD, { header: { cty: 'JWT' } }), 'ERR_MDOC_MALFORMED'],
    ['a header with a name twice', () => withHeader('{"alg":"ECDH-ES","alg":"ECDH-ES"}'), 'ERR_MDOC_MALFORMED'],
    ['a header changed after', () => withHeader({ typ: 'JWT' }), 'ERR_MDOC_MALFORMED'],
    ['a key of another presentation under our kid', () => seal(GOOD, { to: other }), 'ERR_MDOC_MALFORMED'],
    ['too many bytes', async () => `${await seal(GOOD)}${'A'.repeat(32_000)}`, 'ERR_MDOC_MALFORMED'],
    ['four parts', async () => (await seal(GOOD)).split('.').slice(0, 4).join('.'), 'ERR_MDOC_MALFORMED'],
    ['no JWE', async () => 'response', 'ERR_MDOC_MALFORMED'],
    ['a signed answer inside', () => signed().then((text) => seal(null, { text })), 'ERR_MDOC_MALFORMED'],
    ['another state', () => seal({ ...GOOD, state: 'other' }), 'ERR_EVIDENCE_SESSION'],
    ['no state', () => seal({ vp_token: GOOD.vp_token }), 'ERR_EVIDENCE_SESSION'],
    ['no token', () => seal({ state: GOOD.state }), 'ERR_MDOC_MALFORMED'],
    ['a further member', () => seal({ ...GOOD, iss: 'https://wallet.example' }), 'ERR_MDOC_MALFORMED'],
    [
      'a member twice',
      () => seal(null, { text: `{"state":"a",${JSON.stringify(GOOD).slice(1)}` }),
      'ERR_MDOC_MALFORMED',
    ],
    ['a document that was not asked for', () => seal({ ...GOOD, vp_token: { pid: ['AQID'] } }), 'ERR_MDOC_MALFORMED'],
    ['two documents', () => seal({ ...GOOD, vp_token: { ...GOOD.vp_token, pid: ['AQID'] } }), 'ERR_MDOC_MALFORMED'],
    ['two presentations', () => seal({ ...GOOD, vp_token: { proof_of_age: ['AQID', 'AQID'] } }), 'ERR_MDOC_MALFORMED'],
    ['none', () => seal({ ...GOOD, vp_token: { proof_of_age: [] } }), 'ERR_MDOC_MALFORMED'],
    [
      'a presentation outside of its list',
      () => seal({ ...GOOD, vp_token: { proof_of_age: 'AQID' } }),
      'ERR_MDOC_MALFORMED',
    ],
    ['padded base64url', () => seal({ ...GOOD, vp_token: { proof_of_age: ['AQ=='] } }), 'ERR_MDOC_MALFORMED'],
    ['a list of answers', () => seal([GOOD]), 'ERR_MDOC_MALFORMED'],
    ['an error of the wallet', () => seal({ error: 'access_denied', state: GOOD.state }), 'ERR_MDOC_STATUS'],
    ['an error to another question', () => seal({ error: 'access_denied', state: 'other' }), 'ERR_EVIDENCE_SESSION'],
  ])('refuses %s', async (_, make, code) => {
    expect(await open(await make())).toBe(code);
  });

  it('wants no state through the browser, where none was given', async () => {
    expect(await open(await seal({ vp_token: GOOD.vp_token }), digital)).toBe('accepted');
    expect(await open(await seal(GOOD), digital)).toBe('ERR_MDOC_MALFORMED');
  });
});

async function signed(): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256');
  return new CompactSign(writeUtf8(JSON.stringify(GOOD))).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);
}

describe('parseHaipForm', () => {
  it('reads an answer, and an error with its description', () => {
    expect(parseHaipForm('response=a.b.c')).toEqual({ response: 'a.b.c' });
    const error = 'error=access_denied&error_description=no&state=s';
    expect(parseHaipForm(error)).toEqual({ state: 's', isError: true });
  });

  it.each([
    ['nothing', ''],
    ['two answers', 'response=a&response=b'],
    ['an answer and a state beside it', 'response=a&state=s'],
    ['an answer in clear', 'vp_token=%7B%7D&state=s'],
    ['an answer and an error', 'response=a&error=b&state=s'],
    ['an error without a state', 'error=access_denied'],
    ['an error with two states', 'error=access_denied&state=s&state=t'],
    ['too long a form', `response=${'a'.repeat(32_600)}`],
  ])('refuses %s', async (_, body) => {
    expect(await outcomeOf(() => parseHaipForm(body))).toBe('ERR_MDOC_MALFORMED');
  });
});

describe('parseDigitalAnswer', () => {
  const good = { protocol: 'openid4vp-v1-signed', data: { response: 'a.b.c' } };

  it('reads what the browser brought', () => {
    expect(parseDigitalAnswer(JSON.stringify(good))).toEqual({ response: 'a.b.c' });
  });

  it.each([
    ['another protocol', { ...good, protocol: 'openid4vp-v1-unsigned' }],
    ['an answer in clear', { ...good, data: { vp_token: {} } }],
    ['a further member', { ...good, data: { ...good.data, state: 's' } }],
    ['no object', [good]],
    ['too long an answer', { ...good, data: { response: 'a'.repeat(32_600) } }],
  ])('refuses %s', async (_, answer) => {
    expect(await outcomeOf(() => parseDigitalAnswer(JSON.stringify(answer)))).toBe('ERR_MDOC_MALFORMED');
  });
});
