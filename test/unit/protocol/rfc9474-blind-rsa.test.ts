import { type Bytes, blind, encodePss, formatHex, parseHex, type TokenKey } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { loadCases } from './vectors.ts';

interface Case {
  n: string;
  inputMessage: string;
  salt: string;
  encodedMessage: string;
  inverse: string;
  blindedMessage: string;
  blindSignature: string;
  signature: string;
}

const [vector] = loadCases<Case>('rfc9474-deterministic.json') as [Case];
const n = BigInt(`0x${vector.n}`);
const asHex = (value: bigint): string => value.toString(16).padStart(vector.n.length, '0');

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let b = base, e = exponent; e > 0n; e >>= 1n, b = (b * b) % n) if (e & 1n) result = (result * b) % n;
  return result;
}

describe('RFC 9474 Appendix A, RSABSSA-SHA384-PSS-Deterministic', () => {
  it('encodes the message', async () => {
    const encoded = await encodePss(parseHex(vector.inputMessage), parseHex(vector.salt), 4095);
    expect(formatHex(encoded)).toBe(vector.encodedMessage);
  });

  it('blinds it', async () => {
    // The vector gives r^-1; the group has no order that we know, so r is its inverse by Euclid.
    let [r0, r1, t0, t1] = [n, BigInt(`0x${vector.inverse}`), 0n, 1n];
    while (r1 !== 0n) {
      const q = r0 / r1;
      [r0, r1, t0, t1] = [r1, r0 - q * r1, t1, t0 - q * t1];
    }
    const r = ((t0 % n) + n) % n;
    const source = { salt: (): Bytes => parseHex(vector.salt), factor: (): bigint => r };
    const [blinded] = await blind({ modulus: n } as TokenKey, [parseHex(vector.inputMessage)], source);
    expect(formatHex(blinded?.blindedMessage as Bytes)).toBe(vector.blindedMessage);
    expect(BigInt(`0x${formatHex(blinded?.inverse as Bytes)}`)).toBe(BigInt(`0x${vector.inverse}`));
  });

  it('unblinds to the signature, which raises back to the encoded message', () => {
    const signature = (BigInt(`0x${vector.blindSignature}`) * BigInt(`0x${vector.inverse}`)) % n;
    expect(asHex(signature)).toBe(vector.signature);
    expect(asHex(power(signature, 65537n))).toBe(vector.encodedMessage);
  });
});
