import { checkPrimeSync, constants, createHash, createPrivateKey, type KeyObject, privateDecrypt } from 'node:crypto';
import type { Bytes } from '@bauta/sdk/protocol';
import { base64url, big, join, number, seeded, unhex } from './seeded.ts';

const E = 65537n;

/** An RSA-2048 key pair for tests and vectors. Its seed is public, so it guards nothing. */
export interface SeededRsa {
  readonly n: bigint;
  /** The canonical RSASSA-PSS SubjectPublicKeyInfo of RFC 9578 §6.5, 342 bytes. */
  readonly spki: Bytes;
  readonly privateKey: KeyObject;
}

const SMALL_PRIMES = Array.from({ length: 2000 }, (_, i) => BigInt(i)).filter((i) => i > 1n && checkPrimeSync(i));

const known = new Map<string, SeededRsa>();

/** The key pair of a seed, e = 65537. */
export function rsaFromSeed(seed: string): SeededRsa {
  const found = known.get(seed);
  if (found) return found;
  const draw = seeded(`rsa ${seed}`);
  const [p, q] = [drawPrime(draw), drawPrime(draw)].sort((a, b) => (a > b ? -1 : 1)) as [bigint, bigint];
  const [n, d] = [p * q, invert(E, (p - 1n) * (q - 1n))];
  const numbers = { n, e: E, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: invert(q, p) };
  const texts = Object.entries(numbers).map(([name, value]) => [name, base64url(minimal(value))]);
  const privateKey = createPrivateKey({ key: { kty: 'RSA', ...Object.fromEntries(texts) }, format: 'jwk' });
  const key = { n, spki: writeSpki(n), privateKey };
  known.set(seed, key);
  return key;
}

/** RSASP1 of RFC 8017 §5.2.1, which is BlindSign of RFC 9474 §4.3. @param message 256 bytes. @returns 256 bytes. */
export function signRaw({ privateKey }: SeededRsa, message: Uint8Array): Bytes {
  return new Uint8Array(privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, message));
}

/** RSASSA-PSS with SHA-384 and a salt of the caller's choice. @returns 256 bytes. */
export function signPss(key: SeededRsa, message: Uint8Array, salt: Uint8Array): Bytes {
  return signRaw(key, encodePss(message, salt));
}

/** EMSA-PSS-ENCODE of RFC 8017 §9.1.1 for 2047 bits, SHA-384, MGF1-SHA-384. */
export function encodePss(message: Uint8Array, salt: Uint8Array): Bytes {
  const hash = sha384(new Uint8Array(8), sha384(message), salt);
  const block = join(new Uint8Array(256 - 48 - salt.length - 2), Uint8Array.of(1), salt);
  const mask = join(...Array.from({ length: 5 }, (_, i) => sha384(hash, number(i, 4))));
  const masked = block.map((byte, i) => byte ^ (mask[i] as number));
  masked[0] = (masked[0] as number) & 0x7f;
  return join(masked, hash, Uint8Array.of(0xbc));
}

/** base^65537 mod n. */
export function raise(base: bigint, n: bigint): bigint {
  let power = base;
  for (let i = 0; i < 16; i++) power = (power * power) % n;
  return (power * base) % n;
}

/** The inverse mod n. */
export function invert(value: bigint, n: bigint): bigint {
  let [r0, r1, t0, t1] = [n, ((value % n) + n) % n, 0n, 1n];
  while (r1 > 0n) [r0, r1, t0, t1] = [r1, r0 % r1, t1, t0 - (r0 / r1) * t1];
  if (r0 !== 1n) throw new TypeError('not invertible');
  return ((t0 % n) + n) % n;
}

/** SubjectPublicKeyInfo, built from its parts. @param e for keys that must be refused. */
export function writeSpki(n: bigint, e = E): Bytes {
  const sha384Id = der(0x30, unhex('0609608648016503040202'));
  const mgf1 = der(0x30, unhex('06092a864886f70d010108'), sha384Id);
  const parameters = der(0x30, der(0xa0, sha384Id), der(0xa1, mgf1), der(0xa2, unhex('020130')));
  const key = der(0x30, integer(n), integer(e));
  return der(0x30, der(0x30, unhex('06092a864886f70d01010a'), parameters), der(0x03, Uint8Array.of(0), key));
}

function der(tag: number, ...parts: readonly Uint8Array[]): Bytes {
  const content = join(...parts);
  const length = minimal(BigInt(content.length));
  const head = content.length < 0x80 ? length : join(Uint8Array.of(0x80 | length.length), length);
  return join(Uint8Array.of(tag), head, content);
}

function integer(value: bigint): Bytes {
  const bytes = minimal(value);
  return der(0x02, (bytes[0] as number) < 0x80 ? bytes : join(Uint8Array.of(0), bytes));
}

function minimal(value: bigint): Bytes {
  return number(value, Math.ceil(value.toString(16).length / 2));
}

function drawPrime(draw: (length: number) => Bytes): bigint {
  for (;;) {
    const bytes = draw(128);
    // Both highest bits, so that the product of two has 2048 bits; the lowest, since 2 is not among them.
    bytes[0] = (bytes[0] as number) | 0xc0;
    bytes[127] = (bytes[127] as number) | 1;
    const candidate = big(bytes);
    if (SMALL_PRIMES.every((prime) => candidate % prime > 0n) && (candidate - 1n) % E !== 0n) {
      if (checkPrimeSync(candidate, { checks: 8 })) return candidate;
    }
  }
}

function sha384(...parts: readonly Uint8Array[]): Bytes {
  return new Uint8Array(
    createHash('sha384')
      .update(join(...parts))
      .digest(),
  );
}
