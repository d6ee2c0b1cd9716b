import { concat, formatHex, parseHex } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import {
  dateTime,
  decodeCbor,
  EncodedItem,
  encodeCbor,
  encodeItem,
  readDateTime,
} from '../../../sdk/eu-wallet/cbor.ts';

/** Hexadecimal of CBOR that says something, but not in the one spelling that counts here. */
const REFUSED: readonly (readonly [why: string, hex: string])[] = [
  ['nothing', ''],
  ['a byte too many', '0000'],
  ['an array cut short', '8201'],
  ['text cut short', '6361'],
  ['a map without its last value', 'a101'],
  ['1 in two bytes', '1801'],
  ['1 in three bytes', '190001'],
  ['-1 in two bytes', '3800'],
  ['a length in two bytes that fits in one', '5801ff'],
  ['an array length in nine bytes', '9b000000000000000101'],
  ['a tag number in two bytes that fits in one', 'd80074323032362d30312d30315430303a30303a30305a'],
  ['an array of indefinite length', '9f01ff'],
  ['a map of indefinite length', 'bf0102ff'],
  ['bytes of indefinite length', '5f4101ff'],
  ['text of indefinite length', '7f6161ff'],
  ['a break alone', 'ff'],
  ['a key twice', 'a201000100'],
  ['a text key twice', 'a2616100616100'],
  ['a half float', 'f93c00'],
  ['a double', 'fb3ff0000000000000'],
  ['not a number', 'f97e00'],
  ['undefined', 'f7'],
  ['a simple value', 'e0'],
  ['false in two bytes', 'f814'],
  ['an integer above 2^53', '1b0020000000000000'],
  ['a bignum', 'c249010000000000000000'],
  ['an epoch date', 'c100'],
  ['a COSE tag', 'd28440a0f640'],
  ['an unknown tag', 'd9d9f700'],
  ['a tag in a tag', 'd818d8184100'],
  ['tag 24 around text', 'd8186161'],
  ['tag 0 around bytes', 'c04100'],
  ['bad UTF-8', '61ff'],
  ['overlong UTF-8', '62c081'],
  ['a byte order mark before text', '64efbbbf61'],
  ['a reserved length', '1c'],
];

describe('decodeCbor', () => {
  it.each(REFUSED)('refuses %s', (_why, hex) => {
    expect(() => decodeCbor(parseHex(hex))).toThrow(new TypeError('not strict CBOR'));
  });

  it('refuses more than 1,024 items, and depth with them', () => {
    const flat = (count: number) => Uint8Array.from([0x99, count >> 8, count & 0xff, ...new Uint8Array(count)]);
    expect(decodeCbor(flat(1023))).toHaveLength(1023);
    expect(() => decodeCbor(flat(1024))).toThrow(TypeError);
    expect(() => decodeCbor(new Uint8Array(16_384).fill(0x81))).toThrow(TypeError);
  });

  it('reads what the shortest spelling says', () => {
    const read = decodeCbor(parseHex('a4011901002062c3a9f58040f6'));
    expect([...(read as Map<unknown, unknown>)]).toEqual([
      [1, 256],
      [-1, 'é'],
      [true, []],
      [new Uint8Array(0), null],
    ]);
  });

  it('keeps the bytes in which an encoded item came', () => {
    const raw = 'd81843820102';
    const [item] = decodeCbor(parseHex(`81${raw}`)) as [EncodedItem];
    expect(item).toBeInstanceOf(EncodedItem);
    expect([formatHex(item.raw), formatHex(item.content)]).toEqual([raw, '820102']);
    expect(formatHex(encodeCbor([encodeItem(parseHex('820102'))]))).toBe(`81${raw}`);
  });

  it.each([
    ['an array', (hex: string) => parseHex(hex)],
    ['a Buffer, whose slices share its memory', (hex: string) => Buffer.from(hex, 'hex')],
  ])('is not moved by what becomes of its input, %s', (_kind, inputOf) => {
    const input = inputOf('82410142c3a9');
    const value = decodeCbor(input);
    input.fill(0);
    expect(value).toEqual([Uint8Array.of(1), Uint8Array.of(0xc3, 0xa9)]);
  });
});

describe('readDateTime', () => {
  it('reads what dateTime writes', () => {
    expect(readDateTime(decodeCbor(encodeCbor(dateTime(1_770_249_600))))).toBe(1_770_249_600);
  });

  it.each([
    '2026-02-05T00:00:00.5Z',
    '2026-02-05T00:00:00+00:00',
    '2026-02-05T00:00:00',
    '2026-02-05',
    '2026-02-30T00:00:00Z',
    '2026-02-05T24:00:00Z',
    '2026-13-01T00:00:00Z',
    '',
  ])('refuses %s', (text) => {
    expect(() => readDateTime(decodeCbor(concat(Uint8Array.of(0xc0), encodeCbor(text))))).toThrow(TypeError);
  });
});
