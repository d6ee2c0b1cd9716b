import { createHash } from 'node:crypto';
import { toNumber } from './big-number.ts';

/** Bytes of a key for 2,048 bits in the one form of RFC 9578 §6.5. */
const KEY_BYTES = 342;

/** RSASSA-PSS with SHA-384, MGF1-SHA-384 and a salt of 48 bytes, up to the modulus. */
const PREFIX = Buffer.from(
  '30820152303d06092a864886f70d01010a3030a00d300b0609608648016503040202a11a301806092a864886f70d010108300b' +
    '0609608648016503040202a2030201300382010f003082010a0282010100',
  'hex',
);
/** The public exponent, 65537. */
const SUFFIX = Buffer.from('0203010001', 'hex');

export interface ReadTokenKey {
  readonly spki: Uint8Array;
  /** SHA-256 of the published bytes. */
  readonly id: Uint8Array;
  /** The last byte of the id. */
  readonly truncatedId: number;
  readonly modulus: bigint;
}

/** What may be wrong with a key, each alone. */
export type KeyFault = 'length' | 'form' | 'modulus' | 'small-factor';

/** The odd primes below 1,000. */
const SMALL_PRIMES = Array.from({ length: 499 }, (_, i) => 2 * i + 3)
  .filter((odd, _, all) => all.every((other) => other * other > odd || odd % other !== 0))
  .map(BigInt);

/** Reads a published key. @returns the key, or the first thing that is wrong with it */
export function readTokenKey(spki: Uint8Array): ReadTokenKey | KeyFault {
  if (spki.length !== KEY_BYTES) return 'length';
  const bytes = Buffer.from(spki);
  const isForm = bytes.subarray(0, PREFIX.length).equals(PREFIX) && bytes.subarray(-SUFFIX.length).equals(SUFFIX);
  if (!isForm) return 'form';
  const modulusBytes = bytes.subarray(PREFIX.length, -SUFFIX.length);
  const modulus = toNumber(modulusBytes);
  if ((modulusBytes[0] ?? 0) < 0x80 || modulus % 2n === 0n) return 'modulus';
  if (SMALL_PRIMES.some((prime) => modulus % prime === 0n)) return 'small-factor';
  const id = new Uint8Array(createHash('sha256').update(spki).digest());
  return { spki, id, truncatedId: id[31] ?? 0, modulus };
}
