import { type Bytes, concat, writeUtf8 } from '@bauta/sdk/protocol';
import fc from 'fast-check';

/** Numbers at the edges of their types, as big-endian bytes and as JSON writes them. */
export const EXTREMES: readonly Bytes[] = [
  ...[1, 2, 4, 8].flatMap((length) => [0x00, 0x7f, 0x80, 0xff].map((byte) => new Uint8Array(length).fill(byte))),
  ...['-1', '-0', '0.5', '1e400', '018', '256', '274', '4294967296', '9007199254740993', 'NaN', '1e3'].map(writeUtf8),
];

/** What texts are confused by: zero, marks, look-alikes, halves of characters, and bytes that are no UTF-8. */
export const STRANGE: readonly Bytes[] = [
  ...['\u0000', '\ufeff', '\u202e', '\u200d', '\u0301', '\u2028', '\u0430', 'ſ', 'İ', '😀', '%00', '\\u0061'].map(
    writeUtf8,
  ),
  ...[[0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5], [0xff, 0xfe]].map((bytes) => Uint8Array.from(bytes)),
];

/** What structures are confused by. */
export const MARKS: readonly Bytes[] = [
  ...['"', '\\', '{', '}', '[', ']', ',', ':', '.', '=', '+', '/', '-', '_', ' ', '\n', '#', '&', 'null'],
  '"__proto__":1,',
  '"v":1,',
].map(writeUtf8);

type Change = (bytes: Bytes, others: readonly Bytes[]) => Bytes;

/** A place in any bytes, taken modulo their length; the two ends come more often than chance would have it. */
const END = -1;
const anywhere = fc.oneof({ weight: 8, arbitrary: fc.nat(0xffff) }, { weight: 1, arbitrary: fc.constantFrom(0, END) });
const within = (place: number, bytes: Bytes): number => (place === END ? bytes.length : place % (bytes.length + 1));
const short = fc.nat(40);
const cut = (bytes: Bytes, from: number, length: number): Bytes =>
  concat(bytes.slice(0, from), bytes.slice(from + length));
const put = (bytes: Bytes, at: number, piece: Uint8Array, isOver: boolean): Bytes =>
  concat(bytes.slice(0, at), piece, bytes.slice(isOver ? at + piece.length : at));

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(anywhere, fc.nat(7)).map(
    ([place, bit]): Change =>
      (bytes) => {
        const altered = bytes.slice();
        const at = within(place, altered.slice(1));
        if (altered.length > 0) altered[at] = (altered[at] as number) ^ (1 << bit);
        return altered;
      },
  ),
  anywhere.map(
    (place): Change =>
      (bytes) =>
        bytes.slice(0, within(place, bytes)),
  ),
  anywhere.map(
    (place): Change =>
      (bytes) =>
        bytes.slice(within(place, bytes)),
  ),
  fc.tuple(anywhere, short).map(
    ([place, length]): Change =>
      (bytes) =>
        cut(bytes, within(place, bytes), length),
  ),
  fc.tuple(anywhere, short).map(
    ([place, length]): Change =>
      (bytes) => {
        const at = within(place, bytes);
        return put(bytes, at, bytes.slice(at, at + length), false);
      },
  ),
  fc.constant<Change>((bytes) => concat(bytes, bytes)),
  fc.tuple(anywhere, anywhere, anywhere, fc.nat(400), fc.boolean()).map(
    ([which, place, from, length, isOver]): Change =>
      (bytes, others) => {
        const other = others[Math.max(0, which) % others.length] ?? bytes;
        const start = within(from, other);
        return put(bytes, within(place, bytes), other.slice(start, start + length), isOver);
      },
  ),
  fc
    .tuple(
      anywhere,
      fc.oneof(fc.constantFrom(...EXTREMES, ...STRANGE, ...MARKS), fc.uint8Array({ minLength: 1, maxLength: 16 })),
      fc.boolean(),
    )
    .map(
      ([place, piece, isOver]): Change =>
        (bytes) =>
          put(bytes, within(place, bytes), piece, isOver),
    ),
);

/**
 * Good bytes with up to four changes; those with none must be taken.
 * @param others where pieces to splice in are taken from.
 */
export function mutated(seeds: readonly Bytes[], others = seeds): fc.Arbitrary<Bytes> {
  return fc
    .tuple(fc.nat(seeds.length - 1), fc.array(change, { maxLength: 4 }))
    .map(([which, changes]) => changes.reduce((bytes, apply) => apply(bytes, others), seeds[which] as Bytes));
}

/** Bytes of any kind. */
export function anyBytes(maxLength = 300): fc.Arbitrary<Bytes> {
  return fc.uint8Array({ maxLength }).map((bytes) => Uint8Array.from(bytes));
}

/** Text of any kind as UTF-8, halves of characters included as what replaces them. */
export function anyText(): fc.Arbitrary<Bytes> {
  return fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.json(), fc.webUrl()).map(writeUtf8);
}
