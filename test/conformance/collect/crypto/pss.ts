import { createHash } from 'node:crypto';

/** Bytes of SHA-384, and of the salt. */
const HASH = 48;

const sha384 = (...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash('sha384');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

/** EMSA-PSS-ENCODE of RFC 8017 §9.1.1 with SHA-384 and MGF1-SHA-384. @param bits of the encoded message at most */
export function encodePss(message: Uint8Array, salt: Uint8Array, bits: number): Uint8Array {
  const length = Math.ceil(bits / 8);
  const hash = sha384(new Uint8Array(8), sha384(message), salt);
  const block = new Uint8Array(length - HASH - 1);
  block[block.length - salt.length - 1] = 1;
  block.set(salt, block.length - salt.length);
  const mask = generateMask(hash, block.length);
  for (let i = 0; i < block.length; i++) block[i] = (block[i] ?? 0) ^ (mask[i] ?? 0);
  block[0] = (block[0] ?? 0) & (0xff >> (8 * length - bits));
  return new Uint8Array(Buffer.concat([block, hash, Uint8Array.of(0xbc)]));
}

/** MGF1 of RFC 8017 §B.2.1. */
function generateMask(seed: Uint8Array, length: number): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(length / HASH) }, (_, i) => sha384(seed, Uint8Array.of(0, 0, 0, i)));
  return new Uint8Array(Buffer.concat(blocks)).subarray(0, length);
}
