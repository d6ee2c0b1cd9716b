import {
  constants,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes as nodeRandomBytes,
  sign,
  verify,
} from 'node:crypto';
import { formatBase64url, parseBase64url } from '../base64url.ts';
import { type Bytes, concat, parseHex } from '../bytes.ts';
import type { PlatformCrypto } from './port.ts';

/** SubjectPublicKeyInfo of an uncompressed P-256 point up to the point itself (RFC 5480 §2). */
const P256_SPKI_PREFIX = parseHex('3059301306072a8648ce3d020106082a8648ce3d03010703420004');

const copy = (buffer: Uint8Array): Bytes => new Uint8Array(buffer);

export const randomBytes: PlatformCrypto['randomBytes'] = (length) => copy(nodeRandomBytes(length));

export const sha256: PlatformCrypto['sha256'] = (data) => copy(createHash('sha256').update(data).digest());

export const sha384: PlatformCrypto['sha384'] = (data) => copy(createHash('sha384').update(data).digest());

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
  let key: KeyObject;
  try {
    key = createPublicKey({ key: Buffer.from(concat(P256_SPKI_PREFIX, x, y)), format: 'der', type: 'spki' });
  } catch {
    return false;
  }
  return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature);
};

export const generateP256: PlatformCrypto['generateP256'] = () => {
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  return {
    d: parseBase64url(jwk.d as string),
    x: parseBase64url(jwk.x as string),
    y: parseBase64url(jwk.y as string),
  };
};

export const signEs256: PlatformCrypto['signEs256'] = ({ d, x, y }, message) => {
  const jwk = { kty: 'EC', crv: 'P-256', d: formatBase64url(d), x: formatBase64url(x), y: formatBase64url(y) };
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  return copy(sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' }));
};
