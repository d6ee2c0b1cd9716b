import { checkIsoMdocAnswer, LONGFELLOW_V6, parseTrustedList } from '@bauta/sdk/eu-wallet';
import { formatBase64url, type Json, parseBase64url } from '@bauta/sdk/protocol';
import { encode } from 'cborg';
import { describe, expect, it } from 'vitest';
import { createPhone } from '../../../services/phone/app.ts';
import { parseDigitalRequests } from '../../../services/phone/iso-mdoc.ts';
import { createTestPki } from '../../../services/phone/test-pki.ts';
import { digital, outcomeOf } from '../eu-wallet/figures.ts';
import { ask, ORIGIN } from '../eu-wallet/sealing.ts';

const NOW = Date.UTC(2026, 10, 18, 9, 30) / 1000;
const pki = await createTestPki(NOW);
const trustedList = parseTrustedList(pki.trustedList, { production: false });
const phone = createPhone({ now: () => NOW, pki, fetch: () => Promise.reject(new Error('not used here')) });

const post = (body: unknown) =>
  phone.request('/digital', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('POST /digital', () => {
  it.each([
    ['adult', 'accepted'],
    ['young', 'ERR_MDOC_AGE'],
    ['expired', 'ERR_MDOC_VALIDITY'],
  ])('answers for the %s as the browser would, and we judge: %s', async (person, outcome) => {
    const { request, kept } = await ask();
    const response = await post({ origin: ORIGIN, requests: [request], person });
    expect(response.status).toBe(200);
    const answer = (await response.json()) as Json;
    expect(Object.keys(answer as object)).toEqual(['protocol', 'data']);
    const terms = { origin: ORIGIN, trustedList, now: NOW };
    expect(await outcomeOf(() => checkIsoMdocAnswer(answer, kept, terms))).toBe(outcome);
  });

  it('binds its answer to the origin that asked', async () => {
    const { request, kept } = await ask();
    const response = await post({ origin: 'https://evil.example', requests: [request], person: 'adult' });
    const terms = { origin: ORIGIN, trustedList, now: NOW };
    const judge = async () => checkIsoMdocAnswer((await response.json()) as Json, kept, terms);
    expect(await outcomeOf(judge)).toBe('ERR_MDOC_DECRYPTION');
  });

  it('shows the age that was asked for, and answers in clear where zero knowledge was offered', async () => {
    const { request, kept } = await ask(LONGFELLOW_V6, 16);
    const response = await post({ origin: ORIGIN, requests: [request], person: 'adult' });
    const terms = { origin: ORIGIN, trustedList, now: NOW };
    const shown = await checkIsoMdocAnswer((await response.json()) as Json, kept, terms);
    expect(shown.thresholds).toEqual([16]);
  });

  it('looks at the first request only', async () => {
    const { request } = await ask();
    const later = { protocol: 'openid4vp-v1-signed', data: { request: 'x' } };
    expect((await post({ origin: ORIGIN, requests: [request, later], person: 'adult' })).status).toBe(200);
    expect((await post({ origin: ORIGIN, requests: [later, request], person: 'adult' })).status).toBe(400);
    expect((await post({ origin: ORIGIN, requests: [], person: 'adult' })).status).toBe(400);
  });

  it('refuses a body that is not as described', async () => {
    const { request } = await ask();
    for (const body of [{}, { origin: ORIGIN, requests: [request] }, { origin: 1, requests: [], person: 'adult' }]) {
      expect((await post(body)).status).toBe(400);
    }
  });
});

describe('parseDigitalRequests', () => {
  it.each(['plain', 'zk'] as const)('takes what the EU profile prints, %s', (kind) => {
    const { deviceRequest, encryptionInfo } = digital[kind];
    const question = parseDigitalRequests([{ protocol: 'org-iso-mdoc', data: { deviceRequest, encryptionInfo } }]);
    expect([question.element, question.recipient.length]).toEqual(['age_over_18', 65]);
  });

  const AV = 'eu.europa.ec.av.1';
  /** The parts of a good request, each of which may be put in another way. */
  const built = (change: Readonly<Record<string, unknown>> = {}) => {
    const parts: Record<string, unknown> = {
      version: '1.0',
      docType: AV,
      nameSpaces: { [AV]: { age_over_18: false } },
      nonce: new Uint8Array(16),
      key: new Map<number, unknown>([
        [1, 2],
        [-1, 1],
        [-2, new Uint8Array(32)],
        [-3, new Uint8Array(32)],
      ]),
      name: 'dcapi',
      ...change,
    };
    const { version, docType, nameSpaces, nonce, key, name } = parts;
    const itemsRequest = encode({ docType, nameSpaces, ...(parts.more as object | undefined) });
    const tagged = Uint8Array.from([0xd8, 0x18, 0x58, itemsRequest.length, ...itemsRequest]);
    // cborg has no way to say "these bytes as they are", so the two maps around the item are written by hand.
    const around = [0xa2, ...encode('version'), ...encode(version), ...encode('docRequests')];
    const count = (parts.count as number | undefined) ?? 1;
    const request = Array(count)
      .fill([0xa1, ...encode('itemsRequest'), ...tagged])
      .flat();
    return {
      deviceRequest: formatBase64url(Uint8Array.from([...around, 0x80 + count, ...request])),
      encryptionInfo: formatBase64url(encode([name, { nonce, recipientPublicKey: key }])),
    };
  };
  const judge = (data: Json, protocol = 'org-iso-mdoc') => outcomeOf(() => parseDigitalRequests([{ protocol, data }]));
  const withKey = (label: number, value: unknown) => ({
    key: new Map<number, unknown>([
      [1, 2],
      [-1, 1],
      [-2, new Uint8Array(32)],
      [-3, new Uint8Array(32)],
      [label, value],
    ]),
  });

  it('takes the request that the next ones are changes of, in either version', async () => {
    expect(await judge(built())).toBe('accepted');
    expect(await judge(built({ version: '1.1' }))).toBe('accepted');
  });

  it.each<[string, Record<string, unknown>]>([
    ['another version', { version: '2.0' }],
    ['two documents', { count: 2 }],
    ['no document', { count: 0 }],
    ['a driving licence', { docType: 'org.iso.18013.5.1.mDL' }],
    ['another name space', { nameSpaces: { other: { age_over_18: false } } }],
    ['two name spaces', { nameSpaces: { [AV]: { age_over_18: false }, other: {} } }],
    ['two elements', { nameSpaces: { [AV]: { age_over_18: false, age_over_16: false } } }],
    ['another element', { nameSpaces: { [AV]: { birth_date: false } } }],
    ['no word on keeping it', { nameSpaces: { [AV]: { age_over_18: null } } }],
    ['something more', { more: { x: 1 } }],
    [
      'zero knowledge or nothing',
      {
        more: {
          requestInfo: { zkRequest: { systemSpecs: [{ zkSystemId: 'x', system: 'y', params: {} }], zkRequired: true } },
        },
      },
    ],
    ['zero knowledge of no system', { more: { requestInfo: { zkRequest: { systemSpecs: [], zkRequired: false } } } }],
    ['a short nonce', { nonce: new Uint8Array(15) }],
    ['another envelope', { name: 'android-ic' }],
    ['a key of another kind', withKey(1, 1)],
    ['a key on P-384', withKey(-1, 2)],
    ['a short coordinate', withKey(-2, new Uint8Array(31))],
    ['a sign for a coordinate', withKey(-3, true)],
    ['a key with its private half', withKey(-4, new Uint8Array(32))],
  ])('refuses %s', async (_what, change) => {
    expect(await judge(built(change))).toBe('ERR_PRESENT_REQUEST');
  });

  it('refuses another protocol, another member, bytes behind, and what is no base64url', async () => {
    const good = built();
    expect(await judge(good, 'openid4vp-v1-unsigned')).toBe('ERR_PRESENT_REQUEST');
    expect(await judge({ ...good, origin: ORIGIN })).toBe('ERR_PRESENT_REQUEST');
    const longer = formatBase64url(Uint8Array.from([...parseBase64url(good.deviceRequest), 0]));
    expect(await judge({ ...good, deviceRequest: longer })).toBe('ERR_PRESENT_REQUEST');
    expect(await judge({ ...good, encryptionInfo: `${good.encryptionInfo}=` })).toBe('ERR_PRESENT_REQUEST');
  });
});
