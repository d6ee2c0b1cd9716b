import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Reader, Writer } from '../../../sdk/protocol/wire.ts';

const upTo = (bits: number) => fc.integer({ min: 0, max: 2 ** bits - 1 });
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const from = (text: string): Reader => new Reader(new Uint8Array(Buffer.from(text, 'hex')));

describe('Reader and Writer', () => {
  it('read what was written, to the last byte', () => {
    fc.assert(
      fc.property(upTo(8), upTo(16), upTo(32), upTo(30), fc.uint8Array(), (a, b, c, d, rest) => {
        const written = new Writer().u8(a).u16(b).u32(c).varint(d).bytes(rest).end();
        const reader = new Reader(written);
        expect([reader.u8(), reader.u16(), reader.u32(), reader.varint()]).toEqual([a, b, c, d]);
        expect(reader.bytes(rest.length)).toEqual(rest);
        expect(reader.more()).toBe(false);
        reader.end();
      }),
    );
  });

  it('are big-endian', () => {
    expect(hex(new Writer().u8(1).u16(0x0203).u32(0x04050607).end())).toBe('01020304050607');
    expect(hex(new Writer().u32(0xffffffff).u32(0x80000000).end())).toBe('ffffffff80000000');
  });
});

describe('Writer', () => {
  it.each([-1, 256, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('has no room for %d in one byte', (value) => {
    expect(() => new Writer().u8(value)).toThrow(TypeError);
  });

  it.each([-1, 65_536, 0.5, Number.NaN])('has no room for %d in two bytes', (value) => {
    expect(() => new Writer().u16(value)).toThrow(TypeError);
  });

  it.each([-1, 2 ** 32, 1e20, 0.5, Number.NaN])('has no room for %d in four bytes', (value) => {
    expect(() => new Writer().u32(value)).toThrow(TypeError);
  });

  it.each([-1, 2 ** 30, 0.5, Number.NaN])('writes no varint %d', (value) => {
    expect(() => new Writer().varint(value)).toThrow(TypeError);
  });
});

describe('Reader', () => {
  it('hands out copies', () => {
    const source = Uint8Array.of(1, 2);
    const read = new Reader(source).bytes(2);
    source[0] = 9;
    expect(read).toEqual(Uint8Array.of(1, 2));
  });

  it.each<[string, (reader: Reader) => unknown]>([
    ['u8', (reader) => reader.u8()],
    ['u16', (reader) => reader.u16()],
    ['u32', (reader) => reader.u32()],
    ['varint', (reader) => reader.varint()],
    ['bytes', (reader) => reader.bytes(1)],
  ])('refuses to read %s where nothing is', (_, read) => {
    expect(() => read(from(''))).toThrow(TypeError);
  });

  it('refuses half a number and half a string', () => {
    expect(() => from('01').u16()).toThrow(TypeError);
    expect(() => from('010203').u32()).toThrow(TypeError);
    expect(() => from('010203').bytes(4)).toThrow(TypeError);
    expect(from('010203').bytes(3)).toHaveLength(3);
    expect(from('').bytes(0)).toHaveLength(0);
  });

  it('refuses left-overs', () => {
    const reader = from('0102');
    reader.u8();
    expect(reader.more()).toBe(true);
    expect(() => reader.end()).toThrow(TypeError);
  });

  // RFC 9000 §A.1, and the edges of each form.
  it.each([
    ['9d7f3e7d', 494_878_333],
    ['7bbd', 15_293],
    ['25', 37],
    ['00', 0],
    ['3f', 63],
    ['4040', 64],
    ['7fff', 16_383],
    ['80004000', 16_384],
    ['bfffffff', 2 ** 30 - 1],
  ])('reads the varint %s', (text, value) => {
    const reader = from(text);
    expect(reader.varint()).toBe(value);
    reader.end();
    expect(hex(new Writer().varint(value).end())).toBe(text);
  });

  it.each([
    ['37 in two bytes, an example of RFC 9000 §A.1', '4025'],
    ['0 in two bytes', '4000'],
    ['63 in four bytes', '8000003f'],
    ['16,383 in four bytes', '80003fff'],
    ['any in eight bytes', 'c2197c5eff14e88c'],
    ['half of two bytes', '40'],
    ['three of four bytes', '800040'],
  ])('refuses as a varint %s', (_, text) => {
    expect(() => from(text).varint()).toThrow(TypeError);
  });
});
