import { constants, createPublicKey, verify } from 'node:crypto';

/** RSASSA-PSS with SHA-384 and a salt of exactly 48 bytes under a published key. @returns false for what is no key, too */
export function verifyToken(spki: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    return verify('sha384', message, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 }, signature);
  } catch {
    return false;
  }
}
