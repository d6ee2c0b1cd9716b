import { type Bytes, parseHex } from '@bauta/sdk/protocol';

/** A number of hexadecimal. */
export const readNumber = (hex: string): bigint => BigInt(`0x${hex}`);

/** Big-endian. @param length in bytes. */
export const writeNumber = (value: bigint, length: number): Bytes =>
  parseHex(value.toString(16).padStart(2 * length, '0'));

/** The inverse mod n. */
export function invert(value: bigint, n: bigint): bigint {
  let [r0, r1, t0, t1] = [n, value, 0n, 1n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1, t0, t1] = [r1, r0 - quotient * r1, t1, t0 - quotient * t1];
  }
  return ((t0 % n) + n) % n;
}

/** base^exponent mod n. Its time tells the exponent, so it signs for tests alone. */
export function power(base: bigint, exponent: bigint, n: bigint): bigint {
  let result = 1n;
  for (let square = base, rest = exponent; rest > 0n; rest >>= 1n, square = (square * square) % n) {
    if (rest & 1n) result = (result * square) % n;
  }
  return result;
}

/** Bytes that look drawn and are the same everywhere: xorshift32. */
export function drawnFrom(seed: number): (length: number) => Bytes {
  let state = seed;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0xff;
  };
  return (length) => new Uint8Array(length).map(next);
}
