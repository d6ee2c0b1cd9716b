import { createPrivateKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Blinded, blind, unblind } from '../../conformance/collect/crypto/blind.ts';
import { encodePss } from '../../conformance/collect/crypto/pss.ts';
import { writeBatch, writeSingle } from '../../conformance/collect/crypto/request.ts';
import { writeTokenInput } from '../../conformance/collect/crypto/token.ts';
import { inverse, power, toBytes, toNumber } from '../../conformance/reading/big-number.ts';
import { type BlindTriple, countFittingPairs } from '../../conformance/reading/blind-pairs.ts';
import { type ReadTokenKey, readTokenKey } from '../../conformance/reading/token-key.ts';
import { verifyToken } from '../../conformance/reading/verify-token.ts';
import deterministic from '../../vectors/rfc9474-deterministic.json' with { type: 'json' };
import type2 from '../../vectors/rfc9578-type2.json' with { type: 'json' };

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const keyOf = (hex: string): ReadTokenKey => readTokenKey(bytes(hex)) as ReadTokenKey;

describe('the prober blinds', () => {
  it.each(deterministic.cases)('as RFC 9474 Appendix A encodes', ({ inputMessage, salt, encodedMessage, n }) => {
    const bits = BigInt(`0x${n}`).toString(2).length;
    expect(Buffer.from(encodePss(bytes(inputMessage), bytes(salt), bits - 1)).toString('hex')).toBe(encodedMessage);
  });

  it.each(type2.cases)('as RFC 9578 Appendix B.2 has it, up to the token', (vector) => {
    const key = keyOf(vector.tokenKey);
    const message = writeTokenInput(bytes(vector.nonce), bytes(vector.tokenChallenge), key.id);
    const chance = { salt: bytes(vector.salt), factor: toNumber(bytes(vector.blind)) };
    const blinded = blind(key, message, chance);
    expect(Buffer.from(writeSingle(key.truncatedId, blinded.blinded)).toString('hex')).toBe(vector.tokenRequest);
    const signature = unblind(key, bytes(vector.tokenResponse), blinded);
    expect(Buffer.concat([message, signature]).toString('hex')).toBe(vector.token);
    expect(verifyToken(key.spki, message, signature)).toBe(true);
    signature[255] = (signature[255] ?? 0) ^ 1;
    expect(verifyToken(key.spki, message, signature)).toBe(false);
  });

  it('frames a batch of 30 in 7,772 bytes', () => {
    const batch = writeBatch(Array.from({ length: 30 }, () => writeSingle(7, randomBytes(256))));
    expect(batch.length).toBe(7772);
    expect(Buffer.from(batch.subarray(0, 5)).toString('hex')).toBe('5e5a000207');
  });
});

describe('keys are read', () => {
  const spki = (change: (bytes: Uint8Array) => void): Uint8Array => {
    const copy = bytes(type2.cases[0]?.tokenKey ?? '');
    change(copy);
    return copy;
  };
  it.each<[string, Uint8Array, string]>([
    ['of another length', bytes(type2.cases[0]?.tokenKey ?? '').subarray(1), 'length'],
    ['with the exponent 3', spki((key) => key.set([0, 0, 3], 339)), 'form'],
    ['with an even modulus', spki((key) => key.set([2], 336)), 'modulus'],
    ['with a modulus of 2,047 bits', spki((key) => key.set([0x7f], 81)), 'modulus'],
  ])('and refused %s', (_, key, fault) => {
    expect(readTokenKey(key)).toBe(fault);
  });

  it('and refused where the modulus has a factor of 3', () => {
    const key = spki((copy) => {
      const modulus = toNumber(copy.subarray(81, 337));
      // The next odd multiple of three.
      const by3 = modulus + [0n, 2n, 4n].reduce((found, more) => ((modulus + more) % 3n === 0n ? more : found), 0n);
      copy.set(toBytes(by3, 256), 81);
    });
    expect(readTokenKey(key)).toBe('small-factor');
  });
});

describe('all pairs', () => {
  it('fit where signatures are right, and only the diagonal where the signer made them up', () => {
    const key = keyOf(type2.cases[0]?.tokenKey ?? '');
    const pem = Buffer.from(type2.cases[0]?.privateKeyPem ?? '', 'hex').toString();
    const sign = privateExponentOf(pem, key.modulus);
    const seek = () => {
      const message = randomBytes(98);
      return { message, blinded: blind(key, message) };
    };
    const triple = (blinded: Blinded, blindSignature: Uint8Array): BlindTriple => ({
      blinded: blinded.blinded,
      blindSignature,
      encoded: toBytes(blinded.encoded, 256),
      signature: unblind(key, blindSignature, blinded),
    });
    const sought = [seek(), seek(), seek(), seek()];
    const honest = sought.map(({ blinded }) => triple(blinded, sign(blinded.blinded)));
    expect(countFittingPairs(key.modulus, honest)).toBe(16);
    const marked = sought.map(({ blinded }) => triple(blinded, toBytes(toNumber(randomBytes(255)), 256)));
    expect(countFittingPairs(key.modulus, marked)).toBe(4);
  });
});

describe('numbers', () => {
  it('have inverses and powers', () => {
    expect(inverse(3n, 7n)).toBe(5n);
    expect(inverse(6n, 9n)).toBeUndefined();
    expect(power(3n, 20n, 1000n)).toBe(3n ** 20n % 1000n);
    expect(() => toBytes(256n, 1)).toThrow(RangeError);
  });
});

function privateExponentOf(pem: string, n: bigint): (value: Uint8Array) => Uint8Array {
  const { d } = createPrivateKey(pem).export({ format: 'jwk' });
  const exponent = toNumber(new Uint8Array(Buffer.from(d ?? '', 'base64url')));
  return (value) => toBytes(power(toNumber(value), exponent, n), 256);
}
