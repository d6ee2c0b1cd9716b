import { constants, createPublicKey, type KeyObject, privateDecrypt, publicEncrypt } from 'node:crypto';
import { AgeError, type Bytes, isEqual } from '@bauta/sdk/protocol';
import { checkBlindedBelow, lessOne } from './check-blinded.ts';
import { modulusOf } from './token-key-pair.ts';

const padding = constants.RSA_NO_PADDING;

/** A private key with what each signature needs of its public half. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** n − 1, big-endian. */
  readonly modulusLessOne: Bytes;
}

/** Prepares an RSA private key for `blindSign`. */
export function signingKeyOf(privateKey: KeyObject): SigningKey {
  const publicKey = createPublicKey(privateKey);
  return { privateKey, publicKey, modulusLessOne: lessOne(modulusOf(publicKey)) };
}

/**
 * BlindSign of RFC 9474 §4.3, with OpenSSL's constant-time RSA and nothing else: the time tells no input from another.
 * @param blinded as many bytes as the modulus has. @returns as many.
 * @throws AgeError ERR_REQUEST_MALFORMED unless 1 < blinded < n − 1; ERR_FAULT when the result does not verify.
 */
export function blindSign({ privateKey, publicKey, modulusLessOne }: SigningKey, blinded: Bytes): Bytes {
  checkBlindedBelow(blinded, modulusLessOne);
  try {
    // RSASP1. One faulty result would be enough to factor the modulus, so RSAVP1 looks at it before anyone else does.
    const signature = privateDecrypt({ key: privateKey, padding }, blinded);
    if (isEqual(publicEncrypt({ key: publicKey, padding }, signature), blinded)) return new Uint8Array(signature);
  } catch {
    // OpenSSL found the fault itself.
  }
  throw new AgeError('ERR_FAULT', 'a signature came out wrong');
}
