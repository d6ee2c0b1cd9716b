import { createPrivateKey, type KeyObject } from 'node:crypto';
import { type Bytes, formatBase64url, formatHex, parseHex } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { blindSign, signingKeyOf } from '../../../services/keys/blind-sign.ts';
import { drawTokenKeyPair } from '../../../services/keys/token-key-pair.ts';
import { outcome } from '../../ports/refusals.ts';
import { loadCases } from '../protocol/vectors.ts';

interface Rfc9474Case {
  p: string;
  q: string;
  n: string;
  d: string;
  blindedMessage: string;
  blindSignature: string;
}

interface Rfc9578Case {
  privateKeyPem: string;
  tokenKey: string;
  tokenRequest: string;
  tokenResponse: string;
}

const [rfc9474] = loadCases<Rfc9474Case>('rfc9474-deterministic.json') as [Rfc9474Case];

/** An RSA private key from its primes, e = 65537. `spoil` may change the numbers that OpenSSL then computes with. */
function keyOf({ n, d, p, q }: Rfc9474Case, spoil: (numbers: Record<string, bigint>) => void = () => {}): KeyObject {
  const big = (hex: string): bigint => BigInt(`0x${hex}`);
  const numbers = {
    d: big(d),
    p: big(p),
    q: big(q),
    dp: big(d) % (big(p) - 1n),
    dq: big(d) % (big(q) - 1n),
    qi: power(big(q), big(p) - 2n, big(p)),
  };
  spoil(numbers);
  const texts = Object.entries(numbers).map(([name, value]) => [name, formatBase64url(bytesOf(value))]);
  const jwk = { kty: 'RSA', e: 'AQAB', n: formatBase64url(parseHex(n)), ...Object.fromEntries(texts) };
  return createPrivateKey({ key: jwk, format: 'jwk' });
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (let b = base, e = exponent; e > 0n; e >>= 1n, b = (b * b) % modulus) if (e & 1n) result = (result * b) % modulus;
  return result;
}

function bytesOf(value: bigint, length?: number): Bytes {
  const hex = value.toString(16);
  return parseHex(hex.padStart(length === undefined ? hex.length + (hex.length % 2) : 2 * length, '0'));
}

describe('RFC 9474 §4.3, BlindSign', () => {
  it('signs Appendix A, RSABSSA-SHA384-PSS-Deterministic (4096 bits)', () => {
    const signature = blindSign(signingKeyOf(keyOf(rfc9474)), parseHex(rfc9474.blindedMessage));
    expect(formatHex(signature)).toBe(rfc9474.blindSignature);
  });

  it.each(loadCases<Rfc9578Case>('rfc9578-type2.json'))('signs RFC 9578 Appendix B.2, case %#', (vector) => {
    const key = signingKeyOf(createPrivateKey(Buffer.from(vector.privateKeyPem, 'hex')));
    // TokenRequest: token_type 2 bytes, truncated_token_key_id 1, blinded_msg 256.
    expect(formatHex(blindSign(key, parseHex(vector.tokenRequest).slice(3)))).toBe(vector.tokenResponse);
  });

  it('refuses 0, 1, n − 1, n, n + 1 and every other length; takes 2 and n − 2', async () => {
    const { privateKey, publicKey } = await drawTokenKeyPair();
    const key = signingKeyOf(privateKey);
    const n = BigInt(`0x${formatHex(publicKey.slice(-261, -5))}`);
    const sign = (value: bigint, length = 256) => outcome(() => blindSign(key, bytesOf(value, length)));
    for (const value of [0n, 1n, n - 1n, n, n + 1n, (1n << 2048n) - 1n]) {
      expect(await sign(value)).toBe('ERR_REQUEST_MALFORMED');
    }
    for (const length of [1, 255, 257, 512]) expect(await sign(2n, length)).toBe('ERR_REQUEST_MALFORMED');
    expect(await outcome(() => blindSign(key, new Uint8Array()))).toBe('ERR_REQUEST_MALFORMED');
    for (const value of [2n, n - 2n]) expect(await sign(value)).toBeInstanceOf(Uint8Array);
  });

  it('answers 256 bytes also when the signature is a small number', async () => {
    const { privateKey, publicKey } = await drawTokenKeyPair();
    const n = BigInt(`0x${formatHex(publicKey.slice(-261, -5))}`);
    // 5 is the signature of 5^e.
    const signature = blindSign(signingKeyOf(privateKey), bytesOf(power(5n, 65537n, n), 256));
    expect(signature).toEqual(bytesOf(5n, 256));
  });
});

describe('A19, a fault while signing', () => {
  const blinded = parseHex(rfc9474.blindedMessage);

  it('never answers what a key with spoiled exponents computes', async () => {
    const spoiled = keyOf(rfc9474, (numbers) => {
      numbers.d = (numbers.d as bigint) ^ (1n << 1000n);
      numbers.dp = (numbers.dp as bigint) ^ (1n << 1000n);
    });
    expect(await outcome(() => blindSign(signingKeyOf(spoiled), blinded))).toBe('ERR_FAULT');
  });

  it('never answers a signature that verifies under another key', async () => {
    const [one, other] = [await drawTokenKeyPair(), await drawTokenKeyPair()].map(({ privateKey }) =>
      signingKeyOf(privateKey),
    );
    const mixed = { ...one, privateKey: other?.privateKey } as NonNullable<typeof one>;
    const small = bytesOf(12345n, 256);
    expect(await outcome(() => blindSign(mixed, small))).toBe('ERR_FAULT');
    expect(await outcome(() => blindSign(one as NonNullable<typeof one>, small))).toBeInstanceOf(Uint8Array);
  });
});
