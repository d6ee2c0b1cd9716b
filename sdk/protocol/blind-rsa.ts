import { importRsa, sha256, sha384, verifyRsaPss } from '#crypto';
import { type Bytes, concat, formatHex, isEqual, parseHex } from './bytes.ts';
import type { RsaVerifyKey } from './crypto/port.ts';
import { AgeError, check } from './errors.ts';

/** Bytes of a published token key. */
export const TOKEN_KEY_LENGTH = 342;
const MODULUS_LENGTH = 256;
const SALT_LENGTH = 48;
const HASH_LENGTH = 48;
const EXPONENT = 65537n;

/** SubjectPublicKeyInfo of RSASSA-PSS with SHA-384, MGF1-SHA-384, salt 48, up to the modulus (RFC 9578 §6.5). */
const SPKI_PREFIX = parseHex(
  '30820152303d06092a864886f70d01010a3030a00d300b0609608648016503040202a11a301806092a864886f70d0101083' +
    '00b0609608648016503040202a2030201300382010f003082010a0282010100',
);
/** Its end: the public exponent, 65537. */
const SPKI_SUFFIX = parseHex('0203010001');

/** A token key that has been read and may verify and blind. */
export interface TokenKey {
  /** The published bytes, 342 of them. */
  readonly spki: Bytes;
  /** SHA-256 of the published bytes, 32 bytes. */
  readonly id: Bytes;
  /** The last byte of the id: what a TokenRequest names the key by. */
  readonly truncatedId: number;
  readonly modulus: bigint;
  readonly verifyKey: RsaVerifyKey;
}

/** What the wallet keeps of a blinded message until the signature comes back. */
export interface Blinded {
  /** 256 bytes, for the signer. */
  readonly blindedMessage: Bytes;
  /** r⁻¹ mod n, 256 bytes, for nobody. */
  readonly inverse: Bytes;
}

/** Writes an RSA-2048 modulus (256 bytes, e = 65537) as the one canonical SPKI of 342 bytes. */
export function writeTokenKey(modulus: Uint8Array): Bytes {
  return concat(SPKI_PREFIX, modulus, SPKI_SUFFIX);
}

/** The odd ones below 1,000. */
const SMALL_PRIMES: readonly bigint[] = Array.from({ length: 499 }, (_, i) => 2 * i + 3)
  .filter((odd, _, all) => all.every((other) => other * other > odd || odd % other !== 0))
  .map(BigInt);

/**
 * Reads a published token key and refuses every other form of it: 2048 bits, e = 65537, canonical parameters.
 * @throws AgeError ERR_KEY_MALFORMED.
 */
export async function readTokenKey(spki: Bytes): Promise<TokenKey> {
  const modulusBytes = spki.slice(SPKI_PREFIX.length, SPKI_PREFIX.length + MODULUS_LENGTH);
  check(spki.length === TOKEN_KEY_LENGTH, 'ERR_KEY_MALFORMED', 'not 342 bytes');
  check(isEqual(spki, writeTokenKey(modulusBytes)), 'ERR_KEY_MALFORMED', 'not the canonical form');
  const first = modulusBytes[0] as number;
  const last = modulusBytes[MODULUS_LENGTH - 1] as number;
  check(first >= 0x80 && last % 2 === 1, 'ERR_KEY_MALFORMED', 'not an odd modulus of 2048 bits');
  const modulus = toNumber(modulusBytes);
  // Whoever knows a factor can make blinding factors that have no inverse, and see what they were to hide.
  check(
    SMALL_PRIMES.every((prime) => modulus % prime !== 0n),
    'ERR_KEY_MALFORMED',
    'a modulus with a small factor',
  );
  const id = await sha256(spki);
  return {
    spki,
    id,
    truncatedId: id[31] as number,
    modulus,
    verifyKey: await importRsa(modulusBytes),
  };
}

/** RSASSA-PSS-VERIFY of RFC 9474 §4.4's parameters. @param signature 256 bytes. */
export async function verifySignature(key: TokenKey, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  return signature.length === MODULUS_LENGTH && (await verifyRsaPss(key.verifyKey, message, signature));
}

/** Where a blinding takes its chance from: the system's generator, or a vector. */
export interface BlindingSource {
  /** 48 fresh bytes for the PSS encoding. */
  salt(): Bytes;
  /** A fresh number from 1 to n − 1, uniformly. */
  factor(modulus: bigint): bigint;
}

/** A BlindingSource over a generator of random bytes. */
export function blindingFrom(randomBytes: (length: number) => Bytes): BlindingSource {
  return {
    salt: () => randomBytes(SALT_LENGTH),
    factor: (modulus) => {
      for (;;) {
        const drawn = toNumber(randomBytes(MODULUS_LENGTH));
        if (drawn > 0n && drawn < modulus) return drawn;
      }
    },
  };
}

/**
 * Blind of RFC 9474 §4.2 for many messages under one key. All factors and messages are shown invertible, and all
 * factors inverted, with a single modular inversion (Montgomery's trick), which is most of the work otherwise.
 * @throws AgeError ERR_KEY_MALFORMED when a number shares a factor with the modulus: then the key is no good.
 */
export async function blind(
  key: TokenKey,
  messages: readonly Uint8Array[],
  source: BlindingSource,
): Promise<Blinded[]> {
  const n = key.modulus;
  const encoded = await Promise.all(
    messages.map(async (message) => toNumber(await encodePss(message, source.salt(), bitsOf(n) - 1))),
  );
  const factors = messages.map(() => source.factor(n));
  // prefixes[i] is the product of everything before item i: the encoded messages, then the factors.
  const prefixes: bigint[] = [];
  let product = encoded.reduce((all, one) => (all * one) % n, 1n);
  for (const factor of factors) {
    prefixes.push(product);
    product = (product * factor) % n;
  }
  let inverseOfRest = invert(product, n);
  const blinded: Blinded[] = [];
  for (let i = factors.length - 1; i >= 0; i--) {
    const factor = factors[i] as bigint;
    const message = encoded[i] as bigint;
    blinded[i] = {
      blindedMessage: toBytes((message * raiseToExponent(factor, n)) % n),
      inverse: toBytes((inverseOfRest * (prefixes[i] as bigint)) % n),
    };
    inverseOfRest = (inverseOfRest * factor) % n;
  }
  return blinded;
}

/**
 * Finalize of RFC 9474 §4.4: unblinds and verifies, so that nothing but the one right signature is ever kept.
 * @returns the authenticator, 256 bytes. @throws AgeError ERR_RESPONSE_SIGNATURE.
 */
export async function finalize(
  key: TokenKey,
  message: Uint8Array,
  blindSignature: Uint8Array,
  inverse: Uint8Array,
): Promise<Bytes> {
  check(blindSignature.length === MODULUS_LENGTH, 'ERR_RESPONSE_MALFORMED', 'not 256 bytes');
  const blinded = toNumber(blindSignature);
  // One more modulus would unblind to the same signature: a second spelling of one answer.
  check(blinded < key.modulus, 'ERR_RESPONSE_SIGNATURE', 'not below the modulus');
  const signature = toBytes((blinded * toNumber(inverse)) % key.modulus);
  check(await verifySignature(key, message, signature), 'ERR_RESPONSE_SIGNATURE');
  return signature;
}

/** EMSA-PSS-ENCODE of RFC 8017 §9.1.1 with SHA-384 and MGF1-SHA-384. @param bits of the encoded message at most. */
export async function encodePss(message: Uint8Array, salt: Uint8Array, bits: number): Promise<Bytes> {
  const length = Math.ceil(bits / 8);
  const messageHash = await sha384(message);
  const hash = await sha384(concat(new Uint8Array(8), messageHash, salt));
  const block = new Uint8Array(length - HASH_LENGTH - 1);
  block[block.length - salt.length - 1] = 0x01;
  block.set(salt, block.length - salt.length);
  const mask = await generateMask(hash, block.length);
  for (let i = 0; i < block.length; i++) block[i] = (block[i] as number) ^ (mask[i] as number);
  block[0] = (block[0] as number) & (0xff >> (8 * length - bits));
  return concat(block, hash, Uint8Array.of(0xbc));
}

/** MGF1 of RFC 8017 §B.2.1 with SHA-384. */
async function generateMask(seed: Uint8Array, length: number): Promise<Bytes> {
  const counters = Array.from({ length: Math.ceil(length / HASH_LENGTH) }, (_, i) => Uint8Array.of(0, 0, 0, i));
  const blocks = await Promise.all(counters.map((counter) => sha384(concat(seed, counter))));
  return concat(...blocks).slice(0, length);
}

/** Bits of a modulus whose highest bit is set. */
function bitsOf(n: bigint): number {
  return 4 * n.toString(16).length;
}

/** base^65537 mod n: sixteen squarings and a product. */
function raiseToExponent(base: bigint, n: bigint): bigint {
  let power = base;
  for (let bit = EXPONENT; bit > 1n; bit >>= 1n) power = (power * power) % n;
  return (power * base) % n;
}

/** Inverse mod n by Euclid. Not constant in time: here it sees a product of random factors only. */
function invert(value: bigint, n: bigint): bigint {
  let [r0, r1, t0, t1] = [n, value, 0n, 1n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  if (r0 !== 1n) throw new AgeError('ERR_KEY_MALFORMED', 'the modulus shares a factor with a blinding input');
  return t0 < 0n ? t0 + n : t0;
}

function toNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x${formatHex(bytes)}`);
}

function toBytes(value: bigint): Bytes {
  return parseHex(value.toString(16).padStart(2 * MODULUS_LENGTH, '0'));
}
