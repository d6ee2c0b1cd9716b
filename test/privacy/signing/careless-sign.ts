import type { FactoredKey } from './factored-key.ts';

/** Signs by the Chinese remainders with numbers of the language, unblinded: the mutant whose times give the key away. */
export function carelessSign({ p, q, d, qi }: FactoredKey, value: Uint8Array): bigint {
  const number = BigInt(`0x${Buffer.from(value).toString('hex')}`);
  const [byP, byQ] = [power(number % p, d % (p - 1n), p), power(number % q, d % (q - 1n), q)];
  const h = (((byP - byQ) * qi) % p) + p;
  return byQ + (h % p) * q;
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [result, square] = [1n, base];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
