import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import { type Bytes, formatBase64url } from '@bauta/sdk/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blindSign, signingKeyOf } from '../../services/keys/blind-sign.ts';
import { drawTokenKeyPair, type TokenKeyPair } from '../../services/keys/token-key-pair.ts';
import { bundleWorker, type RunningWorker, startWorker } from './start-worker.ts';

/** Where the modulus stands in the canonical SPKI. */
const MODULUS = [81, 337] as const;

let worker: RunningWorker;
let pair: TokenKeyPair;
beforeAll(async () => {
  pair = await drawTokenKeyPair();
  worker = await startWorker({ code: await bundleWorker('test/workerd/raw-rsa/worker.ts') });
}, 60_000);
afterAll(() => worker?.stop());

async function sign(
  blinded: readonly Bytes[],
  publicKey = pair.publicKey,
): Promise<{ outcomes: string[]; isReadable: boolean }> {
  const pkcs8 = new Uint8Array(pair.privateKey.export({ format: 'der', type: 'pkcs8' }));
  const order = {
    pkcs8: formatBase64url(pkcs8),
    publicKey: formatBase64url(publicKey),
    blinded: blinded.map(formatBase64url),
  };
  const answer = await worker.fetch('http://worker/', { method: 'POST', body: JSON.stringify(order) });
  return (await answer.json()) as { outcomes: string[]; isReadable: boolean };
}

/** A number, as many bytes as the modulus has. */
function bytesOf(number: bigint): Bytes {
  return new Uint8Array(Buffer.from(number.toString(16).padStart(512, '0'), 'hex'));
}
const modulusOf = (publicKey: Bytes): bigint =>
  BigInt(`0x${Buffer.from(publicKey.subarray(...MODULUS)).toString('hex')}`);

describe('the signer of Workers', () => {
  it('gives the bytes that the signer of Node gives', async () => {
    const n = modulusOf(pair.publicKey);
    const messages = Array.from({ length: 50 }, () => bytesOf(BigInt(`0x${randomBytes(256).toString('hex')}`) % n));
    const { outcomes } = await sign([...messages, bytesOf(2n), bytesOf(n - 2n)]);
    const key = signingKeyOf(pair.privateKey);
    const expected = [...messages, bytesOf(2n), bytesOf(n - 2n)].map((message) => blindSign(key, message));
    expect(outcomes).toEqual(expected.map((signature) => Buffer.from(signature).toString('base64')));
  });

  it('refuses what must not be signed, as that one does', async () => {
    const n = modulusOf(pair.publicKey);
    const bad = [bytesOf(0n), bytesOf(1n), bytesOf(n - 1n), bytesOf(n), bytesOf(n + 1n), new Uint8Array(255).fill(7)];
    const { outcomes } = await sign(bad);
    expect(outcomes).toEqual(bad.map(() => 'ERR_REQUEST_MALFORMED'));
  });

  it('gives nothing that does not verify under the key it was opened for', async () => {
    const other = await drawTokenKeyPair();
    const { outcomes } = await sign([new Uint8Array(256).fill(7)], other.publicKey);
    expect(outcomes).toEqual(['ERR_FAULT']);
  });

  it('holds keys that cannot be read again', async () => {
    expect(await sign([])).toEqual({ outcomes: [], isReadable: false });
  });

  it('draws keys of the canonical form, whose halves belong together', async () => {
    const { pkcs8, publicKey } = (await (await worker.fetch('http://worker/')).json()) as Record<string, string>;
    const der = Buffer.from(pkcs8 as string, 'base64');
    const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    const { n, e } = createPublicKey(privateKey).export({ format: 'jwk' });
    const spki = new Uint8Array(Buffer.from(publicKey as string, 'base64'));
    expect(spki).toHaveLength(342);
    expect([BigInt(`0x${Buffer.from(n as string, 'base64url').toString('hex')}`), e]).toEqual([
      modulusOf(spki),
      'AQAB',
    ]);
  });
});
