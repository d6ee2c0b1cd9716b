import { describe, expect, it } from 'vitest';
import { environmentOf } from '../../../services/trusted-list/environment.ts';
import { checkCurrent, checkFollows, openList } from '../../../services/trusted-list/open-list.ts';
import { parseSigners } from '../../../services/trusted-list/pinned-signer.ts';
import { official } from '../eu-wallet/figures.ts';
import { pki } from '../eu-wallet/holder.ts';
import {
  createListSigner,
  createProvider,
  type ListFields,
  provider,
  type ServiceFields,
  signList,
  writeList,
} from './signed-list.ts';

const signer = await createListSigner();
const signers = parseSigners(signer.pem);
const [one, two, rsa] = await Promise.all([
  createProvider('one'),
  createProvider('two'),
  createProvider('three', 'rsa-2048'),
]);
const OLD = 'http://ec.europa.eu/tools/lotl/av/TrstSvc';

const open = (fields: ListFields = {}, production = true) =>
  openList(signList(writeList(fields), signer), { signers, production });
const ofServices = (...services: ServiceFields[]) => open({ providers: services.map(provider).join('') });
const chosen = (...services: ServiceFields[]) =>
  ofServices(...services).list.certificates.map(({ certificate }) => Buffer.from(certificate.der).toString('base64'));
const service = (name: string) => `http://trust.tech.ec.europa.eu/lists/age-verification/${name}`;

describe('what of a list counts', () => {
  it('are the certificates of recognised services for proofs of age, each once', () => {
    expect(chosen({ certificates: [one, two] }, { certificates: [two] })).toEqual([one, two]);
  });

  it.each([
    ['https for http', { type: service('service-type/paa').replace('http', 'https') }],
    ['a status with https', { status: service('service-status/recognized').replace('http', 'https') }],
    ['the names of 2025', { type: `${OLD}/Svctype/PAA`, status: `${OLD}/TrustedList/Svcstatus/recognized` }],
    ['white space around', { type: `\n ${service('service-type/paa')} ` }],
  ])('may be said with %s', (_, fields) => {
    expect(chosen({ certificates: [one], ...fields })).toEqual([one]);
  });

  it.each([
    ['is deprecated', { status: service('service-status/deprecated') }],
    ['is recognised no more than in its history', { status: service('service-status/deprecated'), history: two }],
    ['is something else', { type: service('service-type/pid') }],
    ['has a type that goes on', { type: service('service-type/paa/other') }],
    ['has another scheme', { type: service('service-type/paa').replace('http:', 'ftp:') }],
    ['has a status in capitals', { status: service('service-status/RECOGNIZED') }],
  ])('is nothing of a service that %s', (_, fields) => {
    expect(chosen({ certificates: [one], ...fields })).toEqual([]);
  });

  it('is not what a service had before', () => {
    expect(chosen({ certificates: [one], history: two })).toEqual([one]);
  });

  it('leaves out what is no certificate, and counts it', () => {
    const { list, unreadable } = ofServices({ certificates: ['AAAA', '!', '', one.slice(4), one] });
    expect([list.certificates.length, unreadable]).toEqual([1, 4]);
  });

  it('lists keys of RSA, which sign nothing, and counts them', () => {
    const { list, mute } = ofServices({ certificates: [rsa, one] });
    expect([list.certificates.map(({ certificate }) => certificate.publicKey === null), mute]).toEqual([
      [true, false],
      1,
    ]);
  });

  it('has names that a terminal takes for text', () => {
    const name = `A \u009b31m${'long '.repeat(60)}`;
    const [{ name: written = '' } = {}] = ofServices({ certificates: [one], provider: name }).list.certificates;
    expect(written).toMatch(/^FR: A 31mlong /);
    expect(written.length).toBe(160);
  });

  it('may be nothing', () => {
    expect(open().list.certificates).toEqual([]);
  });

  it('takes certificates whose extensions are malformed', () => {
    expect(chosen({ certificates: [official.signerCertificate] })).toEqual([official.signerCertificate]);
  });

  it('is no list for production with a certificate of the demonstration', () => {
    const { certificates } = JSON.parse(pki.trustedList) as { certificates: [{ der: string }] };
    const providers = provider({ certificates: [certificates[0].der] });
    expect(open({ providers }, false).list.demonstration).toBe(true);
    expect(() => open({ providers }, true)).toThrow('for demonstration');
  });
});

describe('a list', () => {
  it.each([
    ['without number', { sequence: '' }, 'not a sequence number'],
    ['with a number of zero', { sequence: 0 }, 'not a sequence number'],
    ['with a number that is too large', { sequence: '9007199254740992' }, 'not a sequence number'],
    ['of another version', { version: '5' }, 'not version 6'],
    ['of something else', { type: 'http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUgeneric' }, 'something else'],
    ['issued on a day', { issued: '2026-11-01' }, 'not a time'],
    ['issued at a time somewhere', { issued: '2026-11-01T12:00:00+01:00' }, 'not a time'],
    ['issued on no day', { issued: '2026-13-01T12:00:00Z' }, 'not a time'],
    ['closed for ever', { nextUpdate: '' }, 'not a time'],
    ['that was over before it was issued', { nextUpdate: '2026-11-01T12:00:00Z' }, 'over before'],
    ['issued before its signer was', { issued: '2024-12-31T23:59:59Z' }, 'issued before its signer was'],
  ])('is refused %s', (_, fields, why) => {
    expect(() => open(fields)).toThrow(why);
  });

  it('is good until its next update, and while its signer is', async () => {
    const list = open();
    for (const [time, why] of [
      [list.issued - 61, 'issued in the future'],
      [list.issued - 60, undefined],
      [list.nextUpdate - 1, undefined],
      [list.nextUpdate, 'is over'],
    ] as const) {
      if (why === undefined) checkCurrent(list, time);
      else expect(() => checkCurrent(list, time)).toThrow(why);
    }
    const brief = await createListSigner('p-256', 'CN=Brief', [2025, 2027]);
    const { expires } = openList(signList(writeList(), brief), { signers: parseSigners(brief.pem), production: true });
    expect(new Date(expires * 1000).toISOString()).toBe('2027-01-01T00:00:01.000Z');
  });

  it('follows the one before, and none that is newer', () => {
    const three = open();
    expect(() => checkFollows(undefined, three)).not.toThrow();
    expect(() => checkFollows(three, open({ sequence: 4 }))).not.toThrow();
    expect(() => checkFollows(three, open())).not.toThrow();
    expect(() => checkFollows(open({ sequence: 4 }), three)).toThrow('older than what was seen');
    expect(() => checkFollows(three, open({ legalNotice: 'Other.' }))).toThrow('two lists of one number');
  });
});

describe('acceptance and production', () => {
  const TEST_SIGNER = 'C=LU\nO=European Commission\nCN=TEST European Commission';
  const plain = { schemeName: 'EU:List of providers', legalNotice: 'For testing of nothing.', locations: [] };
  it.each([
    ['nothing', plain, 'CN=European Commission', 'production'],
    ['its signer', plain, TEST_SIGNER, 'acceptance'],
    ['an address of its signer', plain, 'emailAddress=DIGIT-EU-TRUST-NON-PROD@ec.europa.eu', 'acceptance'],
    ['the name of its scheme', { ...plain, schemeName: 'EU:TEST list' }, 'CN=C', 'acceptance'],
    ['its legal notice', { ...plain, legalNotice: 'contains TEST information' }, 'CN=C', 'acceptance'],
    ['where it is', { ...plain, locations: ['https://acceptance.trust.tech.ec.europa.eu/l'] }, 'CN=C', 'acceptance'],
    ['another host', { ...plain, locations: ['https://trust.tech.ec.europa.eu/acceptance'] }, 'CN=C', 'production'],
  ] as const)('are told apart by %s', (_, list, subject, expected) => {
    expect(environmentOf(list, { subject })).toBe(expected);
  });

  it.each([
    ['name', { schemeName: 'EU:TEST list' }],
    ['notice', { legalNotice: 'TEST information' }],
    ['place', { location: 'https://acceptance.trust.tech.ec.europa.eu/l.xml' }],
  ])('are never mixed: production takes no list for acceptance by its %s', (_, fields) => {
    expect(open(fields, false).environment).toBe('acceptance');
    expect(() => open(fields, true)).toThrow('for acceptance: production must not believe it');
  });

  it('outside of production, a list for production is good', () => {
    expect(open({}, false)).toMatchObject({ environment: 'production', json: '{"certificates":[]}' });
  });
});
