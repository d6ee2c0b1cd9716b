import { type Bytes, check } from '@bauta/sdk/protocol';

/** Where the modulus stands in the canonical SPKI of 342 bytes. */
const MODULUS = { from: 81, to: 337 };

/**
 * Refuses what must not be signed: 0, 1 and n − 1 are their own signatures, and what is not below n has no one form.
 * @param blinded 256 bytes. @param spki the key, 342 bytes.
 * @throws AgeError ERR_REQUEST_MALFORMED unless 1 < blinded < n − 1.
 */
export function checkBlinded(blinded: Bytes, spki: Bytes): void {
  const lessOne = spki.slice(MODULUS.from, MODULUS.to);
  // The modulus is odd, so n − 1 is n with its last bit cleared.
  const last = lessOne.length - 1;
  lessOne[last] = (lessOne[last] as number) & 0xfe;
  check(blinded.length === lessOne.length, 'ERR_REQUEST_MALFORMED', 'not as long as the modulus');
  const isAboveOne = blinded.subarray(0, last).some((byte) => byte !== 0) || (blinded[last] as number) > 1;
  check(isAboveOne, 'ERR_REQUEST_MALFORMED', 'a blinded message below 2');
  check(Buffer.compare(blinded, lessOne) < 0, 'ERR_REQUEST_MALFORMED', 'a blinded message above n - 2');
}
