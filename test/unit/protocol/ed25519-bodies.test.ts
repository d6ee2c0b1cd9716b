import { type Bytes, formatHex, parseHex } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as node from '../../../sdk/protocol/crypto/node.ts';
import type { PlatformCrypto } from '../../../sdk/protocol/crypto/port.ts';
import * as web from '../../../sdk/protocol/crypto/web.ts';
import { loadCases } from './vectors.ts';

/** What both bodies answer, which must be one thing. */
async function both<T>(act: (body: PlatformCrypto) => T | Promise<T>): Promise<Awaited<T>> {
  const [one, other] = [await act(node), await act(web)];
  expect(other).toEqual(one);
  return one as Awaited<T>;
}
const verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) =>
  both((body) => body.verifyEd25519(publicKey, message, signature));

interface Case {
  readonly seed: string;
  readonly publicKey: string;
  readonly message: string;
  readonly signature: string;
}
const CASES = loadCases<Case>('rfc8032-ed25519.json');
const [seed, publicKey, message, signature] = (({ seed, publicKey, message, signature }: Case) =>
  [seed, publicKey, message, signature].map(parseHex) as [Bytes, Bytes, Bytes, Bytes])(CASES[1] as Case);

describe('Ed25519 is judged alike', () => {
  it.each(CASES)('RFC 8032 §7.1, case %#', async (one) => {
    expect(formatHex(await both((body) => body.ed25519PublicKey(parseHex(one.seed))))).toBe(one.publicKey);
    const signed = await both((body) => body.signEd25519(parseHex(one.seed), parseHex(one.message)));
    expect(formatHex(signed)).toBe(one.signature);
    expect(await verify(parseHex(one.publicKey), parseHex(one.message), signed)).toBe(true);
  });

  it('whatever bit is flipped', async () => {
    const flip = (bytes: Uint8Array, bit: number) =>
      bytes.map((byte, i) => (i === (bit >> 3) % bytes.length ? byte ^ (1 << (bit & 7)) : byte));
    await fc.assert(
      fc.asyncProperty(fc.nat(511), async (bit) => {
        expect(await verify(publicKey, message, flip(signature, bit))).toBe(false);
        expect(await verify(publicKey, flip(message, bit), signature)).toBe(false);
        expect(await verify(flip(publicKey, bit), message, signature)).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  // The order of the group, little-endian: S + L is the other half of a signature that RFC 8032 §5.1.7 refuses.
  const L = 2n ** 252n + 27742317777372353535851937790883648493n;
  const little = (bytes: Uint8Array) => BigInt(`0x${formatHex(Uint8Array.from(bytes).reverse())}`);
  const malleated = parseHex((little(signature.slice(32)) + L).toString(16).padStart(64, '0')).reverse();
  it.each<[string, Uint8Array, Uint8Array]>([
    ['a signature of no bytes', publicKey, new Uint8Array()],
    ['a signature of 63 bytes', publicKey, signature.slice(1)],
    ['a signature of 65 bytes', publicKey, Uint8Array.from([...signature, 0])],
    ['a signature of zeros', publicKey, new Uint8Array(64)],
    ['S beyond the order', publicKey, Uint8Array.from([...signature.slice(0, 32), ...malleated])],
    ['a key of 31 bytes', publicKey.slice(1), signature],
    ['a key of 33 bytes', Uint8Array.from([...publicKey, 0]), signature],
    ['a key that is no point', Uint8Array.from([2, ...new Uint8Array(31)]), signature],
    ['a key of ones', new Uint8Array(32).fill(0xff), signature],
  ])('both refuse %s, and neither throws', async (_, key, mark) => {
    expect(await verify(key, message, mark)).toBe(false);
  });

  it.each([0, 31, 33])('neither takes a seed of %i bytes', async (length) => {
    for (const body of [node, web]) {
      await expect(async () => body.signEd25519(new Uint8Array(length), message)).rejects.toThrow(TypeError);
      await expect(async () => body.ed25519PublicKey(new Uint8Array(length))).rejects.toThrow(TypeError);
    }
    expect(seed).toHaveLength(32);
  });
});
