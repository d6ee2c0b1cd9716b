import { type Bytes, concat, parseHex } from '../bytes.ts';

/** Node answers at once, WebCrypto later; callers `await` either. */
export type Awaitable<T> = T | Promise<T>;

/** A P-256 key pair as RFC 7518 §6.2 writes it, each number 32 bytes, big-endian. */
export interface P256KeyPair {
  readonly d: Bytes;
  readonly x: Bytes;
  readonly y: Bytes;
}

/** A token key ready to verify with; what is inside is the platform's own. */
export type RsaVerifyKey = unknown;

/** An Ed25519 seed of 32 bytes as PKCS #8 (RFC 8410 §7), the one form in which every platform takes it. */
export function ed25519Pkcs8(seed: Uint8Array): Bytes {
  if (seed.length !== 32) throw new TypeError('seed: not 32 bytes');
  return concat(parseHex('302e020100300506032b657004220420'), seed);
}

/** What the SDK needs of a platform: `node.ts` and `web.ts` each give all of it, and nothing else knows which is in use. */
export interface PlatformCrypto {
  /** `length` bytes from the system's generator. */
  randomBytes(length: number): Bytes;
  sha256(data: Uint8Array): Awaitable<Bytes>;
  sha384(data: Uint8Array): Awaitable<Bytes>;
  /** HMAC-SHA-256, RFC 2104; 32 bytes. */
  hmacSha256(key: Uint8Array, data: Uint8Array): Awaitable<Bytes>;
  /** Prepares an RSA-2048 public key, e = 65537, from its modulus of 256 bytes. */
  importRsa(modulus: Uint8Array): Awaitable<RsaVerifyKey>;
  /** RSASSA-PSS with SHA-384, MGF1-SHA-384 and a salt of exactly 48 bytes (RFC 9474 §4.4). */
  verifyRsaPss(key: RsaVerifyKey, message: Uint8Array, signature: Uint8Array): Awaitable<boolean>;
  /** ECDSA P-256 with SHA-256 over `message`; the signature is r‖s, 64 bytes. False also for a point off the curve. */
  verifyEs256(x: Uint8Array, y: Uint8Array, message: Uint8Array, signature: Uint8Array): Awaitable<boolean>;
  generateP256(): Awaitable<P256KeyPair>;
  /** ECDSA P-256 with SHA-256; r‖s, 64 bytes. */
  signEs256(key: P256KeyPair, message: Uint8Array): Awaitable<Bytes>;
  /** Ed25519 (RFC 8032 §5.1): public key of 32 bytes, signature of 64. False for any other length, or no such point. */
  verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Awaitable<boolean>;
  /** Ed25519 with the private key that RFC 8032 §5.1.5 makes of a seed of 32 bytes; 64 bytes. */
  signEd25519(seed: Uint8Array, message: Uint8Array): Awaitable<Bytes>;
  /** The public key, 32 bytes, of a seed of 32 bytes. */
  ed25519PublicKey(seed: Uint8Array): Awaitable<Bytes>;
}
