import { constants, createPublicKey, type KeyObject, privateDecrypt, publicEncrypt } from 'node:crypto';
import { AgeError, type Bytes, check, isEqual } from '@bauta/sdk/protocol';
import { modulusOf } from './token-key-pair.ts';

const padding = constants.RSA_NO_PADDING;

/** A private key with what each signature needs of its public half. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** n − 1, big-endian: the modulus is odd, so this is its last bit cleared. */
  readonly modulusLessOne: Bytes;
}

/** Prepares an RSA private key for `blindSign`. */
export function signingKeyOf(privateKey: KeyObject): SigningKey {
  const publicKey = createPublicKey(privateKey);
  const modulusLessOne = modulusOf(publicKey);
  const last = modulusLessOne.length - 1;
  modulusLessOne[last] = (modulusLessOne[last] as number) & 0xfe;
  return { privateKey, publicKey, modulusLessOne };
}

/**
 * BlindSign of RFC 9474 §4.3, with OpenSSL's constant-time RSA and nothing else: the time tells no input from another.
 * @param blinded as many bytes as the modulus has. @returns as many.
 * @throws AgeError ERR_REQUEST_MALFORMED unless 1 < blinded < n − 1, since 0, 1 and n − 1 are their own signatures;
 *   ERR_FAULT when the result does not verify.
 */
export function blindSign({ privateKey, publicKey, modulusLessOne }: SigningKey, blinded: Bytes): Bytes {
  check(blinded.length === modulusLessOne.length, 'ERR_REQUEST_MALFORMED', 'not as long as the modulus');
  check(!isBelowTwo(blinded), 'ERR_REQUEST_MALFORMED', 'a blinded message below 2');
  check(Buffer.compare(blinded, modulusLessOne) < 0, 'ERR_REQUEST_MALFORMED', 'a blinded message above n - 2');
  try {
    // RSASP1. One faulty result would be enough to factor the modulus, so RSAVP1 looks at it before anyone else does.
    const signature = privateDecrypt({ key: privateKey, padding }, blinded);
    if (isEqual(publicEncrypt({ key: publicKey, padding }, signature), blinded)) return new Uint8Array(signature);
  } catch {
    // OpenSSL found the fault itself.
  }
  throw new AgeError('ERR_FAULT', 'a signature came out wrong');
}

function isBelowTwo(blinded: Bytes): boolean {
  const last = blinded.length - 1;
  return (blinded[last] as number) < 2 && blinded.subarray(0, last).every((byte) => byte === 0);
}
