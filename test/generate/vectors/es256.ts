import { createHash, createHmac } from 'node:crypto';
import type { Bytes, P256KeyPair } from '@bauta/sdk/protocol';
import { big, join, number, seeded } from './seeded.ts';

// P-256 of FIPS 186-5, in plain arithmetic: signatures of RFC 6979, so that a vector is the same in every run.
// It leaks its key through time and must never sign anything but vectors.
const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const G: Point = [
  0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
];

type Point = readonly [x: bigint, y: bigint];

/** The key pair of a seed. */
export function p256FromSeed(seed: string): P256KeyPair {
  const draw = seeded(`p256 ${seed}`);
  for (;;) {
    const d = big(draw(32));
    if (d > 0n && d < N) return p256FromSecret(d);
  }
}

export function p256FromSecret(d: bigint): P256KeyPair {
  const [x, y] = multiply(d);
  return { d: number(d, 32), x: number(x, 32), y: number(y, 32) };
}

/** ECDSA with SHA-256 and the nonce of RFC 6979 §3.2. @returns r‖s, 64 bytes. */
export function signEs256(key: P256KeyPair, message: Uint8Array): Bytes {
  const hash = createHash('sha256').update(message).digest();
  const z = big(hash);
  const d = big(key.d);
  const seed = join(key.d, number(z % N, 32));
  let [K, V]: [Uint8Array, Uint8Array] = [new Uint8Array(32), new Uint8Array(32).fill(1)];
  for (const mark of [0, 1]) {
    K = hmac(K, V, Uint8Array.of(mark), seed);
    V = hmac(K, V);
  }
  for (;;) {
    V = hmac(K, V);
    const k = big(V);
    if (k > 0n && k < N) {
      const r = multiply(k)[0] % N;
      const s = (invert(k, N) * (z + r * d)) % N;
      if (r !== 0n && s !== 0n) return join(number(r, 32), number(s, 32));
    }
    K = hmac(K, V, Uint8Array.of(0));
    V = hmac(K, V);
  }
}

/** G, 2 G, 4 G, … up to 2^255 G. */
const powers: Point[] = [G];
while (powers.length < 256) powers.push(add(powers.at(-1) as Point, powers.at(-1) as Point));

/** A multiple of G. */
function multiply(factor: bigint): Point {
  const terms = powers.filter((_, i) => (factor >> BigInt(i)) & 1n);
  return terms.reduce((sum, term) => add(sum, term));
}

/** Sums of a point with itself or with a larger multiple; the point at infinity never comes up. */
function add([x1, y1]: Point, [x2, y2]: Point): Point {
  const slope = x1 === x2 ? (3n * x1 * x1 - 3n) * invert(2n * y1, P) : (y2 - y1) * invert(x2 - x1, P);
  const x = modulo(slope * slope - x1 - x2, P);
  return [x, modulo(slope * (x1 - x) - y1, P)];
}

function invert(value: bigint, m: bigint): bigint {
  let [r0, r1, t0, t1] = [m, modulo(value, m), 0n, 1n];
  while (r1 > 0n) [r0, r1, t0, t1] = [r1, r0 % r1, t1, t0 - (r0 / r1) * t1];
  return modulo(t0, m);
}

function modulo(value: bigint, m: bigint): bigint {
  return ((value % m) + m) % m;
}

function hmac(key: Uint8Array, ...parts: readonly Uint8Array[]): Bytes {
  return new Uint8Array(
    createHmac('sha256', key)
      .update(join(...parts))
      .digest(),
  );
}
