import 'reflect-metadata';
import { isDemonstrationCertificate, parseTrustedList } from '@bauta/sdk/eu-wallet';
import * as x509 from '@peculiar/x509';
import { describe, expect, it } from 'vitest';
import { createTestPki } from '../../../services/phone/test-pki.ts';
import { official } from './figures.ts';
import { NOW } from './holder.ts';

const pki = await createTestPki(NOW);
const real = { name: 'Reference implementation', der: official.signerCertificate };
const { certificates: demonstration } = JSON.parse(pki.trustedList) as { certificates: unknown[] };
const list = (value: unknown) => JSON.stringify(value);

describe('parseTrustedList', () => {
  it('reads a list for acceptance, except in production', () => {
    const read = (environment: unknown, production: boolean) => () =>
      parseTrustedList(list({ certificates: [real], environment }), { production });
    expect(read('acceptance', false)().certificates).toHaveLength(1);
    expect(read('acceptance', true)).toThrow('for acceptance: production must not believe it');
    expect(read('production', true)().certificates).toHaveLength(1);
    for (const other of ['test', '', null, true]) expect(read(other, false)).toThrow('another environment');
  });

  it('reads a list, in production too', () => {
    const { certificates, demonstration: isDemonstration } = parseTrustedList(list({ certificates: [real] }), {
      production: true,
    });
    expect(certificates.map(({ name }) => name)).toEqual(['Reference implementation']);
    expect(isDemonstration).toBe(false);
  });

  it('reads the list of the test provider outside of production only', () => {
    expect(parseTrustedList(pki.trustedList, { production: false }).demonstration).toBe(true);
    expect(() => parseTrustedList(pki.trustedList, { production: true })).toThrow('production must not believe it');
  });

  it('finds the test provider on a list that does not say so', () => {
    const unmarked = list({ certificates: [real, ...demonstration] });
    expect(parseTrustedList(unmarked, { production: false }).demonstration).toBe(true);
    expect(() => parseTrustedList(unmarked, { production: true })).toThrow('production must not believe it');
  });

  it('believes a mark even over real certificates', () => {
    const marked = list({ certificates: [real], demonstration: true });
    expect(() => parseTrustedList(marked, { production: true })).toThrow('production must not believe it');
  });

  it.each([
    ['text that is not JSON', '{'],
    ['a list in place of an object', '[]'],
    ['no certificates', '{}'],
    ['an unknown member', list({ certificates: [], demo: true })],
    ['a mark that is no truth value', list({ certificates: [], demonstration: 'true' })],
    ['a doubled member', '{"certificates":[],"certificates":[]}'],
    ['an entry without a name', list({ certificates: [{ der: real.der }] })],
    ['an entry that is no certificate', list({ certificates: [{ name: 'x', der: 'AAAA' }] })],
    ['an entry that is no base64', list({ certificates: [{ name: 'x', der: '!' }] })],
  ])('refuses %s', (_why, text) => {
    expect(() => parseTrustedList(text, { production: false })).toThrow(TypeError);
  });
});

describe('isDemonstrationCertificate', () => {
  it('knows both certificates of the test provider, and no real one', () => {
    const [authority] = demonstration as [{ der: string }];
    expect(isDemonstrationCertificate(Buffer.from(authority.der, 'base64'))).toBe(true);
    expect(isDemonstrationCertificate(pki.attestationProvider.certificate)).toBe(true);
    expect(isDemonstrationCertificate(Buffer.from(real.der, 'base64'))).toBe(false);
  });

  it.each([
    ['C=ZZ, O=Bauta demonstration, CN=Authority', 'CN=Somebody else', true],
    ['CN=Somebody else', 'CN=Signer + O=Bauta demonstration', true],
    ['O=Bauta, CN=Bauta demonstration', 'O=Bauta demonstrations', false],
  ])('looks for the organisation alone, in both names: %s / %s', async (issuer, subject, isDemonstration) => {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const { publicKey, privateKey } = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
    const names = { issuer, subject, publicKey, signingKey: privateKey, signingAlgorithm: algorithm };
    const { rawData } = await x509.X509CertificateGenerator.create(names);
    expect(isDemonstrationCertificate(new Uint8Array(rawData))).toBe(isDemonstration);
  });
});
