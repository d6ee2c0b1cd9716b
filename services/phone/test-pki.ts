import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DEMONSTRATION_ORGANIZATION, parseTrustedList } from '@bauta/sdk/eu-wallet';
import type { Bytes } from '@bauta/sdk/protocol';
import * as x509 from '@peculiar/x509';

/** Who signs the demonstration's proofs of age. */
export interface AttestationProvider {
  /** DER of the certificate that goes with each proof. */
  readonly certificate: Bytes;
  readonly privateKey: CryptoKey;
}

/** The demonstration's attestation provider, and the list that names it. */
export interface TestPki {
  readonly attestationProvider: AttestationProvider;
  /** JSON for `parseTrustedList`, marked as a demonstration. */
  readonly trustedList: string;
}

/** What stands in the key file: base64 of DER, and a private JWK. */
interface StoredPki {
  readonly warning: string;
  readonly authority: string;
  readonly signer: string;
  readonly signerKey: JsonWebKey;
}

const KEY_FILE = 'test-proof-of-age-keys.json';

const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 86_400;
// Long enough either way that clocks set for a demonstration or a test stay inside.
const VALID_BEFORE = 400 * DAY;
const VALID_AFTER = 3650 * DAY;

/**
 * Makes a certification authority and a signer for demonstration, whose names say so. The authority's private key is
 * thrown away: nobody can issue a second signer.
 * @param now Unix seconds.
 */
export async function createTestPki(now: number): Promise<TestPki> {
  return open(await create(now));
}

/**
 * The test PKI of a folder, made there at first use in a file that only its owner can read. Of several processes that
 * start at once, all get the same one.
 * @param now Unix seconds; counts at first use only.
 */
export async function loadTestPki(folder: string, now: number): Promise<TestPki> {
  return open(await loadStored(join(folder, KEY_FILE), () => create(now)));
}

/** What stands as JSON in a file that only its owner can read; made there when it is missing. */
export async function loadStored<T>(path: string, create: () => Promise<T>): Promise<T> {
  const found = readIfThere(path);
  if (found !== undefined) return JSON.parse(found) as T;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  putIfAbsent(path, `${JSON.stringify(await create(), null, 2)}\n`);
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

/**
 * Writes the trusted list of `pki` to a file, whole or not at all.
 * @throws TypeError when another list than one for demonstration stands there: it is not ours to replace.
 */
export function saveTrustedList(path: string, pki: TestPki): void {
  const found = readIfThere(path);
  if (found !== undefined && !parseTrustedList(found, { production: false }).demonstration) {
    throw new TypeError('the trusted list there is not one for demonstration');
  }
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = draftOf(path);
  writeFileSync(draft, `${pki.trustedList}\n`, { mode: 0o644, flag: 'wx', flush: true });
  renameSync(draft, path);
}

async function create(now: number): Promise<StoredPki> {
  const authorityKeys = await crypto.subtle.generateKey(ES256, false, ['sign', 'verify']);
  const signerKeys = await crypto.subtle.generateKey(ES256, true, ['sign', 'verify']);
  const validity = {
    notBefore: new Date((now - VALID_BEFORE) * 1000),
    notAfter: new Date((now + VALID_AFTER) * 1000),
    signingAlgorithm: ES256,
  };
  const authorityName = nameOf('Bauta TEST proof of age CA (do not trust)');
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity,
    name: authorityName,
    keys: authorityKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  });
  const signer = await x509.X509CertificateGenerator.create({
    ...validity,
    subject: nameOf('Bauta TEST proof of age signer (do not trust)'),
    issuer: authorityName,
    publicKey: signerKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    extensions: [new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true)],
  });
  return {
    warning: 'For demonstration only. Whoever trusts this authority trusts everybody who can read this file.',
    authority: authority.toString('base64'),
    signer: signer.toString('base64'),
    signerKey: await crypto.subtle.exportKey('jwk', signerKeys.privateKey),
  };
}

/** The distinguished name of a certificate for demonstration. */
export function nameOf(commonName: string): string {
  // ISO 18013-5 wants a country; ZZ is nobody's (ISO 3166-1, user-assigned).
  return `C=ZZ, O=${DEMONSTRATION_ORGANIZATION}, CN=${commonName}`;
}

async function open(stored: StoredPki): Promise<TestPki> {
  const certificates = [{ name: 'Bauta TEST proof of age CA (do not trust)', der: stored.authority }];
  return {
    attestationProvider: {
      certificate: Uint8Array.from(Buffer.from(stored.signer, 'base64')),
      privateKey: await crypto.subtle.importKey('jwk', stored.signerKey, ES256, false, ['sign']),
    },
    trustedList: JSON.stringify({ certificates, demonstration: true }, null, 2),
  };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function putIfAbsent(path: string, text: string): void {
  const draft = draftOf(path);
  writeFileSync(draft, text, { mode: 0o600, flag: 'wx', flush: true });
  try {
    // Unlike a rename, a link never replaces what another process has put there meanwhile.
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
}

const draftOf = (path: string): string => `${path}.${randomUUID()}.draft`;
