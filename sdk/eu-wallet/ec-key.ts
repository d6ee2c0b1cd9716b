import { verifyEs256 } from '#crypto';
import { type Bytes, concat, formatHex } from '../protocol/bytes.ts';
import { DER, DerReader } from './der.ts';

/** An elliptic curve that proofs of age are signed on. */
export interface Curve {
  /** WebCrypto's name. */
  readonly name: 'P-256' | 'P-384';
  /** Octets of one coordinate. */
  readonly size: number;
}

const P256: Curve = { name: 'P-256', size: 32 };

/** Curves by the hexadecimal of their object identifier (RFC 5480 §2.1.1.1). */
const CURVES: ReadonlyMap<string, Curve> = new Map([
  ['2a8648ce3d030107', P256],
  ['2b81040022', { name: 'P-384', size: 48 }],
]);

/** Hashes by the hexadecimal of the object identifier of ecdsa-with-SHA256, -SHA384 (RFC 5758 §3.2). */
export const SIGNATURE_HASHES: ReadonlyMap<string, 'SHA-256' | 'SHA-384'> = new Map([
  ['2a8648ce3d040302', 'SHA-256'],
  ['2a8648ce3d040303', 'SHA-384'],
]);

/** A public key: an uncompressed point (`04 ‖ x ‖ y`, SEC 1 §2.3.3) on a curve. Whether it lies there shows in use. */
export interface EcKey {
  readonly curve: Curve;
  readonly point: Bytes;
}

/** The P-256 key with these coordinates of 32 bytes each. */
export function p256Key(x: Bytes, y: Bytes): EcKey {
  return { curve: P256, point: concat(Uint8Array.of(4), x, y) };
}

/**
 * The key of a SubjectPublicKeyInfo (RFC 5480 §2), or null for one of another kind.
 * @throws TypeError when it is malformed.
 */
export function readSubjectPublicKeyInfo(info: DerReader): EcKey | null {
  const EC_PUBLIC_KEY = '2a8648ce3d0201';
  const algorithm = info.inside(DER.SEQUENCE);
  const point = info.bitString();
  info.end();
  if (formatHex(algorithm.element(DER.OBJECT_IDENTIFIER).content) !== EC_PUBLIC_KEY) return null;
  if (!algorithm.has(DER.OBJECT_IDENTIFIER)) return null;
  const curve = CURVES.get(formatHex(algorithm.element(DER.OBJECT_IDENTIFIER).content));
  if (curve === undefined || point[0] !== 4 || point.length !== 1 + 2 * curve.size) return null;
  return { curve, point };
}

/** `r ‖ s` of an Ecdsa-Sig-Value (RFC 3279 §2.2.3). @throws TypeError when it is not in its one spelling. */
export function readEcSignature(der: Bytes, curve: Curve): Bytes {
  const file = new DerReader(der);
  const numbers = file.inside(DER.SEQUENCE);
  file.end();
  const r = numbers.unsigned(curve.size);
  const s = numbers.unsigned(curve.size);
  numbers.end();
  return concat(r, s);
}

/** The key as the platform wants it. @throws when the point is not on its curve. */
export function importEcKey({ curve, point }: EcKey): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', point, { name: 'ECDSA', namedCurve: curve.name }, false, ['verify']);
}

/**
 * True when `signature` (`r ‖ s`) over `data` is this key's; false too for a point that is not on its curve.
 * @param key may have been imported already, which saves WebCrypto almost half of the work.
 */
export async function isSignedBy(
  key: EcKey | CryptoKey,
  hash: 'SHA-256' | 'SHA-384',
  signature: Bytes,
  data: Bytes,
): Promise<boolean> {
  if ('point' in key && key.curve === P256 && hash === 'SHA-256') {
    // A key that is good for one signature: the platform may have a way without importing it.
    return verifyEs256(key.point.slice(1, 33), key.point.slice(33), data, signature);
  }
  try {
    const imported = 'point' in key ? await importEcKey(key) : key;
    return await crypto.subtle.verify({ name: 'ECDSA', hash }, imported, signature, data);
  } catch {
    return false;
  }
}
