import { parseHex, writeUtf8 } from '@bauta/sdk/protocol';
import type { PlatformCrypto } from '../../../sdk/protocol/crypto/port.ts';
import { same } from '../case.ts';
import type { HexPair, JudgedSignature } from '../material.ts';
import { drawnFrom } from '../numbers.ts';
import { pairOf } from '../site.ts';
import type { WriteGroups } from '../write-groups.ts';

interface Ed25519Case {
  readonly seed: string;
  readonly publicKey: string;
  readonly message: string;
  readonly signature: string;
}

async function verify(one: JudgedSignature, body: PlatformCrypto): Promise<boolean> {
  const [key, message, signature] = [parseHex(one.key), parseHex(one.message), parseHex(one.signature)];
  if (one.kind === 'RSA-PSS') return body.verifyRsaPss(await body.importRsa(key), message, signature);
  if (one.kind === 'Ed25519') return body.verifyEd25519(key, message, signature);
  const half = key.length >> 1;
  return body.verifyEs256(key.slice(0, half), key.slice(half), message, signature);
}

/** RFC 8032 §7.1. */
async function sign(one: Ed25519Case, body: PlatformCrypto): Promise<unknown> {
  const [seed, message] = [parseHex(one.seed), parseHex(one.message)];
  const [publicKey, signature] = [await body.ed25519PublicKey(seed), await body.signEd25519(seed, message)];
  same([publicKey, signature], [one.publicKey, one.signature]);
  return { publicKey, signature, isGood: await body.verifyEd25519(publicKey, message, signature) };
}

async function signEs256(pair: HexPair, body: PlatformCrypto): Promise<unknown> {
  const made = await body.generateP256();
  const lengths: number[] = [made.d.length, made.x.length, made.y.length];
  for (const key of [pairOf(pair), made]) {
    const signature = await body.signEs256(key, writeUtf8('message'));
    lengths.push(signature.length);
    same(await body.verifyEs256(key.x, key.y, writeUtf8('message'), signature), true);
    same(await body.verifyEs256(key.x, key.y, writeUtf8('another'), signature), false);
  }
  return lengths;
}

async function hash(body: PlatformCrypto): Promise<unknown> {
  const data = drawnFrom(2)(300);
  const digests: unknown[] = [];
  for (const length of [0, 1, 55, 56, 64, 111, 112, 128, 300]) {
    // A view into something larger is hashed as what it shows.
    const view = data.subarray(300 - length);
    digests.push(await body.sha256(view), await body.sha384(view));
  }
  return digests;
}

/** The platform's cryptography itself, below the SDK. */
export const platform: WriteGroups = ({ published, scene }, body) => {
  const { cases } = published['rfc8032-ed25519'] as { readonly cases: readonly Ed25519Case[] };
  const [holder] = scene.holders;
  if (!holder) throw new Error('no holder');
  return [
    {
      name: 'hashes, MACs, random bytes',
      cases: [
        { name: 'hashes', expected: 'accepted', run: () => hash(body) },
        {
          name: 'RFC 4231 §4.3',
          expected: 'accepted',
          run: async () =>
            same(
              await body.hmacSha256(writeUtf8('Jefe'), writeUtf8('what do ya want for nothing?')),
              '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
            ),
        },
        {
          name: 'random bytes',
          expected: 'accepted',
          run: () => [0, 1, 12, 32, 256].map((length) => body.randomBytes(length).length),
        },
      ],
    },
    {
      name: 'RFC 8032 §7.1, Ed25519',
      cases: [
        ...cases.map((one, i) => ({ name: `case ${i}`, expected: 'accepted' as const, run: () => sign(one, body) })),
        ...[0, 31, 33].map((length) => ({
          name: `a seed of ${length} bytes`,
          expected: 'TypeError' as const,
          run: async () => body.signEd25519(new Uint8Array(length), writeUtf8('message')),
        })),
      ],
    },
    {
      name: 'signatures, good and bad',
      cases: [
        { name: 'ES256, made here', expected: 'accepted', run: () => signEs256(holder, body) },
        ...scene.signatures.map((one) => ({
          name: `${one.kind}, ${one.name}`,
          expected: 'accepted' as const,
          run: async () => same(await verify(one, body), one.isGood),
        })),
      ],
    },
  ];
};
