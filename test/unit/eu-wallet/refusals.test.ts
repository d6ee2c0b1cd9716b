import 'reflect-metadata';
import { type Bytes, concat } from '@bauta/sdk/protocol';
import * as x509 from '@peculiar/x509';
import { describe, expect, it } from 'vitest';
import { decodeCbor } from '../../../sdk/eu-wallet/cbor.ts';
import { deviceAuthentication, openId4VpTranscript } from '../../../sdk/eu-wallet/session-transcript.ts';
import { createDeviceKeys, issue, PROOF_OF_AGE } from '../../../services/phone/attestation.ts';
import { dateTime, embed, encodeCbor } from '../../../services/phone/cbor.ts';
import { sign1 } from '../../../services/phone/cose.ts';
import { createDeviceResponse, encodeDeviceResponse } from '../../../services/phone/present.ts';
import { createTestPki } from '../../../services/phone/test-pki.ts';
import { outcomeOf, withOneByteChanged } from './figures.ts';
import { type Answer, audience, DAY, deviceKeys, NOW, partsOf, pki, type Show, show, verify } from './holder.ts';

const otherKeys = await createDeviceKeys();
const otherPki = await createTestPki(NOW);
const VALID_NOW = { notBefore: new Date((NOW - DAY) * 1000), notAfter: new Date((NOW + DAY) * 1000) };
const LONG_BEFORE = { signed: NOW - 500 * DAY, validFrom: NOW - DAY, validUntil: NOW + DAY };
const item = (identifier: string, value: unknown) =>
  embed(
    new Map<string, unknown>([
      ['digestID', 0],
      ['random', new Uint8Array(32)],
      ['elementIdentifier', identifier],
      ['elementValue', value],
    ]),
  );

interface Refusal extends Show {
  readonly why: string;
  readonly code: string;
  readonly now?: number;
}

/** Each wrong in one way only. */
const REFUSALS: readonly Refusal[] = [
  { why: 'age_over_18 is false', code: 'ERR_MDOC_AGE', issue: { elements: [['age_over_18', false]] } },
  { why: 'age_over_18 is not shown', code: 'ERR_MDOC_AGE', issue: { elements: [['age_over_16', true]] } },
  { why: 'nothing is shown', code: 'ERR_MDOC_AGE', issue: { elements: [] } },
  { why: 'age_over_18 is 1', code: 'ERR_MDOC_AGE', issue: { elements: [['age_over_18', 1]] } },
  { why: 'age_over_18 is the text true', code: 'ERR_MDOC_AGE', issue: { elements: [['age_over_18', 'true']] } },
  {
    why: 'it expired 61 seconds ago',
    code: 'ERR_MDOC_VALIDITY',
    issue: { validity: { signed: NOW - DAY, validFrom: NOW - DAY, validUntil: NOW - 61 } },
  },
  {
    why: 'it is not valid for 61 seconds yet',
    code: 'ERR_MDOC_VALIDITY',
    issue: { validity: { signed: NOW - DAY, validFrom: NOW + 61, validUntil: NOW + DAY } },
  },
  { why: "it was signed before the signer's certificate", code: 'ERR_MDOC_VALIDITY', issue: { validity: LONG_BEFORE } },
  {
    why: "it was signed after the signer's certificate",
    code: 'ERR_MDOC_VALIDITY',
    issue: { validity: { signed: NOW + 3700 * DAY, validFrom: NOW - DAY, validUntil: NOW + DAY } },
  },
  {
    why: "the signer's certificate has expired",
    code: 'ERR_MDOC_VALIDITY',
    issue: { validity: { signed: NOW, validFrom: NOW, validUntil: NOW + 4000 * DAY } },
    now: NOW + 3651 * DAY,
  },
  { why: 'the signer is not listed', code: 'ERR_MDOC_ISSUER_UNLISTED', provider: otherPki.attestationProvider },
  {
    why: "another key signed it under a listed signer's certificate",
    code: 'ERR_MDOC_ISSUER_SIGNATURE',
    provider: { ...pki.attestationProvider, privateKey: otherPki.attestationProvider.privateKey },
  },
  {
    why: 'an element was altered',
    code: 'ERR_MDOC_DIGEST',
    alter: (answer) => partsOf(answer).nameSpaces.set(PROOF_OF_AGE, [item('age_over_18', true)]),
  },
  {
    why: 'an element has no digest',
    code: 'ERR_MDOC_DIGEST',
    reissue: (mso) => mso.set('valueDigests', new Map([[PROOF_OF_AGE, new Map()]])),
  },
  {
    why: 'its digests are of another name space',
    code: 'ERR_MDOC_DIGEST',
    reissue: (mso) => mso.set('valueDigests', new Map()),
  },
  {
    why: 'it answers another nonce',
    code: 'ERR_MDOC_DEVICE_SIGNATURE',
    audience: { presentationNonce: `${audience.presentationNonce.slice(0, -1)}B` },
  },
  {
    why: 'it answers another response URI',
    code: 'ERR_MDOC_DEVICE_SIGNATURE',
    audience: { responseUri: 'https://other.example/evidence/eu-wallet/0yd5M1Zk' },
  },
  {
    why: 'it answers another session of the same verifier',
    code: 'ERR_MDOC_DEVICE_SIGNATURE',
    audience: {
      clientId: 'redirect_uri:https://attester.example/evidence/eu-wallet/another',
      responseUri: 'https://attester.example/evidence/eu-wallet/another',
    },
  },
  {
    why: 'it answers another client id',
    code: 'ERR_MDOC_DEVICE_SIGNATURE',
    audience: { clientId: audience.responseUri },
  },
  { why: 'another device shows it', code: 'ERR_MDOC_DEVICE_SIGNATURE', deviceKey: otherKeys.privateKey },
  {
    why: 'it was issued to another device',
    code: 'ERR_MDOC_DEVICE_SIGNATURE',
    issue: { deviceKey: otherKeys.publicKey },
  },
  {
    why: 'the device key is no point of its curve',
    code: 'ERR_MDOC_DEVICE_SIGNATURE',
    reissue: (mso) => changeDeviceKey(mso, (key) => key.set(-3, new Uint8Array(32).fill(7))),
  },
  {
    why: 'the device claims its age itself after signing',
    code: 'ERR_MDOC_DEVICE_SIGNATURE',
    alter: (answer) => partsOf(answer).deviceSigned.set('nameSpaces', embed(new Map([[PROOF_OF_AGE, new Map()]]))),
  },
  { why: 'it is of another type', code: 'ERR_MDOC_TYPE', issue: { docType: 'org.iso.18013.5.1.mDL' } },
  {
    why: 'another type was signed than is shown',
    code: 'ERR_MDOC_TYPE',
    reissue: (mso) => mso.set('docType', 'org.iso.18013.5.1.mDL'),
  },
  { why: 'the provider signed with another algorithm', code: 'ERR_MDOC_ALGORITHM', issue: { algorithm: -35 } },
  { why: 'the digests are of another algorithm', code: 'ERR_MDOC_ALGORITHM', issue: { digestAlgorithm: 'SHA-512' } },
  {
    why: 'the device signed with another algorithm',
    code: 'ERR_MDOC_ALGORITHM',
    alter: (answer) => setDeviceSignature(answer, (sign) => (sign[0] = encodeCbor(new Map([[1, -8]])))),
  },
  {
    why: 'the device key is on another curve',
    code: 'ERR_MDOC_ALGORITHM',
    reissue: (mso) => changeDeviceKey(mso, (key) => key.set(-1, 2)),
  },
  {
    why: 'the device key is of another kind',
    code: 'ERR_MDOC_ALGORITHM',
    reissue: (mso) => changeDeviceKey(mso, (key) => key.set(1, 1)),
  },
  {
    why: "the provider's key is on another curve",
    code: 'ERR_MDOC_ALGORITHM',
    provider: { ...pki.attestationProvider, certificate: await certificateFor('P-384') },
  },
  {
    why: "the provider's signature is too short",
    code: 'ERR_MDOC_MALFORMED',
    alter: (answer) => (partsOf(answer).issuerAuth[3] = new Uint8Array(63)),
  },
  {
    why: 'an element has another member',
    code: 'ERR_MDOC_MALFORMED',
    alter: (answer) => partsOf(answer).nameSpaces.set(PROOF_OF_AGE, [embed(new Map([['digestID', 0]]))]),
  },
  { why: 'the wallet answered with an error', code: 'ERR_MDOC_STATUS', alter: (answer) => answer.set('status', 10) },
  {
    why: 'a second document is there',
    code: 'ERR_MDOC_MALFORMED',
    alter: (answer) => answer.set('documents', [partsOf(answer).document, partsOf(answer).document]),
  },
  { why: 'no document is there', code: 'ERR_MDOC_MALFORMED', alter: (answer) => answer.set('documents', []) },
  {
    why: 'a zero-knowledge document is there as well',
    code: 'ERR_MDOC_MALFORMED',
    alter: (answer) => answer.set('zkDocuments', []),
  },
  { why: 'the version is another', code: 'ERR_MDOC_MALFORMED', alter: (answer) => answer.set('version', '1.1') },
  {
    why: 'another name space is there as well',
    code: 'ERR_MDOC_MALFORMED',
    alter: (answer) => partsOf(answer).nameSpaces.set('org.iso.18013.5.1', [item('given_name', 'x')]),
  },
  {
    why: 'an element stands twice',
    code: 'ERR_MDOC_MALFORMED',
    issue: {
      elements: [
        ['age_over_18', true],
        ['age_over_18', true],
      ],
    },
  },
  {
    why: 'the document lists errors',
    code: 'ERR_MDOC_MALFORMED',
    alter: (answer) => partsOf(answer).document.set('errors', new Map()),
  },
  {
    why: "the provider's certificate is in a list",
    code: 'ERR_MDOC_MALFORMED',
    alter: (answer) => (partsOf(answer).issuerAuth[1] = new Map([[33, [pki.attestationProvider.certificate]]])),
  },
  {
    why: "the provider's certificate is missing",
    code: 'ERR_MDOC_MALFORMED',
    alter: (answer) => (partsOf(answer).issuerAuth[1] = new Map()),
  },
  {
    why: "the provider's certificate is none",
    code: 'ERR_MDOC_MALFORMED',
    alter: (answer) => (partsOf(answer).issuerAuth[1] = new Map([[33, new Uint8Array(300)]])),
  },
  {
    why: 'an unsigned header is unknown',
    code: 'ERR_MDOC_MALFORMED',
    alter: (answer) => (partsOf(answer).issuerAuth[1] as Map<number, unknown>).set(4, new Uint8Array(1)),
  },
  {
    why: "the device's signature has an unsigned header",
    code: 'ERR_MDOC_MALFORMED',
    alter: (answer) => setDeviceSignature(answer, (sign) => (sign[1] as Map<number, unknown>).set(1, -7)),
  },
  {
    why: 'the device sends along what it signed',
    code: 'ERR_MDOC_MALFORMED',
    alter: (answer) => setDeviceSignature(answer, (sign) => (sign[2] = new Uint8Array(1))),
  },
  {
    why: 'the device authenticates with a MAC',
    code: 'ERR_MDOC_MALFORMED',
    alter: (answer) => {
      const { deviceAuth } = partsOf(answer);
      deviceAuth.set('deviceMac', deviceAuth.get('deviceSignature'));
      deviceAuth.delete('deviceSignature');
    },
  },
  {
    why: 'the signed document is of another version',
    code: 'ERR_MDOC_MALFORMED',
    reissue: (mso) => mso.set('version', '2.0'),
  },
  {
    why: 'the signed document has no validity',
    code: 'ERR_MDOC_MALFORMED',
    reissue: (mso) => mso.delete('validityInfo'),
  },
  {
    why: 'a date does not exist',
    code: 'ERR_MDOC_MALFORMED',
    reissue: (mso) => {
      const validity = mso.get('validityInfo') as Map<string, unknown>;
      validity.set('validUntil', tdate('2027-02-30T00:00:00Z'));
    },
  },
  {
    why: 'it is longer than 16 KB',
    code: 'ERR_MDOC_MALFORMED',
    issue: {
      elements: [
        ['age_over_18', true],
        ['note', 'x'.repeat(16_384)],
      ],
    },
  },
];

/** Tag 0 around any text. */
function tdate(text: string): unknown {
  return decodeCbor(concat(Uint8Array.of(0xc0), encodeCbor(text)));
}

async function certificateFor(namedCurve: string): Promise<Bytes> {
  const algorithm = { name: 'ECDSA', namedCurve, hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
  const { rawData } = await x509.X509CertificateGenerator.createSelfSigned({ name: 'CN=Signer', keys, ...VALID_NOW });
  return new Uint8Array(rawData);
}

function changeDeviceKey(mso: Map<string, unknown>, change: (key: Map<number, unknown>) => void): void {
  change((mso.get('deviceKeyInfo') as Map<string, Map<number, unknown>>).get('deviceKey') as Map<number, unknown>);
}

function setDeviceSignature(answer: Answer, change: (sign1: unknown[]) => void): void {
  change(partsOf(answer).deviceAuth.get('deviceSignature') as unknown[]);
}

describe('a proof of age of our own test provider', () => {
  it('is accepted, and shows nothing but its age, its end and its signed bytes', async () => {
    const proof = await verify(await show());
    const midnight = NOW - (NOW % DAY);
    expect(Object.keys(proof)).toEqual(['thresholds', 'validUntil', 'msoPayload']);
    expect(proof).toMatchObject({ thresholds: [18], validUntil: midnight + 90 * DAY });
  });

  it('has the same signed bytes at each showing, and other ones for each document', async () => {
    const held = async () => ({
      attestation: await issue(pki.attestationProvider, { now: NOW, deviceKey: deviceKeys.publicKey }),
      deviceKey: deviceKeys.privateKey,
    });
    const showing = async (one: Awaited<ReturnType<typeof held>>) =>
      (await verify(encodeDeviceResponse(await createDeviceResponse(one, audience)))).msoPayload;
    const one = await held();
    expect(await showing(one)).toEqual(await showing(one));
    expect(await showing(one)).not.toEqual(await showing(await held()));
  });

  it.each(REFUSALS)('is refused when $why', async ({ code, now, ...options }) => {
    const answer = await show(options);
    expect(await outcomeOf(() => verify(answer, now === undefined ? {} : { now }))).toBe(code);
  });

  it('is refused with a byte behind it', async () => {
    const answer = await show();
    const longer = Uint8Array.from([...answer, 0]);
    expect(await outcomeOf(() => verify(longer))).toBe('ERR_MDOC_MALFORMED');
  });

  it('is refused with any one byte changed, though its signer is listed by its authority only', async () => {
    const answer = await show();
    const accepted: string[] = [];
    for (const [change, altered] of withOneByteChanged(answer)) {
      if ((await outcomeOf(() => verify(altered))) === 'accepted') accepted.push(change);
    }
    expect(accepted).toEqual([]);
  }, 60_000);
});

describe('what does not stand in the way of a proof of age', () => {
  const accepted = async (options: Show, terms?: Parameters<typeof verify>[1]) =>
    (await verify(await show(options), terms)).thresholds;

  it('a minute of clock difference on either side', async () => {
    const validity = { signed: NOW - DAY, validFrom: NOW - DAY, validUntil: NOW - 60 };
    expect(await accepted({ issue: { validity } })).toEqual([18]);
    const early = { signed: NOW - DAY, validFrom: NOW + 60, validUntil: NOW + DAY };
    expect(await accepted({ issue: { validity: early } })).toEqual([18]);
  });

  it("a signing time rounded down to the midnight before the signer's certificate", async () => {
    const young = await createTestPki(NOW + 400 * DAY);
    const validity = { signed: NOW - DAY + 1, validFrom: NOW - DAY, validUntil: NOW + DAY };
    const answer = await show({ provider: young.attestationProvider, issue: { validity } });
    const outcome = await outcomeOf(() => verify(answer));
    // Everything up to the list is in order; only the list does not know this young provider.
    expect(outcome).toBe('ERR_MDOC_ISSUER_UNLISTED');
    const tooEarly = { ...validity, signed: NOW - DAY - 1 };
    const refused = await show({ provider: young.attestationProvider, issue: { validity: tooEarly } });
    expect(await outcomeOf(() => verify(refused))).toBe('ERR_MDOC_VALIDITY');
  });

  it('members of the signed document that we do not know', async () => {
    const reissue = (mso: Map<string, unknown>) => {
      mso.set('status', new Map([['status_list', new Map()]]));
      (mso.get('validityInfo') as Map<string, unknown>).set('expectedUpdate', dateTime(NOW));
    };
    expect(await accepted({ reissue })).toEqual([18]);
  });

  it('other elements of the name space: only ages that were asked for come out', async () => {
    const issue = {
      elements: [
        ['age_over_21', false],
        ['age_over_16', true],
        ['nym', '12345'],
        ['age_over_18', true],
      ] as const,
    };
    expect(await accepted({ issue })).toEqual([18]);
    expect(await accepted({ issue }, { thresholds: [21, 18, 16, 13] })).toEqual([16, 18]);
    expect(await accepted({ issue }, { thresholds: [16] })).toEqual([16]);
  });

  it('what the device claims of itself, which nobody believes', async () => {
    const claims = embed(new Map([[PROOF_OF_AGE, new Map([['age_over_18', true]])]]));
    const signClaims = async (answer: Answer) => {
      const transcript = await openId4VpTranscript(audience);
      const nameSpaces = { raw: encodeCbor(claims) } as Parameters<typeof deviceAuthentication>[2];
      const payload = deviceAuthentication(transcript, PROOF_OF_AGE, nameSpaces);
      const { deviceAuth, deviceSigned } = partsOf(answer);
      deviceSigned.set('nameSpaces', claims);
      deviceAuth.set('deviceSignature', await sign1(deviceKeys.privateKey, payload, { detached: true }));
    };
    let young: Answer | undefined;
    await show({ issue: { elements: [['age_over_18', false]] }, alter: (answer) => (young = answer) });
    await signClaims(young as unknown as Answer);
    expect(await outcomeOf(() => verify(encodeCbor(young)))).toBe('ERR_MDOC_AGE');
    let adult: Answer | undefined;
    await show({ alter: (answer) => (adult = answer) });
    await signClaims(adult as unknown as Answer);
    expect(await outcomeOf(() => verify(encodeCbor(adult)))).toBe('accepted');
  });

  it('16,384 bytes, and not one more', async () => {
    const padded = (length: number) =>
      show({
        issue: {
          elements: [
            ['age_over_18', true],
            ['note', 'x'.repeat(length)],
          ],
        },
      });
    const length = 16_384 - (await padded(14_000)).length + 14_000;
    expect(await padded(length)).toHaveLength(16_384);
    expect(await outcomeOf(async () => verify(await padded(length)))).toBe('accepted');
    expect(await outcomeOf(async () => verify(await padded(length + 1)))).toBe('ERR_MDOC_MALFORMED');
  });
});
