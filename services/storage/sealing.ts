import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { AgeError, type Bytes, concat } from '@bauta/sdk/protocol';

const CIPHER = 'aes-256-gcm';
const IV_LENGTH = 12;
const TAG_LENGTH = 16;

/** Seals small secrets for the disk with AES-256-GCM: iv 12 ‖ ciphertext ‖ tag 16. */
export interface Sealing {
  /** @param context what the secret belongs to; it opens nowhere else. */
  seal(secret: Uint8Array, context: Uint8Array): Bytes;
  /** The secret; the caller overwrites it after use. @throws AgeError ERR_STORE_UNAVAILABLE unless key and context fit. */
  open(sealed: Uint8Array, context: Uint8Array): Buffer;
}

/** @param keyEncryptionKey 32 bytes, which are copied. Under one key some 2^32 secrets may be sealed. */
export function sealingUnder(keyEncryptionKey: Bytes): Sealing {
  if (keyEncryptionKey.length !== 32) throw new TypeError('a key-encryption key has 32 bytes');
  const key: KeyObject = createSecretKey(keyEncryptionKey);
  return {
    seal(secret, context) {
      const iv = randomBytes(IV_LENGTH);
      const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_LENGTH }).setAAD(context);
      const ciphertext = concat(cipher.update(secret), cipher.final());
      return concat(iv, ciphertext, cipher.getAuthTag());
    },
    open(sealed, context) {
      const iv = sealed.subarray(0, IV_LENGTH);
      const ciphertext = sealed.subarray(IV_LENGTH, -TAG_LENGTH);
      try {
        const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_LENGTH }).setAAD(context);
        decipher.setAuthTag(sealed.subarray(-TAG_LENGTH));
        const secret = decipher.update(ciphertext);
        decipher.final();
        return secret;
      } catch {
        throw new AgeError('ERR_STORE_UNAVAILABLE', 'a sealed secret does not open');
      }
    },
  };
}
