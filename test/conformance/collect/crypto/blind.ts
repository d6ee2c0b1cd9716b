import { randomBytes } from 'node:crypto';
import { inverse, power, toBytes, toNumber } from '../../reading/big-number.ts';
import type { ReadTokenKey } from '../../reading/token-key.ts';
import { encodePss } from './pss.ts';

/** Bytes of a modulus, a blinded message and a signature. */
export const RSA_BYTES = 256;
const EXPONENT = 65_537n;
const SALT = 48;

export interface Blinded {
  /** 256 bytes, for the signer. */
  readonly blinded: Uint8Array;
  /** r⁻¹ mod n, for nobody. */
  readonly inverse: bigint;
  /** The encoded message before it was blinded. */
  readonly encoded: bigint;
}

/** What a blinding takes from chance; given by vectors alone. */
export interface BlindingChance {
  readonly salt: Uint8Array;
  readonly factor: bigint;
}

/** Blind of RFC 9474 §4.2, RSABSSA-SHA384-PSS-Deterministic. @throws RangeError when a number shares a factor with n */
export function blind({ modulus: n }: ReadTokenKey, message: Uint8Array, chance: BlindingChance = draw(n)): Blinded {
  const bits = n.toString(2).length;
  const encoded = toNumber(encodePss(message, chance.salt, bits - 1));
  const inverted = inverse(chance.factor, n);
  if (inverted === undefined || inverse(encoded, n) === undefined) throw new RangeError('a factor of the modulus');
  const blinded = toBytes((encoded * power(chance.factor, EXPONENT, n)) % n, RSA_BYTES);
  return { blinded, inverse: inverted, encoded };
}

/** The signature that a blind one hides; whether it is good is another question. */
export function unblind({ modulus: n }: ReadTokenKey, blindSignature: Uint8Array, { inverse: r }: Blinded): Uint8Array {
  return toBytes((toNumber(blindSignature) * r) % n, RSA_BYTES);
}

function draw(n: bigint): BlindingChance {
  for (;;) {
    const factor = toNumber(randomBytes(RSA_BYTES));
    if (factor > 1n && factor < n) return { salt: new Uint8Array(randomBytes(SALT)), factor };
  }
}
