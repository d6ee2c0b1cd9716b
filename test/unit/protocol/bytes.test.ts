import { concat, formatHex, isEqual, parseHex, readUtf8, writeUtf8 } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const bytes = fc.uint8Array({ maxLength: 64 });

describe('bytes', () => {
  it('are joined in order, into a copy', () => {
    const part = Uint8Array.of(1, 2);
    const joined = concat(part, new Uint8Array(), part.subarray(1));
    part[0] = 9;
    expect(joined).toEqual(Uint8Array.of(1, 2, 2));
    expect(concat()).toEqual(new Uint8Array());
  });

  it('are equal when they are the same, whatever is around them', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(isEqual(a, b)).toBe(Buffer.compare(a, b) === 0);
        expect(isEqual(a, concat(Uint8Array.of(7), a).subarray(1))).toBe(true);
      }),
    );
    expect(isEqual(Uint8Array.of(0), new Uint8Array())).toBe(false);
    for (let bit = 0; bit < 8; bit++) expect(isEqual(Uint8Array.of(0), Uint8Array.of(1 << bit))).toBe(false);
  });

  it('have one hexadecimal spelling, and two that are read', () => {
    fc.assert(
      fc.property(bytes, (input) => {
        expect(formatHex(input)).toBe(Buffer.from(input).toString('hex'));
        expect(parseHex(formatHex(input).toUpperCase())).toEqual(input);
      }),
    );
  });

  it.each(['a', '0g', '0x', ' 00', '00 ', '00\n', '+1', '-1'])('are not spelled %j', (text) => {
    expect(() => parseHex(text)).toThrow(TypeError);
  });
});

describe('UTF-8', () => {
  it('is read back as it was written, byte order marks included', () => {
    for (const text of ['', 'Œdipe', '\ufeffa', '\u{1f0c1}']) expect(readUtf8(writeUtf8(text))).toBe(text);
  });

  it.each([
    ['a lone continuation', 'c3'],
    ['Latin-1', 'e9'],
    ['an overlong slash', 'c0af'],
    ['a surrogate', 'eda080'],
    ['a number too large', 'f4908080'],
  ])('is not %s', (_, hex) => {
    expect(() => readUtf8(parseHex(hex))).toThrow(TypeError);
  });
});
