import { formatBase64url, parseBase64url } from '../base64url.ts';
import type { Bytes } from '../bytes.ts';
import { ed25519Pkcs8, type PlatformCrypto } from './port.ts';

const { subtle } = globalThis.crypto;
const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

// WebCrypto's types want to know that no shared memory is behind a view; ours never is.
const own = (bytes: Uint8Array): Bytes => bytes as Bytes;

export const randomBytes: PlatformCrypto['randomBytes'] = (length) =>
  globalThis.crypto.getRandomValues(new Uint8Array(length));

export const sha256: PlatformCrypto['sha256'] = async (data) =>
  new Uint8Array(await subtle.digest('SHA-256', own(data)));

export const sha384: PlatformCrypto['sha384'] = async (data) =>
  new Uint8Array(await subtle.digest('SHA-384', own(data)));

export const hmacSha256: PlatformCrypto['hmacSha256'] = async (key, data) => {
  const imported = await subtle.importKey('raw', own(key), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await subtle.sign('HMAC', imported, own(data)));
};

export const importRsa: PlatformCrypto['importRsa'] = (modulus) =>
  subtle.importKey(
    'jwk',
    { kty: 'RSA', n: formatBase64url(modulus), e: 'AQAB' },
    { name: 'RSA-PSS', hash: 'SHA-384' },
    false,
    ['verify'],
  );

export const verifyRsaPss: PlatformCrypto['verifyRsaPss'] = (key, message, signature) =>
  subtle.verify({ name: 'RSA-PSS', saltLength: 48 }, key as CryptoKey, own(signature), own(message));

export const verifyEs256: PlatformCrypto['verifyEs256'] = async (x, y, message, signature) => {
  if (x.length !== 32 || y.length !== 32) return false;
  const jwk = { kty: 'EC', crv: 'P-256', x: formatBase64url(x), y: formatBase64url(y) };
  let key: CryptoKey;
  try {
    key = await subtle.importKey('jwk', jwk, ES256, false, ['verify']);
  } catch {
    return false;
  }
  return subtle.verify(ES256, key, own(signature), own(message));
};

export const generateP256: PlatformCrypto['generateP256'] = async () => {
  // Extractable, because the caller wraps it at once; signEs256 imports what it unwraps as non-extractable.
  const pair = await subtle.generateKey(ES256, true, ['sign']);
  const jwk = await subtle.exportKey('jwk', pair.privateKey);
  return {
    d: parseBase64url(jwk.d as string),
    x: parseBase64url(jwk.x as string),
    y: parseBase64url(jwk.y as string),
  };
};

export const signEs256: PlatformCrypto['signEs256'] = async ({ d, x, y }, message) => {
  const jwk = { kty: 'EC', crv: 'P-256', d: formatBase64url(d), x: formatBase64url(x), y: formatBase64url(y) };
  const key = await subtle.importKey('jwk', jwk, ES256, false, ['sign']);
  return new Uint8Array(await subtle.sign(ES256, key, own(message)));
};

export const verifyEd25519: PlatformCrypto['verifyEd25519'] = async (publicKey, message, signature) => {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  let key: CryptoKey;
  try {
    key = await subtle.importKey('raw', own(publicKey), 'Ed25519', false, ['verify']);
  } catch (error) {
    // Some platforms find out here that the bytes are no point; one without Ed25519 must not look like a forgery.
    if ((error as Error).name === 'DataError') return false;
    throw error;
  }
  return subtle.verify('Ed25519', key, own(signature), own(message));
};

const ed25519Key = (seed: Uint8Array, isExtractable: boolean): Promise<CryptoKey> =>
  subtle.importKey('pkcs8', ed25519Pkcs8(seed), 'Ed25519', isExtractable, ['sign']);

export const signEd25519: PlatformCrypto['signEd25519'] = async (seed, message) =>
  new Uint8Array(await subtle.sign('Ed25519', await ed25519Key(seed, false), own(message)));

export const ed25519PublicKey: PlatformCrypto['ed25519PublicKey'] = async (seed) =>
  parseBase64url((await subtle.exportKey('jwk', await ed25519Key(seed, true))).x as string);
