import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import {
  checkMdoc,
  checkProofOfAge,
  openId4VpTranscript,
  PERSON_IDENTIFICATION_MDOC,
  parseTrustedList,
  readDeviceResponse,
  readFullDate,
} from '@bauta/sdk/eu-wallet';
import { type Bytes, parseHex } from '@bauta/sdk/protocol';
import * as x509 from '@peculiar/x509';
import { Tagged } from 'cborg';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { asArray, asMap } from '../../../sdk/eu-wallet/cbor.ts';
import { checkIssuerSigned } from '../../../sdk/eu-wallet/check-mdoc.ts';
import { decodeResponse, readIssuerSigned } from '../../../sdk/eu-wallet/device-response.ts';
import { createDeviceKeys } from '../../../services/phone/attestation.ts';
import { dateTime, embed, encodeCbor } from '../../../services/phone/cbor.ts';
import { sign1 } from '../../../services/phone/cose.ts';
import { signDeviceResponse } from '../../../services/phone/present.ts';
import { createTestPki } from '../../../services/phone/test-pki.ts';
import { listOf, outcomeOf, realExamples } from './figures.ts';
import { audience, DAY, NOW, pki, show, trustedList } from './holder.ts';

const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const PID = PERSON_IDENTIFICATION_MDOC;
const sessionTranscript = await openId4VpTranscript(audience);
const transcript = (await import('cborg')).decode(sessionTranscript);
const fullDate = (text: unknown) => new Tagged(1004, text);

/** Person identification data with these elements, shown to the audience of these tests. */
async function showPerson(elements: readonly [string, unknown][], docType = PID.docType): Promise<Bytes> {
  const items = elements.map(([elementIdentifier, elementValue], digestID) =>
    embed(
      new Map<string, unknown>([
        ['digestID', digestID],
        ['random', new Uint8Array(32)],
        ['elementIdentifier', elementIdentifier],
        ['elementValue', elementValue],
      ]),
    ),
  );
  const digestOf = async (bytes: Bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const digests = await Promise.all(items.map(async (item, id) => [id, await digestOf(encodeCbor(item))] as const));
  const keys = await createDeviceKeys();
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey));
  const deviceKey = new Map<number, unknown>([
    [1, 2],
    [-1, 1],
    [-2, point.slice(1, 33)],
    [-3, point.slice(33)],
  ]);
  const mso = new Map<string, unknown>([
    ['docType', docType],
    ['version', '1.0'],
    [
      'validityInfo',
      new Map([
        ['signed', dateTime(NOW - DAY)],
        ['validFrom', dateTime(NOW - DAY)],
        ['validUntil', dateTime(NOW + DAY)],
      ]),
    ],
    ['valueDigests', new Map([[PID.nameSpace, new Map(digests)]])],
    ['deviceKeyInfo', new Map([['deviceKey', deviceKey]])],
    ['digestAlgorithm', 'SHA-256'],
  ]);
  const { privateKey, certificate } = pki.attestationProvider;
  const issuerAuth = await sign1(privateKey, encodeCbor(embed(mso)), { unprotected: new Map([[33, certificate]]) });
  const attestation = { docType, nameSpaces: new Map([[PID.nameSpace, items]]), issuerAuth };
  return encodeCbor(await signDeviceResponse({ attestation, deviceKey: keys.privateKey }, transcript as unknown[]));
}

const checkPerson = (response: Bytes) =>
  checkMdoc(readDeviceResponse(response, PID), { sessionTranscript, trustedList, now: NOW });

describe('checkMdoc, for person identification data', () => {
  it.each([
    ['a full date', fullDate('1990-02-28')],
    ['bare text', '1990-02-28'],
  ])('gives the date of birth, as %s', async (_how, value) => {
    const { claims, validUntil } = await checkPerson(await showPerson([['birth_date', value]]));
    expect([readFullDate(claims.get('birth_date')), claims.size, validUntil]).toEqual(['1990-02-28', 1, NOW + DAY]);
  });

  it('holds it to what a proof of age is held to', async () => {
    const response = await showPerson([['birth_date', fullDate('1990-02-28')]]);
    const terms = { sessionTranscript, trustedList, now: NOW };
    const judged = (change: Partial<typeof terms>) =>
      outcomeOf(() => checkMdoc(readDeviceResponse(response, PID), { ...terms, ...change }));
    expect(await judged({})).toBe('accepted');
    expect(await judged({ now: NOW + DAY + 61 })).toBe('ERR_MDOC_VALIDITY');
    expect(await judged({ sessionTranscript: encodeCbor([null, null, 1]) })).toBe('ERR_MDOC_DEVICE_SIGNATURE');
    const other = parseTrustedList((await createTestPki(NOW)).trustedList, { production: false });
    expect(await judged({ trustedList: other })).toBe('ERR_MDOC_ISSUER_UNLISTED');
  });

  it('is no proof of age, and a proof of age is none of it', async () => {
    const response = await showPerson([['age_over_18', true]]);
    const terms = { sessionTranscript, trustedList, now: NOW };
    expect(await outcomeOf(() => checkProofOfAge(response, terms))).toBe('ERR_MDOC_TYPE');
    expect(await outcomeOf(async () => checkPerson(await show()))).toBe('ERR_MDOC_TYPE');
    const disguised = await showPerson([['age_over_18', true]], 'eu.europa.ec.av.1');
    expect(await outcomeOf(() => checkPerson(disguised))).toBe('ERR_MDOC_TYPE');
  });

  it('lets full dates in here only', async () => {
    const item: readonly [string, unknown][] = [
      ['age_over_18', true],
      ['issue_date', fullDate('2026-01-01')],
    ];
    const response = await show({ issue: { elements: item } });
    const terms = { sessionTranscript, trustedList, now: NOW };
    expect(await outcomeOf(() => checkProofOfAge(response, terms))).toBe('ERR_MDOC_MALFORMED');
  });

  it('refuses a full date that is no text', async () => {
    const response = await showPerson([['birth_date', fullDate(5)]]);
    expect(await outcomeOf(() => checkPerson(response))).toBe('ERR_MDOC_MALFORMED');
  });
});

describe('readFullDate', () => {
  it.each(['1990-02-29', '1990-13-01', '1990-1-1', '1990-01-01T00:00:00Z', '', '90-01-01', '1990-01-00'])(
    'refuses %j',
    (text) => {
      expect(() => readFullDate(fullDate(text))).toThrow(TypeError);
      expect(() => readFullDate(text)).toThrow(TypeError);
    },
  );

  it.each([[dateTime(0)], [19900101], [null], [undefined], [new Tagged(0, '1990-01-01')]])('refuses %j', (value) => {
    expect(() => readFullDate(value)).toThrow(TypeError);
  });

  it('knows leap years', () => {
    expect(readFullDate('2000-02-29')).toBe('2000-02-29');
  });
});

describe("the driving licence of ISO/IEC 18013-5, Annex D: its provider's part", () => {
  const vector = JSON.parse(readFileSync(new URL('../../vectors/eu-wallet-annex-d.json', import.meta.url), 'utf8')) as {
    readonly docType: string;
    readonly nameSpace: string;
    readonly now: number;
    readonly deviceResponse: string;
    readonly signerCertificate: string;
  };
  const { docType, nameSpace, now } = vector;
  const signer = Buffer.from(vector.signerCertificate, 'hex').toString('base64');
  const kind = { docType, nameSpace, fullDates: true };
  const response = parseHex(vector.deviceResponse);
  const readLicence = (bytes: Bytes) => {
    const [document] = asArray(decodeResponse(bytes).get('documents'), 1);
    return readIssuerSigned(asMap(document).get('issuerSigned'), kind);
  };

  it('stands, with its dates of birth and of issue', async () => {
    const terms = { trustedList: listOf(signer), now };
    const { claims } = await checkIssuerSigned(readLicence(response), docType, terms);
    expect([...claims.keys()]).toEqual([
      'family_name',
      'issue_date',
      'expiry_date',
      'document_number',
      'portrait',
      'driving_privileges',
    ]);
    expect(readFullDate(claims.get('issue_date'))).toBe('2019-10-20');
    expect(claims.get('family_name')).toBe('Doe');
  });

  it('does not when its signer is not listed, or is asked for another type', async () => {
    const licence = readLicence(response);
    const judged = (type: string, ...certificates: string[]) =>
      outcomeOf(() => checkIssuerSigned(licence, type, { trustedList: listOf(...certificates), now }));
    expect(await judged(docType)).toBe('ERR_MDOC_ISSUER_UNLISTED');
    expect(await judged('eu.europa.ec.av.1', signer)).toBe('ERR_MDOC_TYPE');
  });

  it('does not with a byte of its signed parts changed', async () => {
    const licence = readLicence(response);
    const terms = { trustedList: listOf(signer), now };
    for (let at = 0; at < licence.msoPayload.length; at += 11) {
      const msoPayload = licence.msoPayload.slice();
      msoPayload[at] = (msoPayload[at] as number) ^ 1;
      expect(await outcomeOf(() => checkIssuerSigned({ ...licence, msoPayload }, docType, terms))).not.toBe('accepted');
    }
    for (const [index, item] of licence.items.entries()) {
      const raw = item.raw.slice();
      raw[raw.length - 1] = (raw.at(-1) as number) ^ 1;
      const items = licence.items.with(index, { ...item, raw });
      expect(await outcomeOf(() => checkIssuerSigned({ ...licence, items }, docType, terms))).toBe('ERR_MDOC_DIGEST');
    }
  });
});

/** An authority that is over after so many days, alone on a list, and a signer whose certificate of it is good for years. */
async function createShortAuthority(days: number) {
  const keys = [await crypto.subtle.generateKey(ES256, false, ['sign', 'verify'])];
  keys.push(await crypto.subtle.generateKey(ES256, false, ['sign', 'verify']));
  const [authority, signer] = keys as [CryptoKeyPair, CryptoKeyPair];
  const notBefore = new Date((NOW - 400 * DAY) * 1000);
  const listed = await x509.X509CertificateGenerator.createSelfSigned({
    ...{ name: 'C=ZZ, CN=Short', keys: authority, signingAlgorithm: ES256 },
    ...{ notBefore, notAfter: new Date((NOW + days * DAY) * 1000) },
  });
  const leaf = await x509.X509CertificateGenerator.create({
    ...{ subject: 'C=ZZ, CN=Signer', issuer: listed.subject, publicKey: signer.publicKey },
    ...{ signingKey: authority.privateKey, signingAlgorithm: ES256 },
    ...{ notBefore, notAfter: new Date((NOW + 4000 * DAY) * 1000) },
  });
  return {
    list: JSON.stringify({ certificates: [{ name: 'Short', der: listed.toString('base64') }] }),
    provider: { certificate: new Uint8Array(leaf.rawData), privateKey: signer.privateKey },
  };
}

describe('a signer met before', () => {
  afterEach(() => vi.restoreAllMocks());

  const terms = async () => ({
    sessionTranscript,
    trustedList: parseTrustedList(pki.trustedList, { production: false }),
    now: NOW,
  });

  /** Terms whose list counts how often it is looked at. */
  async function countedTerms() {
    const { trustedList: plain, ...rest } = await terms();
    let looks = 0;
    const counting = {
      ...plain,
      get certificates() {
        looks++;
        return plain.certificates;
      },
    };
    return { terms: { ...rest, trustedList: counting }, looks: () => looks };
  }

  it('costs no look at the list, and no key of its own to import', async () => {
    const { terms: same, looks } = await countedTerms();
    const response = await show();
    await checkProofOfAge(response, same);
    const before = looks();
    const importKey = vi.spyOn(crypto.subtle, 'importKey');
    const verify = vi.spyOn(crypto.subtle, 'verify');
    await checkProofOfAge(response, same);
    expect([before > 0, looks() - before]).toEqual([true, 0]);
    expect([importKey.mock.calls.length, verify.mock.calls.length]).toEqual([0, 1]);
  });

  it('is forgotten with the list', async () => {
    const response = await show();
    const [first, second] = [await countedTerms(), await countedTerms()];
    await checkProofOfAge(response, first.terms);
    await checkProofOfAge(response, second.terms);
    expect(second.looks()).toBe(first.looks());
    const [example] = realExamples;
    const without = { ...(await terms()), trustedList: example?.trustedList as typeof trustedList };
    expect(await outcomeOf(() => checkProofOfAge(response, without))).toBe('ERR_MDOC_ISSUER_UNLISTED');
  });

  it('is not remembered when no list holds it', async () => {
    const stranger = await createTestPki(NOW);
    const response = await show({ provider: stranger.attestationProvider });
    const same = await terms();
    const judge = () => outcomeOf(() => checkProofOfAge(response, same));
    expect([await judge(), await judge()]).toEqual(['ERR_MDOC_ISSUER_UNLISTED', 'ERR_MDOC_ISSUER_UNLISTED']);
  });

  it('is looked at for its end each time', async () => {
    const same = await terms();
    const validity = { signed: NOW, validFrom: NOW, validUntil: NOW + 4000 * DAY };
    const response = await show({ issue: { validity } });
    const judge = (now: number) => outcomeOf(() => checkProofOfAge(response, { ...same, now }));
    expect([await judge(NOW), await judge(NOW + 3651 * DAY)]).toEqual(['accepted', 'ERR_MDOC_VALIDITY']);
  });

  it.each([
    ['was met before', true],
    ['is new', false],
  ])('does not count once its authority is over, when it %s', async (_, isMet) => {
    const { list, provider } = await createShortAuthority(10);
    const trustedList = parseTrustedList(list, { production: false });
    const validity = { signed: NOW, validFrom: NOW, validUntil: NOW + 30 * DAY };
    const response = await show({ provider, issue: { validity } });
    const judge = (now: number) => outcomeOf(() => checkProofOfAge(response, { sessionTranscript, trustedList, now }));
    if (isMet) expect(await judge(NOW)).toBe('accepted');
    // The signer's own certificate is good for years.
    expect(await judge(NOW + 11 * DAY)).toBe('ERR_MDOC_ISSUER_UNLISTED');
    expect(await judge(NOW + 9 * DAY)).toBe('accepted');
  });

  it('does not stand in for another signer of the same list', async () => {
    const same = await terms();
    await checkProofOfAge(await show(), same);
    const stranger = await createTestPki(NOW);
    const forged = await show({
      provider: { ...stranger.attestationProvider, certificate: pki.attestationProvider.certificate },
    });
    expect(await outcomeOf(() => checkProofOfAge(forged, same))).toBe('ERR_MDOC_ISSUER_SIGNATURE');
  });
});
