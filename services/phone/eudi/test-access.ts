import 'reflect-metadata';
import { join } from 'node:path';
import { type Bytes, formatBase64 } from '@bauta/sdk/protocol';
import * as x509 from '@peculiar/x509';
import { loadStored, nameOf } from '../test-pki.ts';

/** How the demonstration's attester is known to the simulated EUDI wallet, and to no other. */
export interface TestAccess {
  /** DER of the authority that the wallet believes. */
  readonly authority: Bytes;
  /** The attester's certificate in PEM, without that authority. */
  readonly chain: string;
  /** PKCS #8 in PEM. */
  readonly key: string;
}

/** What stands in the file: base64 of DER. */
interface StoredAccess {
  readonly warning: string;
  readonly authority: string;
  readonly leaf: string;
  readonly leafKey: string;
}

const ACCESS_FILE = 'test-access-keys.json';
const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 86_400;
// Long enough either way that clocks set for a demonstration or a test stay inside.
const VALID_BEFORE = 400 * DAY;
const VALID_AFTER = 3650 * DAY;

/** Makes an authority and one access certificate under it. Nobody can issue a second one. @param now Unix seconds. */
export async function createTestAccess(now: number): Promise<TestAccess> {
  return read(await create(now));
}

/** As `loadTestPki`, in a file of its own. @param now Unix seconds; counts at first use only. */
export async function loadTestAccess(folder: string, now: number): Promise<TestAccess> {
  return read(await loadStored(join(folder, ACCESS_FILE), () => create(now)));
}

async function create(now: number): Promise<StoredAccess> {
  const authorityKeys = await crypto.subtle.generateKey(ES256, false, ['sign', 'verify']);
  const leafKeys = await crypto.subtle.generateKey(ES256, true, ['sign', 'verify']);
  const validity = {
    notBefore: new Date((now - VALID_BEFORE) * 1000),
    notAfter: new Date((now + VALID_AFTER) * 1000),
    signingAlgorithm: ES256,
  };
  const name = nameOf('Bauta TEST access CA (do not trust)');
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity,
    name,
    keys: authorityKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  });
  const leaf = await x509.X509CertificateGenerator.create({
    ...validity,
    subject: nameOf('Bauta TEST age attester (do not trust)'),
    issuer: name,
    publicKey: leafKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    extensions: [new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true)],
  });
  return {
    warning: 'For demonstration only. Wallets that believe this authority believe everybody who can read this file.',
    authority: authority.toString('base64'),
    leaf: leaf.toString('base64'),
    leafKey: formatBase64(new Uint8Array(await crypto.subtle.exportKey('pkcs8', leafKeys.privateKey))),
  };
}

function read({ authority, leaf, leafKey }: StoredAccess): TestAccess {
  return {
    authority: Uint8Array.from(Buffer.from(authority, 'base64')),
    chain: pemOf('CERTIFICATE', leaf),
    key: pemOf('PRIVATE KEY', leafKey),
  };
}

function pemOf(label: string, base64: string): string {
  const lines = base64.match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
