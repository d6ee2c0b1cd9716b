import { type Bytes, concat, writeUtf8 } from '@bauta/sdk/protocol';

/** What is sealed: the key it can be opened with the other half of, and the sealed bytes. */
export interface Sealed {
  /** Uncompressed point on P-256, 65 bytes. */
  readonly enc: Bytes;
  readonly cipherText: Bytes;
}

const P256 = { name: 'ECDH', namedCurve: 'P-256' } as const;

/** Big-endian octets of RFC 9180 §4, `I2OSP(value, 2)`. */
const u16 = (value: number): Bytes => Uint8Array.of(value >> 8, value & 0xff);

// RFC 9180 §7: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM.
const KEM = 0x0010;
const KDF = 0x0001;
const AEAD = 0x0001;
const KEM_SUITE = concat(writeUtf8('KEM'), u16(KEM));
const HPKE_SUITE = concat(writeUtf8('HPKE'), u16(KEM), u16(KDF), u16(AEAD));

/**
 * Seals `plaintext` to a key in HPKE's base mode, once, with nothing beside it (RFC 9180 §6.1). Written from the RFC and
 * sharing no code with who opens it, so that the two check each other.
 * @param recipient uncompressed point on P-256, 65 bytes. @throws when it is none.
 */
export async function seal(recipient: Bytes, info: Bytes, plaintext: Bytes): Promise<Sealed> {
  const theirs = await crypto.subtle.importKey('raw', recipient, P256, true, []);
  const ours = await crypto.subtle.generateKey(P256, true, ['deriveBits']);
  const enc = new Uint8Array(await crypto.subtle.exportKey('raw', ours.publicKey));
  const shared = new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, ours.privateKey, 256));
  // §4.1, ExtractAndExpand.
  const eaePrk = await labeledExtract(KEM_SUITE, concat(), 'eae_prk', shared);
  const secret = await labeledExpand(KEM_SUITE, eaePrk, 'shared_secret', concat(enc, recipient), 32);
  // §5.1, KeySchedule in the base mode: no pre-shared key.
  const BASE = Uint8Array.of(0);
  const pskIdHash = await labeledExtract(HPKE_SUITE, concat(), 'psk_id_hash', concat());
  const infoHash = await labeledExtract(HPKE_SUITE, concat(), 'info_hash', info);
  const context = concat(BASE, pskIdHash, infoHash);
  const schedule = await labeledExtract(HPKE_SUITE, secret, 'secret', concat());
  const key = await labeledExpand(HPKE_SUITE, schedule, 'key', context, 16);
  // The first message's nonce is the base nonce itself (§5.2).
  const iv = await labeledExpand(HPKE_SUITE, schedule, 'base_nonce', context, 12);

  const aes = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']);
  return { enc, cipherText: new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, aes, plaintext)) };
}

/** §4: `LabeledExtract(salt, label, ikm)`. */
function labeledExtract(suite: Bytes, salt: Bytes, label: string, ikm: Bytes): Promise<Bytes> {
  return hmac(salt, concat(writeUtf8('HPKE-v1'), suite, writeUtf8(label), ikm));
}

/** §4: `LabeledExpand(prk, label, info, length)`, for a length of one hash at most. */
async function labeledExpand(suite: Bytes, prk: Bytes, label: string, info: Bytes, length: number): Promise<Bytes> {
  const labeledInfo = concat(u16(length), writeUtf8('HPKE-v1'), suite, writeUtf8(label), info);
  const first = await hmac(prk, concat(labeledInfo, Uint8Array.of(1)));
  return first.slice(0, length);
}

async function hmac(key: Bytes, data: Bytes): Promise<Bytes> {
  // A missing salt is a hash length of zeros (RFC 5869 §2.2); WebCrypto takes no empty key.
  const bytes = key.length > 0 ? key : new Uint8Array(32);
  const imported = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, data));
}
