import { type Bytes, check } from '@bauta/sdk/protocol';

/** Where the modulus stands in the canonical SPKI of 342 bytes. */
const MODULUS = { from: 81, to: 337 };

/**
 * Refuses what must not be signed: 0, 1 and n − 1 are their own signatures, and what is not below n has no one form.
 * @param blinded 256 bytes. @param spki the key, 342 bytes.
 * @throws AgeError ERR_REQUEST_MALFORMED unless 1 < blinded < n − 1.
 */
export function checkBlinded(blinded: Bytes, spki: Bytes): void {
  checkBlindedBelow(blinded, lessOne(modulusOfSpki(spki)));
}

/** As `checkBlinded`, for a modulus of any length. @param modulusLessOne n − 1, big-endian. */
export function checkBlindedBelow(blinded: Bytes, modulusLessOne: Bytes): void {
  check(blinded.length === modulusLessOne.length, 'ERR_REQUEST_MALFORMED', 'not as long as the modulus');
  const last = blinded.length - 1;
  const isAboveOne = blinded.subarray(0, last).some((byte) => byte !== 0) || (blinded[last] as number) > 1;
  check(isAboveOne, 'ERR_REQUEST_MALFORMED', 'a blinded message below 2');
  check(isBelow(blinded, modulusLessOne), 'ERR_REQUEST_MALFORMED', 'a blinded message above n - 2');
}

/** The modulus of a canonical SPKI, 256 bytes. */
export function modulusOfSpki(spki: Bytes): Bytes {
  return spki.subarray(MODULUS.from, MODULUS.to);
}

/** n − 1 of a modulus, which is odd: its last bit cleared. */
export function lessOne(modulus: Bytes): Bytes {
  const less = modulus.slice();
  const last = less.length - 1;
  less[last] = (less[last] as number) & 0xfe;
  return less;
}

/** Of two big-endian numbers of one length. */
function isBelow(one: Bytes, other: Bytes): boolean {
  const at = one.findIndex((byte, i) => byte !== other[i]);
  return at >= 0 && (one[at] as number) < (other[at] as number);
}
