import { hmacSha256 } from '#crypto';
import { parseBase64url } from '../protocol/base64url.ts';
import { type Bytes, concat, formatHex, parseHex, writeUtf8 } from '../protocol/bytes.ts';

/** Octets of an encapsulated key: an uncompressed point of P-256. */
export const ENCAPSULATED_KEY_LENGTH = 65;

/** Octets that sealing adds: the tag of AES-GCM. */
export const SEAL_OVERHEAD = 16;

const P256 = { name: 'ECDH', namedCurve: 'P-256' } as const;

/** Octets of a scalar and of a coordinate of P-256, and of a digest of SHA-256. */
const LENGTH = 32;
const ORDER = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551';

/** RFC 5208 and RFC 5915 around a private key of P-256 without its public half. */
const PKCS8 = parseHex('3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420');

/** `I2OSP(value, 2)` (RFC 8017 §4.1). */
const u16 = (value: number): Bytes => Uint8Array.of(value >> 8, value & 0xff);

// RFC 9180 §7: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, the one suite of ISO/IEC TS 18013-7 Annex C.
const KEM = 0x0010;
const KDF = 0x0001;
const AEAD = 0x0001;
const KEM_SUITE = concat(writeUtf8('KEM'), u16(KEM));
const HPKE_SUITE = concat(writeUtf8('HPKE'), u16(KEM), u16(KDF), u16(AEAD));

/** What somebody sealed to a key of ours in HPKE's base mode. */
export interface Sealed {
  /** 65 bytes. */
  readonly encapsulatedKey: Bytes;
  readonly cipherText: Bytes;
}

/**
 * A key pair for one answer (RFC 9180 §7.1.3, DeriveKeyPair), as a private JWK.
 * @param seed 32 random bytes.
 */
export async function deriveRecipientKey(seed: Bytes): Promise<JsonWebKey> {
  if (seed.length !== LENGTH) throw new TypeError('the seed is not 32 bytes');
  const extracted = await labeledExtract(KEM_SUITE, concat(), 'dkp_prk', seed);
  for (let counter = 0; counter < 256; counter++) {
    const scalar = await labeledExpand(KEM_SUITE, extracted, 'candidate', Uint8Array.of(counter), LENGTH);
    const digits = formatHex(scalar);
    if (digits >= ORDER || /^0+$/.test(digits)) continue;
    const key = await crypto.subtle.importKey('pkcs8', concat(PKCS8, scalar), P256, true, ['deriveBits']);
    const { kty, crv, x, y, d } = await crypto.subtle.exportKey('jwk', key);
    return { kty, crv, x, y, d } as JsonWebKey;
  }
  throw new TypeError('no key comes of this seed');
}

/**
 * Opens what was sealed to `recipientKey` (RFC 9180 §6.1).
 * @param recipientKey a private JWK on P-256.
 * @param bound `info` is what both sides bind the message to; `aad` is empty when absent.
 * @returns null when it does not open: another key, another `info`, or a changed byte.
 * @throws TypeError for a recipient key that is none.
 */
export async function openSealed(
  recipientKey: JsonWebKey,
  { encapsulatedKey, cipherText }: Sealed,
  bound: { readonly info: Bytes; readonly aad?: Bytes },
): Promise<Bytes | null> {
  const { privateKey, point } = await importRecipient(recipientKey);
  const shared = await agree(privateKey, encapsulatedKey);
  if (shared === null) return null;
  // §4.1, ExtractAndExpand.
  const extracted = await labeledExtract(KEM_SUITE, concat(), 'eae_prk', shared);
  const context = concat(encapsulatedKey, point);
  const secret = await labeledExpand(KEM_SUITE, extracted, 'shared_secret', context, LENGTH);
  const { key, nonce } = await scheduleKeys(secret, bound.info);
  const aes = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
  const terms = { name: 'AES-GCM', iv: nonce, additionalData: bound.aad ?? concat() };
  return orNull(async () => new Uint8Array(await crypto.subtle.decrypt(terms, aes, cipherText)));
}

/** The shared secret of Diffie and Hellman, 32 bytes; null when the other side's key is no point of the curve. */
async function agree(privateKey: CryptoKey, encapsulatedKey: Bytes): Promise<Bytes | null> {
  // Some platforms take compressed points too, which HPKE has not.
  if (encapsulatedKey.length !== ENCAPSULATED_KEY_LENGTH) return null;
  const theirs = await orNull(() => crypto.subtle.importKey('raw', encapsulatedKey, P256, true, []));
  if (theirs === null) return null;
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, privateKey, 8 * LENGTH));
}

/** §5.1, KeySchedule in the base mode: no pre-shared key. The first message's nonce is the base nonce itself (§5.2). */
async function scheduleKeys(secret: Bytes, info: Bytes): Promise<{ key: Bytes; nonce: Bytes }> {
  const BASE = Uint8Array.of(0);
  const [pskIdHash, infoHash, schedule] = await Promise.all([
    labeledExtract(HPKE_SUITE, concat(), 'psk_id_hash', concat()),
    labeledExtract(HPKE_SUITE, concat(), 'info_hash', info),
    labeledExtract(HPKE_SUITE, secret, 'secret', concat()),
  ]);
  const context = concat(BASE, pskIdHash, infoHash);
  const [key, nonce] = await Promise.all([
    labeledExpand(HPKE_SUITE, schedule, 'key', context, 16),
    labeledExpand(HPKE_SUITE, schedule, 'base_nonce', context, 12),
  ]);
  return { key, nonce };
}

async function importRecipient({ kty, crv, x, y, d }: JsonWebKey): Promise<{ privateKey: CryptoKey; point: Bytes }> {
  try {
    const jwk = { kty, crv, x, y, d } as JsonWebKey;
    const point = concat(Uint8Array.of(4), parseBase64url(x as string), parseBase64url(y as string));
    if (d === undefined || point.length !== ENCAPSULATED_KEY_LENGTH) throw new TypeError('not both halves');
    return { privateKey: await crypto.subtle.importKey('jwk', jwk, P256, false, ['deriveBits']), point };
  } catch {
    throw new TypeError('not a private JWK on P-256');
  }
}

/** §4: `LabeledExtract(salt, label, ikm)`. */
async function labeledExtract(suite: Bytes, salt: Bytes, label: string, ikm: Bytes): Promise<Bytes> {
  // A missing salt is a hash length of zeros (RFC 5869 §2.2); WebCrypto takes no empty key.
  const key = salt.length > 0 ? salt : new Uint8Array(LENGTH);
  return hmacSha256(key, concat(writeUtf8('HPKE-v1'), suite, writeUtf8(label), ikm));
}

/** §4: `LabeledExpand(prk, label, info, length)`, for a length of one hash at most. */
async function labeledExpand(suite: Bytes, prk: Bytes, label: string, info: Bytes, length: number): Promise<Bytes> {
  const labeledInfo = concat(u16(length), writeUtf8('HPKE-v1'), suite, writeUtf8(label), info);
  return (await hmacSha256(prk, concat(labeledInfo, Uint8Array.of(1)))).slice(0, length);
}

/** Null where the platform says that the bytes are no such thing. */
async function orNull<T>(act: () => Promise<T>): Promise<T | null> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
