import { sha256 } from '#crypto';
import { parseBase64 } from '../../protocol/base64.ts';
import { formatBase64url } from '../../protocol/base64url.ts';
import { type Bytes, isEqual, writeUtf8 } from '../../protocol/bytes.ts';
import { type Certificate, isIssuedBy, parseCertificate } from '../certificate.ts';
import { isSignedBy } from '../ec-key.ts';

/** By what EUDI wallets know a presentation verifier: its wallet relying party access certificate, and the key to it. */
export interface AccessCertificate {
  /** DER, the leaf first, each signed by the next, without the authority that wallets know themselves. */
  readonly chain: readonly Bytes[];
  /** `x509_hash:` and the base64url of the SHA-256 of the leaf (OpenID4VP 1.0 §5.9.3). */
  readonly clientId: string;
  /** The leaf's key, P-256, that signs requests. */
  readonly privateKey: CryptoKey;
  /** Unix seconds between which every certificate of the chain is good. */
  readonly notBefore: number;
  readonly notAfter: number;
}

const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const LONGEST_CHAIN = 5;

/**
 * Reads an access certificate (OpenID4VP 1.0 §5.9.3, HAIP 1.0 §5).
 * @param chain in PEM (RFC 7468), the leaf first. @param key the leaf's, PKCS #8 in PEM.
 * @throws TypeError that says which of the two is wrong and why; it holds nothing of the key
 */
export async function readAccessCertificate(chain: string, key: string): Promise<AccessCertificate> {
  const certificates = parseAccessChain(chain);
  const [leaf] = certificates as [Certificate, ...Certificate[]];
  await checkLinks(certificates);
  const privateKey = await importAccessKey(parseAccessKey(key));
  if (!(await belongs(privateKey, leaf))) throw new TypeError('the access key is not the key of the first certificate');
  return {
    chain: certificates.map(({ der }) => der),
    clientId: `x509_hash:${formatBase64url(await sha256(leaf.der))}`,
    privateKey,
    notBefore: Math.max(...certificates.map(({ notBefore }) => notBefore)),
    notAfter: Math.min(...certificates.map(({ notAfter }) => notAfter)),
  };
}

/**
 * The certificates of a PEM file, the leaf first. @throws TypeError on anything else than one to five certificates of
 * which none is self-signed and the first has a P-256 key
 */
export function parseAccessChain(pem: string): readonly Certificate[] {
  const certificates = readPem(pem, 'CERTIFICATE').map(readOne);
  const [leaf] = certificates;
  if (leaf === undefined || certificates.length > LONGEST_CHAIN) throw new TypeError('not one to five certificates');
  // Wallets refuse both: a leaf that vouches for itself, and an authority that a stranger hands them.
  if (isEqual(leaf.issuer, leaf.subject)) throw new TypeError('the first certificate signed itself');
  if (certificates.some(({ issuer, subject }) => isEqual(issuer, subject))) {
    throw new TypeError('the authority that signed itself must not be in the chain');
  }
  if (leaf.publicKey?.curve.name !== 'P-256') throw new TypeError('the first certificate has no P-256 key');
  return certificates;
}

function parseAccessKey(pem: string): Bytes {
  const [key, ...more] = readPem(pem, 'PRIVATE KEY');
  if (key === undefined || more.length > 0) throw new TypeError('the access key is not one PKCS #8 key in PEM');
  return key;
}

function readOne(der: Bytes): Certificate {
  try {
    return parseCertificate(der);
  } catch {
    throw new TypeError('a certificate cannot be read');
  }
}

async function checkLinks(certificates: readonly Certificate[]): Promise<void> {
  for (const [i, parent] of certificates.slice(1).entries()) {
    if (!(await isIssuedBy(certificates[i] as Certificate, parent))) {
      throw new TypeError(`certificate ${i + 1} was not issued by the one after it`);
    }
  }
}

async function importAccessKey(pkcs8: Bytes): Promise<CryptoKey> {
  try {
    return await crypto.subtle.importKey('pkcs8', pkcs8, ES256, false, ['sign']);
  } catch {
    throw new TypeError('the access key is no P-256 key');
  }
}

/** A signature is the one test of a key that cannot be read. */
async function belongs(privateKey: CryptoKey, { publicKey }: Certificate): Promise<boolean> {
  const probe = writeUtf8('bauta/access-key/v1');
  const signature = new Uint8Array(await crypto.subtle.sign(ES256, privateKey, probe));
  return publicKey !== null && isSignedBy(publicKey, 'SHA-256', signature, probe);
}

/** The contents of the blocks with this label, when there is nothing but such blocks. */
function readPem(text: string, label: string): Bytes[] {
  const BLOCK = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+?)-----END ${label}-----`, 'g');
  const blocks = [...text.matchAll(BLOCK)].map(([, body = '']) => body.replace(/\s/g, ''));
  if (text.replace(BLOCK, '').trim() !== '') throw new TypeError(`not PEM blocks of ${label} alone`);
  try {
    return blocks.map((block) => parseBase64(block));
  } catch {
    throw new TypeError(`a PEM block of ${label} is not base64`);
  }
}
