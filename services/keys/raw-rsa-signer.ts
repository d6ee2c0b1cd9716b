import { AgeError, type Bytes } from '@bauta/sdk/protocol';
import { checkBlindedBelow, lessOne, modulusOfSpki } from './check-blinded.ts';

/** The platform's raw RSA (workerd has it, browsers and Node do not). */
const RSA_RAW = 'RSA-RAW';

/** A private key that cannot be read again, with what each signature needs of its public half. */
export interface RawRsaKey {
  readonly privateKey: Promise<CryptoKey>;
  readonly modulus: bigint;
  /** n − 1, big-endian. */
  readonly modulusLessOne: Bytes;
}

/** @param pkcs8 may be overwritten at once. @param publicKey the canonical SPKI, 342 bytes. */
export function openRawRsaKey(pkcs8: Uint8Array, publicKey: Bytes): RawRsaKey {
  const modulus = modulusOfSpki(publicKey);
  const own = new Uint8Array(pkcs8);
  const privateKey = crypto.subtle.importKey('pkcs8', own, RSA_RAW, false, ['sign']);
  const wiped = privateKey.finally(() => own.fill(0));
  // Whoever signs hears of it.
  wiped.catch(() => {});
  return { privateKey: wiped, modulus: toNumber(modulus), modulusLessOne: lessOne(modulus) };
}

/**
 * BlindSign of RFC 9474 §4.3 with the platform's constant-time RSA: as `blindSign`, where there is no node:crypto for it.
 * @param blinded 256 bytes. @returns 256 bytes.
 * @throws AgeError ERR_REQUEST_MALFORMED unless 1 < blinded < n − 1; ERR_FAULT when the result does not verify.
 */
export async function rawRsaSign({ privateKey, modulus, modulusLessOne }: RawRsaKey, blinded: Bytes): Promise<Bytes> {
  checkBlindedBelow(blinded, modulusLessOne);
  try {
    const signature = new Uint8Array(await crypto.subtle.sign(RSA_RAW, await privateKey, blinded));
    // One faulty result would be enough to factor the modulus, so RSAVP1 looks at it before anyone else does. It works
    // on public numbers alone: its time tells nothing.
    if (raise(toNumber(signature), modulus) === toNumber(blinded)) return signature;
  } catch {
    // The platform found the fault itself.
  }
  throw new AgeError('ERR_FAULT', 'a signature came out wrong');
}

/** x^65537 mod n. */
function raise(x: bigint, modulus: bigint): bigint {
  let power = x;
  for (let i = 0; i < 16; i++) power = (power * power) % modulus;
  return (power * x) % modulus;
}

function toNumber(bytes: Uint8Array): bigint {
  let hex = '0x';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return BigInt(hex);
}
