import {
  constants,
  createECDH,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hash,
  type KeyObject,
  randomBytes as nodeRandomBytes,
  sign,
  verify,
} from 'node:crypto';
import { formatBase64url, parseBase64url } from '../base64url.ts';
import type { Bytes } from '../bytes.ts';
import { ed25519Pkcs8, type PlatformCrypto } from './port.ts';

const copy = (buffer: Uint8Array): Bytes => new Uint8Array(buffer);

export const randomBytes: PlatformCrypto['randomBytes'] = (length) => copy(nodeRandomBytes(length));

export const sha256: PlatformCrypto['sha256'] = (data) => copy(hash('sha256', data, 'buffer'));

export const sha384: PlatformCrypto['sha384'] = (data) => copy(hash('sha384', data, 'buffer'));

export const hmacSha256: PlatformCrypto['hmacSha256'] = (key, data) =>
  copy(createHmac('sha256', key).update(data).digest());

export const importRsa: PlatformCrypto['importRsa'] = (modulus) =>
  createPublicKey({ key: { kty: 'RSA', n: formatBase64url(modulus), e: 'AQAB' }, format: 'jwk' });

export const verifyRsaPss: PlatformCrypto['verifyRsaPss'] = (key, message, signature) =>
  verify(
    'sha384',
    message,
    // Without saltLength Node accepts any salt, an empty one too.
    { key: key as KeyObject, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 },
    signature,
  );

export const verifyEs256: PlatformCrypto['verifyEs256'] = (x, y, message, signature) => {
  // Platforms differ on a coordinate with leading zeros to spare.
  if (x.length !== 32 || y.length !== 32) return false;
  // A JWK takes OpenSSL half the time of the same key as SubjectPublicKeyInfo, and a key that is good for one signature
  // needs no KeyObject.
  const key = { kty: 'EC', crv: 'P-256', x: formatBase64url(x), y: formatBase64url(y) };
  try {
    return verify('sha256', message, { key, format: 'jwk', dsaEncoding: 'ieee-p1363' }, signature);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_CRYPTO_INVALID_JWK') return false;
    throw error;
  }
};

export const generateP256: PlatformCrypto['generateP256'] = () => {
  // Not generateKeyPairSync: to export what it has made can wait for ever, when a collection of garbage falls into it.
  const pair = createECDH('prime256v1');
  const point = pair.generateKeys();
  const secret = pair.getPrivateKey();
  const d = new Uint8Array(32);
  d.set(secret, d.length - secret.length);
  return { d, x: copy(point.subarray(1, 33)), y: copy(point.subarray(33)) };
};

export const signEs256: PlatformCrypto['signEs256'] = ({ d, x, y }, message) => {
  const jwk = { kty: 'EC', crv: 'P-256', d: formatBase64url(d), x: formatBase64url(x), y: formatBase64url(y) };
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  return copy(sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' }));
};

export const verifyEd25519: PlatformCrypto['verifyEd25519'] = (publicKey, message, signature) => {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const key = { kty: 'OKP', crv: 'Ed25519', x: formatBase64url(publicKey) };
  return verify(null, message, { key, format: 'jwk' }, signature);
};

const ed25519Key = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.from(ed25519Pkcs8(seed)), format: 'der', type: 'pkcs8' });

export const signEd25519: PlatformCrypto['signEd25519'] = (seed, message) =>
  copy(sign(null, message, ed25519Key(seed)));

export const ed25519PublicKey: PlatformCrypto['ed25519PublicKey'] = (seed) =>
  parseBase64url(createPublicKey(ed25519Key(seed)).export({ format: 'jwk' }).x as string);
