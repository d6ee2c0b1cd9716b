import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDemonstrationCertificate, parseTrustedList } from '@bauta/sdk/eu-wallet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestPki, loadTestPki, saveTrustedList } from '../../../services/phone/test-pki.ts';
import { official } from '../eu-wallet/figures.ts';

const NOW = Date.UTC(2026, 10, 18) / 1000;
let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'bauta-pki-')), 'phone');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

describe('createTestPki', () => {
  it('says in every name what it is', async () => {
    const pki = await createTestPki(NOW);
    const { certificates, demonstration } = JSON.parse(pki.trustedList);
    expect(demonstration).toBe(true);
    const authority = new X509Certificate(Buffer.from(certificates[0].der, 'base64'));
    const signer = new X509Certificate(pki.attestationProvider.certificate);
    expect(authority.subject).toBe('C=ZZ\nO=Bauta demonstration\nCN=Bauta TEST proof of age CA (do not trust)');
    expect(signer.subject).toBe('C=ZZ\nO=Bauta demonstration\nCN=Bauta TEST proof of age signer (do not trust)');
    expect(signer.verify(authority.publicKey)).toBe(true);
    expect([authority.ca, signer.ca]).toEqual([true, false]);
    expect(isDemonstrationCertificate(pki.attestationProvider.certificate)).toBe(true);
  });
});

describe('loadTestPki', () => {
  it('makes one PKI for all who start at once, and keeps it', async () => {
    const loaded = await Promise.all(Array.from({ length: 8 }, () => loadTestPki(folder, NOW)));
    const later = await loadTestPki(folder, NOW + 1);
    expect(new Set([...loaded, later].map(({ trustedList }) => trustedList)).size).toBe(1);
    const keys = new Set([...loaded, later].map(({ attestationProvider }) => attestationProvider.certificate.join()));
    expect(keys.size).toBe(1);
  });

  it('leaves one file, which only its owner can read', async () => {
    await Promise.all([loadTestPki(folder, NOW), loadTestPki(folder, NOW)]);
    expect(readdirSync(folder)).toEqual(['test-proof-of-age-keys.json']);
    expect(statSync(join(folder, 'test-proof-of-age-keys.json')).mode & 0o777).toBe(0o600);
  });
});

describe('saveTrustedList', () => {
  it('writes a list that is good for demonstration only, and replaces such a list', async () => {
    const path = join(folder, 'trusted-list.json');
    saveTrustedList(path, await createTestPki(NOW));
    const pki = await createTestPki(NOW);
    saveTrustedList(path, pki);
    expect(readFileSync(path, 'utf8').trim()).toBe(pki.trustedList);
    expect(readdirSync(folder)).toEqual(['trusted-list.json']);
    expect(() => parseTrustedList(readFileSync(path, 'utf8'), { production: true })).toThrow(TypeError);
  });

  it('does not touch a list of real providers', async () => {
    const pki = await createTestPki(NOW);
    saveTrustedList(join(folder, 'trusted-list.json'), pki);
    const real = JSON.stringify({ certificates: [{ name: 'real', der: official.signerCertificate }] });
    writeFileSync(join(folder, 'trusted-list.json'), real);
    expect(() => saveTrustedList(join(folder, 'trusted-list.json'), pki)).toThrow('not one for demonstration');
    expect(readFileSync(join(folder, 'trusted-list.json'), 'utf8')).toBe(real);
  });
});
