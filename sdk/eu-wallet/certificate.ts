import { type Bytes, formatHex, isEqual, readUtf8, writeUtf8 } from '../protocol/bytes.ts';
import { DER, DerReader } from './der.ts';
import { type EcKey, isSignedBy, readEcSignature, readSubjectPublicKeyInfo, SIGNATURE_HASHES } from './ec-key.ts';

/** What of an X.509 certificate (RFC 5280 §4.1) decides here. Extensions are not looked at. */
export interface Certificate {
  readonly der: Bytes;
  /** The signed part, as received. */
  readonly tbs: Bytes;
  /** Distinguished names, as received. */
  readonly issuer: Bytes;
  readonly subject: Bytes;
  /** Unix seconds, both included. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** Null for a key of another kind than elliptic-curve P-256 or P-384. */
  readonly publicKey: EcKey | null;
  /** The object identifier of the signature algorithm, in hexadecimal. */
  readonly algorithm: string;
  readonly signature: Bytes;
}

/**
 * Reads one certificate. Everything outside of the signed part has one spelling only.
 * @throws TypeError on anything that is not such a certificate.
 */
export function parseCertificate(bytes: Uint8Array): Certificate {
  const der: Bytes = Uint8Array.from(bytes);
  const file = new DerReader(der);
  const certificate = file.inside(DER.SEQUENCE);
  file.end();
  const tbs = certificate.element(DER.SEQUENCE);
  const outerAlgorithm = certificate.element(DER.SEQUENCE);
  const signature = certificate.bitString();
  certificate.end();

  const fields = new DerReader(tbs.content);
  const VERSION = 0xa0;
  if (fields.has(VERSION)) fields.element(VERSION);
  fields.element(DER.INTEGER);
  const algorithm = fields.element(DER.SEQUENCE);
  // RFC 5280 §4.1.1.2; the outer one is not signed.
  if (!isEqual(algorithm.raw, outerAlgorithm.raw)) throw new TypeError('two signature algorithms');
  const issuer = fields.element(DER.SEQUENCE);
  const validity = fields.inside(DER.SEQUENCE);
  const notBefore = readTime(validity);
  const notAfter = readTime(validity);
  validity.end();
  const subject = fields.element(DER.SEQUENCE);
  const publicKey = readSubjectPublicKeyInfo(fields.inside(DER.SEQUENCE));

  return {
    der,
    tbs: tbs.raw,
    issuer: issuer.raw,
    subject: subject.raw,
    notBefore,
    notAfter,
    publicKey,
    algorithm: formatHex(new DerReader(algorithm.content).element(DER.OBJECT_IDENTIFIER).content),
    signature,
  };
}

/** Seconds by which clocks may differ. */
const CLOCK_SKEW = 60;

/** True when `now`, Unix seconds, is within the validity of a certificate, a minute of difference allowed. */
export function isCurrent({ notBefore, notAfter }: Certificate, now: number): boolean {
  return now >= notBefore - CLOCK_SKEW && now <= notAfter + CLOCK_SKEW;
}

/** True when `parent`'s key signed `certificate` (ecdsa-with-SHA256 or -SHA384) and the names fit. */
export async function isIssuedBy(certificate: Certificate, parent: Certificate): Promise<boolean> {
  const hash = SIGNATURE_HASHES.get(certificate.algorithm);
  if (hash === undefined || parent.publicKey === null || !isEqual(certificate.issuer, parent.subject)) return false;
  let signature: Bytes;
  try {
    signature = readEcSignature(certificate.signature, parent.publicKey.curve);
  } catch {
    return false;
  }
  return isSignedBy(parent.publicKey, hash, signature, certificate.tbs);
}

/** True when a distinguished name has this organisation name (2.5.4.10), written in UTF-8 or ASCII. */
export function hasOrganization(name: Bytes, organization: string): boolean {
  const ORGANIZATION = '55040a';
  const wanted = writeUtf8(organization);
  const sets = new DerReader(name).inside(DER.SEQUENCE);
  while (sets.more()) {
    const attributes = sets.inside(DER.SET);
    while (attributes.more()) {
      const attribute = attributes.inside(DER.SEQUENCE);
      const type = formatHex(attribute.element(DER.OBJECT_IDENTIFIER).content);
      if (type === ORGANIZATION && isEqual(attribute.element().content, wanted)) return true;
    }
  }
  return false;
}

/** RFC 5280 §4.1.2.5: UTCTime until 2049, GeneralizedTime after, both in whole seconds of UTC. */
function readTime(validity: DerReader): number {
  const { tag, content } = validity.element();
  const text = readUtf8(content);
  const isUtcTime = tag === DER.UTC_TIME;
  if (!isUtcTime && tag !== DER.GENERALIZED_TIME) throw new TypeError('not a time');
  const digits = (isUtcTime ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/)
    .exec(text)
    ?.slice(1)
    .map(Number);
  if (digits === undefined) throw new TypeError('not a time');
  const [written, month, day, hour, minute, second] = digits as [number, number, number, number, number, number];
  const year = isUtcTime ? written + (written < 50 ? 2000 : 1900) : written;
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}
