import { type Bytes, formatHex, parseHex, parseProof } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as node from '../../../sdk/protocol/crypto/node.ts';
import type { P256KeyPair, PlatformCrypto } from '../../../sdk/protocol/crypto/port.ts';
import * as web from '../../../sdk/protocol/crypto/web.ts';
import { p256FromSeed } from '../../generate/vectors/es256.ts';
import { rsaFromSeed, signPss } from '../../generate/vectors/rsa.ts';
import { number, seeded } from '../../generate/vectors/seeded.ts';
import type { VectorCase } from '../../generate/vectors/vector-file.ts';
import { loadSpecVectors } from './spec-vectors.ts';
import { loadCases } from './vectors.ts';

const BODIES: readonly (readonly [name: string, body: PlatformCrypto])[] = [
  ['node', node],
  ['web', web],
];
const N_AT = [81, 337] as const;
const anyBytes = fc.uint8Array({ maxLength: 300 });

/** What both bodies answer, which must be one thing. */
async function both<T>(act: (body: PlatformCrypto) => T | Promise<T>): Promise<Awaited<T>> {
  const [one, other] = [await act(node), await act(web)];
  expect(other).toEqual(one);
  return one as Awaited<T>;
}

it('the two bodies have the same functions', () => {
  expect(Object.keys(web).sort()).toEqual(Object.keys(node).sort());
});

describe('hashes and MACs are one on both', () => {
  it.each(['sha256', 'sha384'] as const)('%s', async (name) => {
    await fc.assert(
      fc.asyncProperty(anyBytes, async (data) => {
        const digest = await both((body) => body[name](data));
        expect(digest).toBeInstanceOf(Uint8Array);
        expect(digest).toHaveLength(name === 'sha256' ? 32 : 48);
      }),
    );
  });

  it('hmacSha256', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 130 }), anyBytes, async (key, data) => {
        expect(await both((body) => body.hmacSha256(key, data))).toHaveLength(32);
      }),
    );
    // RFC 4231 §4.3.
    const mac = await both((body) => body.hmacSha256(Buffer.from('Jefe'), Buffer.from('what do ya want for nothing?')));
    expect(formatHex(mac)).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
  });

  it('a view into a larger buffer is hashed as what it shows', async () => {
    const large = seeded('large')(100);
    const view = large.subarray(10, 50);
    expect(await both((body) => body.sha256(view))).toEqual(await node.sha256(large.slice(10, 50)));
  });
});

describe('random bytes', () => {
  it.each(BODIES)('of %s are as many as asked, and others each time', (_, body) => {
    for (const length of [0, 1, 12, 32, 256]) expect(body.randomBytes(length)).toHaveLength(length);
    expect(formatHex(body.randomBytes(32))).not.toBe(formatHex(body.randomBytes(32)));
    expect(body.randomBytes(32).buffer.byteLength).toBe(32);
  });
});

describe('RSASSA-PSS is judged alike', () => {
  interface Case {
    tokenKey: string;
    token: string;
  }

  it.each(loadCases<Case>('rfc9578-type2.json'))('RFC 9578 Appendix B.2, case %#', async ({ tokenKey, token }) => {
    const bytes = parseHex(token);
    const [input, signature] = [bytes.slice(0, 98), bytes.slice(98)];
    const verify = (text: Uint8Array, mark: Uint8Array) =>
      both(async (body) => body.verifyRsaPss(await body.importRsa(parseHex(tokenKey).slice(...N_AT)), text, mark));
    expect(await verify(input, signature)).toBe(true);
    expect(await verify(input.slice(1), signature)).toBe(false);
    expect(
      await verify(
        input,
        signature.map((byte, i) => (i === 100 ? byte ^ 1 : byte)),
      ),
    ).toBe(false);
  });

  const rsa = rsaFromSeed('issuer 18 2026-W47');
  const message = seeded('message')(98);
  const good = signPss(rsa, message, seeded('salt')(48));
  it.each<[string, Uint8Array, boolean]>([
    ['a salt of 48 bytes', good, true],
    ['an empty salt', signPss(rsa, message, new Uint8Array()), false],
    ['a salt of 47 bytes', signPss(rsa, message, seeded('salt')(47)), false],
    ['a salt of 49 bytes', signPss(rsa, message, seeded('salt')(49)), false],
    ['no bytes', new Uint8Array(), false],
    ['255 bytes', good.slice(0, 255), false],
    ['257 bytes', Uint8Array.from([...good, 0]), false],
    ['zero', new Uint8Array(256), false],
    ['the modulus', number(rsa.n, 256), false],
    ['the largest number', new Uint8Array(256).fill(0xff), false],
  ])('%s', async (_, signature, expected) => {
    const modulus = number(rsa.n, 256);
    expect(await both(async (body) => body.verifyRsaPss(await body.importRsa(modulus), message, signature))).toBe(
      expected,
    );
  });
});

describe('ES256 is judged alike', () => {
  const key = p256FromSeed('holder');
  const message = seeded('message')(50);
  const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
  const verify = ({ x, y }: Pick<P256KeyPair, 'x' | 'y'>, text: Uint8Array, signature: Uint8Array) =>
    both((body) => body.verifyEs256(x, y, text, signature));

  it.each(BODIES)('what %s signs, both take, and no other', async (_, body) => {
    for (const signer of [key, await body.generateP256()]) {
      const signature = await body.signEs256(signer, message);
      expect(signature).toHaveLength(64);
      expect(await verify(signer, message, signature)).toBe(true);
      expect(await verify(signer, message.slice(1), signature)).toBe(false);
      expect(await verify(p256FromSeed('stranger'), message, signature)).toBe(false);
      expect(
        await verify(
          signer,
          message,
          signature.map((byte, i) => (i === 40 ? byte ^ 1 : byte)),
        ),
      ).toBe(false);
    }
  });

  it.each(BODIES)('what %s makes for a key has 32 bytes in each number', async (_, body) => {
    for (let i = 0; i < 20; i++) {
      const { d, x, y } = await body.generateP256();
      expect([d.length, x.length, y.length]).toEqual([32, 32, 32]);
    }
  });

  const signature = node.signEs256(key, message) as Bytes;
  it.each<[string, Pick<P256KeyPair, 'x' | 'y'>, Uint8Array]>([
    ['a signature of no bytes', key, new Uint8Array()],
    ['a signature of 63 bytes', key, signature.slice(0, 63)],
    ['a signature of 65 bytes', key, Uint8Array.from([...signature, 0])],
    ['a signature of zeros', key, new Uint8Array(64)],
    ['r = 0', key, Uint8Array.from([...new Uint8Array(32), ...signature.slice(32)])],
    ['s = 0', key, Uint8Array.from([...signature.slice(0, 32), ...new Uint8Array(32)])],
    ['r and s beyond the order', key, new Uint8Array(64).fill(0xff)],
    ['a point off the curve', { x: key.x, y: key.x }, signature],
    ['the point (0, 0)', { x: new Uint8Array(32), y: new Uint8Array(32) }, signature],
    ['a coordinate of the prime', { x: number(P, 32), y: key.y }, signature],
    ['a coordinate beyond the prime', { x: new Uint8Array(32).fill(0xff), y: key.y }, signature],
    ['a coordinate of 31 bytes', { x: key.x.slice(1), y: key.y }, signature],
    ['a coordinate of 33 bytes', { x: Uint8Array.from([0, ...key.x]), y: key.y }, signature],
  ])('both refuse %s, and neither throws', async (_, holder, mark) => {
    expect(await verify(holder, message, mark)).toBe(false);
  });

  it('the proofs of spec/vectors', async () => {
    const { cases } = loadSpecVectors<VectorCase & { proof: string }>('proof');
    for (const { id, proof } of cases.filter(({ result }) => result === 'accepted')) {
      const { x, y, signed, signature: mark } = parseProof(proof);
      expect(await verify({ x, y }, signed, mark), id).toBe(id !== 'other-signature');
    }
  });
});
