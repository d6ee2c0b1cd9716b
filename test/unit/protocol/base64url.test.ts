import { formatBase64url, formatPaddedBase64url, parseAnyBase64url, parseBase64url } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const bytes = fc.uint8Array({ maxLength: 200 });

describe('base64url of RFC 4648 §5', () => {
  // RFC 4648 §10, without padding.
  it.each([
    ['', ''],
    ['f', 'Zg'],
    ['fo', 'Zm8'],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg'],
    ['fooba', 'Zm9vYmE'],
    ['foobar', 'Zm9vYmFy'],
  ])('spells %j as %j', (plain, text) => {
    const written = new Uint8Array(Buffer.from(plain));
    expect(formatBase64url(written)).toBe(text);
    expect(parseBase64url(text)).toEqual(written);
    expect(formatPaddedBase64url(written)).toBe(text.padEnd(Math.ceil(text.length / 4) * 4, '='));
  });

  it('writes as Node does and reads what it writes', () => {
    fc.assert(
      fc.property(bytes, (input) => {
        const text = formatBase64url(input);
        expect(text).toBe(Buffer.from(input).toString('base64url'));
        expect(parseBase64url(text)).toEqual(input);
        expect(parseAnyBase64url(formatPaddedBase64url(input))).toEqual(input);
      }),
    );
  });

  it('takes one spelling of each byte string: all others of 1 to 3 characters are refused', () => {
    const texts = [...ALPHABET].flatMap((a) => [a, ...[...ALPHABET].map((b) => a + b)]);
    texts.push(...[...ALPHABET].map((c) => `AA${c}`));
    for (const text of texts) {
      const canonical = Buffer.from(text, 'base64url').toString('base64url');
      if (canonical === text) expect(formatBase64url(parseBase64url(text))).toBe(text);
      else expect(() => parseBase64url(text), text).toThrow(TypeError);
    }
  });

  it('takes a text or throws TypeError, and never two texts for the same bytes', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        let read: Uint8Array;
        try {
          read = parseBase64url(text);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
          return;
        }
        expect(formatBase64url(read)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    'Zg=',
    'Zg==',
    'Zm9vYg==',
    '=',
    '+w',
    '/w',
    'Zg ',
    ' Zg',
    'Zg\n',
    'Z\u0000',
    'Zé',
    'Z\u{1f0c1}',
    'Zm9v%3D',
    'A',
    'AAAAA',
  ])('refuses %j', (text) => {
    expect(() => parseBase64url(text)).toThrow(TypeError);
  });
});

describe('base64url with or without padding', () => {
  it.each(['Zg', 'Zg==', 'Zm8', 'Zm8=', 'Zm9v', ''])('takes %j', (text) => {
    expect(parseAnyBase64url(text)).toEqual(new Uint8Array(Buffer.from(text, 'base64url')));
  });

  it.each(['Zg=', 'Zm8==', 'Zm9v=', 'Zm9v==', 'Zm9v====', '=', '==', '====', 'Z===', 'Zg==Zg==', 'Zh==', 'Zg== '])(
    'refuses %j',
    (text) => {
      expect(() => parseAnyBase64url(text)).toThrow(TypeError);
    },
  );
});
