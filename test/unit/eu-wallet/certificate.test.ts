import 'reflect-metadata';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as x509 from '@peculiar/x509';
import { describe, expect, it } from 'vitest';
import { isIssuedBy, parseCertificate } from '../../../sdk/eu-wallet/certificate.ts';
import { findListed } from '../../../sdk/eu-wallet/trusted-list.ts';
import { listOf, official } from './figures.ts';

const decode = (base64: string) => Uint8Array.from(Buffer.from(base64, 'base64'));
const signer = decode(official.signerCertificate);

describe('parseCertificate', () => {
  it('reads the signer of the reference implementation, whose issuerAltName is malformed', () => {
    const certificate = parseCertificate(signer);
    expect(certificate.publicKey?.curve.name).toBe('P-256');
    expect(new Date(certificate.notBefore * 1000).toISOString()).toBe('2025-07-01T10:57:11.000Z');
    expect(new Date(certificate.notAfter * 1000).toISOString()).toBe('2026-09-24T10:57:10.000Z');
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['a byte too many', Uint8Array.from([...signer, 0])],
    ['a byte too few', signer.slice(0, -1)],
    ['another outer element', Uint8Array.from([0x31, ...signer.slice(1)])],
    ['a length in more octets than it needs', Uint8Array.from([0x30, 0x83, 0x00, ...signer.slice(2)])],
    ['an element too many inside', Uint8Array.from([0x30, 0x82, 0x02, 0xbf, ...signer.slice(4), 0x05, 0x00])],
    ['an indefinite length', Uint8Array.from([0x30, 0x80, ...signer.slice(4), 0, 0])],
  ])('refuses %s', (_why, bytes) => {
    expect(() => parseCertificate(bytes)).toThrow(TypeError);
  });
});

const CURVES = ['P-256', 'P-384'] as const;
const HASHES = ['SHA-256', 'SHA-384'] as const;
const ISSUERS = CURVES.flatMap((curve) => HASHES.map((hash) => [curve, hash] as const));

describe.each(ISSUERS)('isIssuedBy, for an authority on %s with %s', async (namedCurve, hash) => {
  const algorithm = { name: 'ECDSA', namedCurve, hash };
  const authorityOf = async (name: string, keys: CryptoKeyPair) =>
    x509.X509CertificateGenerator.createSelfSigned({ name, keys, signingAlgorithm: algorithm });
  const keys = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
  const authority = await authorityOf('CN=Authority, C=EU', keys);
  const leaf = await x509.X509CertificateGenerator.create({
    subject: 'CN=Leaf',
    issuer: authority.subject,
    publicKey: keys.publicKey,
    signingKey: keys.privateKey,
    signingAlgorithm: algorithm,
  });
  const read = (certificate: x509.X509Certificate) => parseCertificate(new Uint8Array(certificate.rawData));

  it('says yes to what it issued, and to itself', async () => {
    expect(await isIssuedBy(read(leaf), read(authority))).toBe(true);
    expect(await isIssuedBy(read(authority), read(authority))).toBe(true);
  });

  it('says no to another name with the same key, and to another key of the same name', async () => {
    const other = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
    expect(await isIssuedBy(read(leaf), read(await authorityOf('CN=Authority, C=AV', keys)))).toBe(false);
    expect(await isIssuedBy(read(leaf), read(await authorityOf('CN=Authority, C=EU', other)))).toBe(false);
  });
});

const SHARED = new URL('../../../../shared/fixtures/eu/', import.meta.url);

describe.skipIf(!existsSync(SHARED))('certificates in use (needs ../shared/fixtures/eu)', () => {
  const ofFolder = () =>
    readdirSync(new URL('certs/', SHARED)).map((name) =>
      decode(readFileSync(new URL(`certs/${name}`, SHARED), 'utf8').replace(/-----[A-Z ]+-----|\s/g, '')),
    );
  const ofList = () => {
    const xml = readFileSync(new URL('av-trusted-list/av-tl-acceptance-seq17.xml', SHARED), 'utf8');
    return [...xml.matchAll(/<(?:\w+:)?X509Certificate>([^<]+)</g)].map(([, text]) => decode(text as string));
  };

  it('can all be read: ten authorities, and the twenty of the acceptance list, RSA among them', () => {
    const certificates = [...ofFolder(), ...ofList()].map(parseCertificate);
    expect(certificates).toHaveLength(30);
    // Nine of the authorities, eleven providers of the list; the others hold RSA keys.
    expect(certificates.filter(({ publicKey }) => publicKey?.curve.name === 'P-256')).toHaveLength(20);
    expect(certificates.filter(({ publicKey }) => publicKey === null)).toHaveLength(10);
  });

  it('list the signer of the official example by itself, and not by an authority of the same name elsewhere', async () => {
    const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
    const leaf = parseCertificate(signer);
    const now = leaf.notBefore;
    expect(await findListed(leaf, listOf(...ofList().map(base64)), now)).toEqual(leaf);
    expect(await findListed(leaf, listOf(...ofFolder().map(base64)), now)).toBeNull();
  });
});
