import { parseHex } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { DerReader } from '../../../sdk/eu-wallet/der.ts';
import { p256Key, readEcSignature, readSubjectPublicKeyInfo } from '../../../sdk/eu-wallet/ec-key.ts';

const { curve } = p256Key(new Uint8Array(32), new Uint8Array(32));

describe('readEcSignature', () => {
  it('fills short numbers up', () => {
    const fixed = readEcSignature(parseHex('3007020200ff020101'), curve);
    expect([fixed.length, fixed[31], fixed[63]]).toEqual([64, 0xff, 1]);
  });

  it.each([
    ['a zero in front of a number that needs none', '300702020001020101'],
    ['a zero', '3006020100020101'],
    ['a negative number', '30060201ff020101'],
    ['an empty number', '30050200020101'],
    ['a third number', '3009020101020101020101'],
    ['a byte behind', '300602010102010100'],
    ['one number', '3003020101'],
    ['a number of 33 octets', `3026022101${'00'.repeat(32)}020101`],
    ['another element', '3106020101020101'],
  ])('refuses %s', (_why, hex) => {
    expect(() => readEcSignature(parseHex(hex), curve)).toThrow(TypeError);
  });
});

describe('readSubjectPublicKeyInfo', () => {
  const P256 = '301306072a8648ce3d020106082a8648ce3d030107';
  const point = (first: string) => `034200${first}${'11'.repeat(64)}`;
  const read = (hex: string) => readSubjectPublicKeyInfo(new DerReader(parseHex(hex)));

  it('reads an uncompressed point', () => {
    expect(read(P256 + point('04'))?.point).toHaveLength(65);
  });

  it('has no use for a point written otherwise, a curve or a kind of key that it does not know', () => {
    expect(read(P256 + point('06'))).toBeNull();
    expect(read(`${P256}0322000211${'11'.repeat(31)}`)).toBeNull();
    expect(read(P256.replace('2a8648ce3d030107', '2b24030302080107') + point('04'))).toBeNull();
    expect(read(`300d06092a864886f70d0101010500${point('04')}`)).toBeNull();
  });

  it('refuses what follows the key', () => {
    expect(() => read(`${P256}${point('04')}0500`)).toThrow(TypeError);
  });
});
