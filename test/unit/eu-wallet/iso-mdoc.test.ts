import { checkIsoMdocAnswer, checkProofOfAge, LONGFELLOW_V6, openIsoMdocAnswer } from '@bauta/sdk/eu-wallet';
import { formatBase64url, type Json, parseBase64url, parseHex } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { asMap, decodeCbor, encodeCbor } from '../../../sdk/eu-wallet/cbor.ts';
import { encodeDeviceRequest, encodeEncryptionInfo } from '../../../sdk/eu-wallet/iso-mdoc-request.ts';
import { createTestPki } from '../../../services/phone/test-pki.ts';
import { digital, listOf, outcomeOf, withOneByteChanged } from './figures.ts';
import { DAY, NOW, trustedList } from './holder.ts';
import { ask, ORIGIN, random, respond, sealTo } from './sealing.ts';

const terms = { origin: ORIGIN, trustedList, now: NOW };

describe('the exchanges over the Digital Credentials API printed in the EU profile (Annex A, A.11)', () => {
  it('ask in the bytes in which we ask, in clear and with four zero-knowledge systems', () => {
    const { plain, zk } = digital;
    expect(formatBase64url(encodeDeviceRequest('age_over_18', []))).toBe(plain.deviceRequest);
    expect(formatBase64url(encodeDeviceRequest('age_over_18', LONGFELLOW_V6))).toBe(zk.deviceRequest);
  });

  it.each(['plain', 'zk'] as const)('bring the nonce and the key as we bring ours, %s', (kind) => {
    const { encryptionInfo } = digital[kind];
    const [, info] = decodeCbor(parseBase64url(encryptionInfo)) as [string, unknown];
    const nonce = asMap(info).get('nonce') as Uint8Array<ArrayBuffer>;
    const key = asMap(asMap(info).get('recipientPublicKey'));
    const [x, y] = [-2, -3].map((label) => formatBase64url(key.get(label) as Uint8Array));
    expect(formatBase64url(encodeEncryptionInfo(nonce, { x, y } as JsonWebKey))).toBe(encryptionInfo);
  });

  const { deviceResponse, sessionTranscript, now } = digital.plain;
  const exchange = {
    sessionTranscript: parseHex(sessionTranscript),
    trustedList: listOf(digital.signerCertificate),
    now,
  };

  it('answer in clear with a proof of age that we accept, its signer listed', async () => {
    const proof = await checkProofOfAge(parseHex(deviceResponse), exchange);
    expect(proof.thresholds).toEqual([18]);
  });

  it('are refused with any one byte of the answer changed', async () => {
    const accepted: string[] = [];
    for (const [change, altered] of withOneByteChanged(parseHex(deviceResponse))) {
      if ((await outcomeOf(() => checkProofOfAge(altered, exchange))) === 'accepted') accepted.push(change);
    }
    expect(accepted).toEqual([]);
  }, 60_000);
});

describe('createIsoMdocRequest', () => {
  it('keeps what is needed to open the answer as plain JSON, and sends no private key', async () => {
    const { request, kept } = await ask();
    expect(JSON.parse(JSON.stringify(kept))).toEqual(kept);
    expect(Object.keys(kept.privateKey)).toEqual(['kty', 'crv', 'x', 'y', 'd']);
    expect(JSON.stringify(request)).not.toContain(kept.privateKey.d);
    expect(request.protocol).toBe('org-iso-mdoc');
  });

  it('is fresh each time, and the same for the same chance', async () => {
    expect((await ask()).request.data.encryptionInfo).not.toBe((await ask()).request.data.encryptionInfo);
    const { createIsoMdocRequest } = await import('@bauta/sdk/eu-wallet');
    const fixed = (length: number) => new Uint8Array(length).fill(9);
    expect(await createIsoMdocRequest({}, fixed)).toEqual(await createIsoMdocRequest({}, fixed));
  });

  it('asks for the age it is told, and for none of three digits', async () => {
    const { request } = await ask([], 16);
    expect(new TextDecoder().decode(parseBase64url(request.data.deviceRequest))).toContain('age_over_16');
    await expect(ask([], 100)).rejects.toThrow(TypeError);
  });

  it('offers no zero-knowledge system unless it is told to', async () => {
    const { request } = await ask();
    expect(new TextDecoder().decode(parseBase64url(request.data.deviceRequest))).not.toContain('zk');
  });
});

const { request, kept } = await ask();
const good = await respond(request);

describe('checkIsoMdocAnswer', async () => {
  it('accepts the proof of age of our test provider, and shows what OpenID4VP would show', async () => {
    const proof = await checkIsoMdocAnswer(await sealTo(request, good), kept, terms);
    expect(Object.keys(proof)).toEqual(['thresholds', 'validUntil', 'msoPayload']);
    expect(proof).toMatchObject({ thresholds: [18], validUntil: NOW - (NOW % DAY) + 90 * DAY });
  });

  it('accepts an answer in clear though zero knowledge was offered', async () => {
    const offered = await ask(LONGFELLOW_V6);
    const answer = await sealTo(offered.request, await respond(offered.request));
    expect(await outcomeOf(() => checkIsoMdocAnswer(answer, offered.kept, terms))).toBe('accepted');
  });

  it('is asked for by what was kept as JSON', async () => {
    const restored = JSON.parse(JSON.stringify(kept));
    const answer = await sealTo(request, good);
    expect(await outcomeOf(() => checkIsoMdocAnswer(answer, restored, terms))).toBe('accepted');
  });

  const otherPki = await createTestPki(NOW);
  const elsewhere = 'https://evil.example';
  const other = await ask();
  it.each([
    ['age_over_18 is false', 'ERR_MDOC_AGE', () => respond(request, { issue: { elements: [['age_over_18', false]] } })],
    [
      'its provider is not listed',
      'ERR_MDOC_ISSUER_UNLISTED',
      () => respond(request, { provider: otherPki.attestationProvider }),
    ],
    [
      'the device signed for another origin',
      'ERR_MDOC_DEVICE_SIGNATURE',
      () => respond(request, { origin: elsewhere }),
    ],
    ['the device signed for another request', 'ERR_MDOC_DEVICE_SIGNATURE', () => respond(other.request)],
    ['it is longer than 16 KB', 'ERR_MDOC_MALFORMED', () => Promise.resolve(new Uint8Array(16_385))],
    ['nothing is in it', 'ERR_MDOC_MALFORMED', () => Promise.resolve(new Uint8Array())],
  ])('refuses it when %s', async (_why, code, response) => {
    const answer = await sealTo(request, await response());
    expect(await outcomeOf(() => checkIsoMdocAnswer(answer, kept, terms))).toBe(code);
  });

  it('refuses what was sealed at another origin, to another request, or is opened at another origin', async () => {
    const refused = async (answer: Json, keptOf = kept, origin = ORIGIN) =>
      outcomeOf(() => checkIsoMdocAnswer(answer, keptOf, { ...terms, origin }));
    expect(await refused(await sealTo(request, good, elsewhere))).toBe('ERR_MDOC_DECRYPTION');
    expect(await refused(await sealTo(other.request, good))).toBe('ERR_MDOC_DECRYPTION');
    expect(await refused(await sealTo(request, good), kept, elsewhere)).toBe('ERR_MDOC_DECRYPTION');
    const mixed = { ...kept, encryptionInfo: other.kept.encryptionInfo };
    expect(await refused(await sealTo(request, good), mixed)).toBe('ERR_MDOC_DECRYPTION');
  });

  it('takes an origin that is none for a mistake', async () => {
    const answer = await sealTo(request, good);
    for (const origin of [`${ORIGIN}/`, `${ORIGIN}/app`, 'attester.example', '', 'HTTPS://attester.example']) {
      await expect(openIsoMdocAnswer(answer, kept, origin)).rejects.toThrow(TypeError);
    }
  });

  const { enc, cipherText } = await (async () => {
    const { data } = (await sealTo(request, good)) as { data: { response: string } };
    const [, envelope] = decodeCbor(parseBase64url(data.response)) as [string, unknown];
    return Object.fromEntries(asMap(envelope)) as Record<'enc' | 'cipherText', Uint8Array<ArrayBuffer>>;
  })();
  const envelope = (entries: [string, unknown][], name: unknown = 'dcapi', ...more: unknown[]) => ({
    protocol: 'org-iso-mdoc',
    data: { response: formatBase64url(encodeCbor([name, new Map(entries), ...more])) },
  });
  const whole: [string, unknown][] = [
    ['enc', enc],
    ['cipherText', cipherText],
  ];

  it('accepts the envelope that the next ones are changes of', async () => {
    expect(await outcomeOf(() => checkIsoMdocAnswer(envelope(whole), kept, terms))).toBe('accepted');
  });

  it.each<[string, Json]>([
    ['null', null],
    ['another protocol', { ...envelope(whole), protocol: 'openid4vp-v1-unsigned' }],
    ['a member more', { ...envelope(whole), id: 'x' }],
    ['no data', { protocol: 'org-iso-mdoc' }],
    ['data as text', { protocol: 'org-iso-mdoc', data: envelope(whole).data.response }],
    ['a member more in data', { protocol: 'org-iso-mdoc', data: { ...envelope(whole).data, nonce: '' } }],
    ['a response that is no text', { protocol: 'org-iso-mdoc', data: { response: 1 } }],
    ['padding', { protocol: 'org-iso-mdoc', data: { response: `${envelope(whole).data.response}=` } }],
    ['an empty response', { protocol: 'org-iso-mdoc', data: { response: '' } }],
    ['another name', envelope(whole, 'dcapi2')],
    ['a third item', envelope(whole, 'dcapi', null)],
    ['no enc', envelope([['cipherText', cipherText]])],
    ['no cipherText', envelope([['enc', enc]])],
    ['an entry more', envelope([...whole, ['aad', new Uint8Array()]])],
    [
      'an enc of 64 bytes',
      envelope([
        ['enc', enc.slice(1)],
        ['cipherText', cipherText],
      ]),
    ],
    [
      'a cipherText that is text',
      envelope([
        ['enc', enc],
        ['cipherText', 'x'],
      ]),
    ],
    ['more than a plain answer may have', { protocol: 'org-iso-mdoc', data: { response: 'A'.repeat(22_100) } }],
  ])('refuses %s before opening anything', async (_why, answer) => {
    const broken = { ...kept, privateKey: {} };
    expect(await outcomeOf(() => checkIsoMdocAnswer(answer, broken, terms))).toBe('ERR_MDOC_MALFORMED');
  });

  it('refuses it with any one byte of the envelope changed', async () => {
    const bytes = parseBase64url(envelope(whole).data.response);
    for (let at = 0; at < bytes.length; at += at < 150 ? 1 : 7) {
      const altered = bytes.slice();
      altered[at] = (altered[at] as number) ^ 0x01;
      const answer = { protocol: 'org-iso-mdoc', data: { response: formatBase64url(altered) } };
      expect(await outcomeOf(() => checkIsoMdocAnswer(answer, kept, terms)), `byte ${at}`).not.toBe('accepted');
    }
  }, 60_000);

  it('takes exactly 16,384 bytes of response', async () => {
    const padded = (length: number) =>
      respond(request, {
        issue: {
          elements: [
            ['age_over_18', true],
            ['note', 'x'.repeat(length)],
          ],
        },
      });
    const length = 16_384 - (await padded(14_000)).length + 14_000;
    const outcome = async (by: number) => {
      const answer = await sealTo(request, await padded(length + by));
      return outcomeOf(() => checkIsoMdocAnswer(answer, kept, terms));
    };
    expect([await outcome(0), await outcome(1)]).toEqual(['accepted', 'ERR_MDOC_MALFORMED']);
  });

  it('never says what was sent', async () => {
    const secret = 'c2VjcmV0';
    await expect(
      openIsoMdocAnswer({ protocol: 'org-iso-mdoc', data: { response: `${secret}!` } }, kept, ORIGIN),
    ).rejects.toSatisfy((error: Error) => !`${error.message}${String(error.cause)}`.includes(secret));
    expect(random(16)).toHaveLength(16);
  });
});
