import { type DecodeOptions, decode, encode, Tagged, Tokenizer } from 'cborg';
import { type Bytes, isEqual, writeUtf8 } from '../protocol/bytes.ts';

// A proof of age has about fifty; the bound also bounds how deep the decoder can call itself.
const MOST_ITEMS = 1024;

const STRICT = {
  strict: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowBigInt: false,
  useMaps: true,
  rejectDuplicateMapKeys: true,
  retainStringBytes: true,
} as const satisfies DecodeOptions;

class StrictTokenizer extends Tokenizer {
  #items = 0;

  override next(): ReturnType<Tokenizer['next']> {
    const token = super.next();
    if (++this.#items > MOST_ITEMS) throw new TypeError('too many CBOR items');
    if (token.type.name === 'float') throw new TypeError('a CBOR float');
    // cborg drops a byte order mark and repairs bad UTF-8: two spellings of one text, which no signature would notice.
    if (token.byteValue !== undefined && !isEqual(token.byteValue, writeUtf8(token.value as string))) {
      throw new TypeError('CBOR text that is not UTF-8');
    }
    return token;
  }
}

/** A CBOR item inside a byte string (RFC 8949 §3.4.5.1, tag 24), with the bytes it came in. */
export class EncodedItem extends Tagged {
  /** The whole item as received, tag and length included: what ISO 18013-5 digests and signs. */
  readonly raw: Bytes;
  /** The encoded item inside. */
  readonly content: Bytes;

  constructor(raw: Bytes, content: Bytes) {
    super(24, content);
    this.raw = raw;
    this.content = content;
  }
}

const FULL_DATE = 1004;

/**
 * The value of one CBOR item (RFC 8949) that fills `bytes` to the end: maps as `Map`, tag 0 as `Tagged`, tag 24 as
 * `EncodedItem`. Each value has one spelling only: shortest lengths and integers, no indefinite lengths, no doubled
 * keys, no floats, no `undefined`, no other tags, UTF-8 text, at most 1,024 items.
 * @param options `fullDates` lets tag 1004 in as well (RFC 8943), as `Tagged`: documents of persons have dates of birth.
 * @throws TypeError on anything else.
 */
export function decodeCbor(bytes: Uint8Array, options: { readonly fullDates?: boolean } = {}): unknown {
  const copy: Bytes = Uint8Array.from(bytes);
  const tokenizer = new StrictTokenizer(copy, STRICT);
  const tags: NonNullable<DecodeOptions['tags']> = {
    0: (item) => new Tagged(0, asCborText(item())),
    24: (item) => {
      // The tag's own two bytes, `d8 18`, are read already.
      const from = tokenizer.pos() - 2;
      const content = asBytes(item());
      return new EncodedItem(copy.slice(from, tokenizer.pos()), content);
    },
    ...(options.fullDates ? { [FULL_DATE]: (item: () => unknown) => new Tagged(FULL_DATE, asCborText(item())) } : {}),
  };
  try {
    return decode(copy, { ...STRICT, tokenizer, tags });
  } catch {
    // cborg's messages quote what was received.
    throw new TypeError('not strict CBOR');
  }
}

/** CBOR of a value in its shortest form; the entries of a `Map` keep their order. */
export function encodeCbor(value: unknown): Bytes {
  return Uint8Array.from(encode(value, { mapSorter: () => 0 }));
}

/** Wraps encoded CBOR in a byte string under tag 24: `#6.24(bstr .cbor …)`. */
export function encodeItem(content: Uint8Array): EncodedItem {
  const own: Bytes = Uint8Array.from(content);
  return new EncodedItem(encodeCbor(new Tagged(24, own)), own);
}

/**
 * The entries of a CBOR map that has exactly these keys, in any order.
 * @throws TypeError when it is no map, or a key is missing or unknown.
 */
export function readEntries<const K extends string | number>(value: unknown, keys: readonly K[]): Record<K, unknown> {
  const map = asMap(value);
  if (map.size !== keys.length || !keys.every((key) => map.has(key))) throw new TypeError('unknown or missing entries');
  return Object.fromEntries(keys.map((key) => [key, map.get(key)])) as Record<K, unknown>;
}

/** The value itself, when it is a map. @throws TypeError otherwise. */
export function asMap(value: unknown): Map<unknown, unknown> {
  if (!(value instanceof Map)) throw new TypeError('not a map');
  return value;
}

/** The value itself, when it is an array, of `length` items if given. @throws TypeError otherwise. */
export function asArray(value: unknown, length?: number): unknown[] {
  if (!Array.isArray(value) || (length !== undefined && value.length !== length)) throw new TypeError('not the array');
  return value;
}

/** The value itself, when it is a byte string, of `length` bytes if given. @throws TypeError otherwise. */
export function asBytes(value: unknown, length?: number): Bytes {
  if (!(value instanceof Uint8Array) || (length !== undefined && value.length !== length)) {
    throw new TypeError('not the bytes');
  }
  return value as Bytes;
}

/** The value itself, when it is text. @throws TypeError otherwise. */
export function asCborText(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('not text');
  return value;
}

/** The value itself, when it is an unsigned integer below 2^53. @throws TypeError otherwise. */
export function asUnsigned(value: unknown): number {
  if (typeof value !== 'number' || value < 0) throw new TypeError('not an unsigned integer');
  return value;
}

/** The value itself, when it is an item under tag 24. @throws TypeError otherwise. */
export function asEncodedItem(value: unknown): EncodedItem {
  if (!(value instanceof EncodedItem)) throw new TypeError('not an encoded item');
  return value;
}

/**
 * Unix seconds of a `tdate` as ISO 18013-5 §7.2.1 writes it: tag 0, whole seconds, `Z`.
 * @throws TypeError otherwise.
 */
export function readDateTime(value: unknown): number {
  if (!(value instanceof Tagged) || value.tag !== 0) throw new TypeError('not a date');
  const text = asCborText(value.value);
  const milliseconds = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? Date.parse(text) : Number.NaN;
  // Date.parse takes 30 February for 2 March.
  if (Number.isNaN(milliseconds) || new Date(milliseconds).toISOString() !== text.replace('Z', '.000Z')) {
    throw new TypeError('not a date');
  }
  return milliseconds / 1000;
}

/**
 * A day as `YYYY-MM-DD`, from a `full-date` of ISO 18013-5 §7.2.1 (tag 1004), or from bare text, as some issuers write it.
 * @throws TypeError for anything else, and for a day that no calendar has.
 */
export function readFullDate(value: unknown): string {
  const text = asCborText(value instanceof Tagged && value.tag === FULL_DATE ? value.value : value);
  const milliseconds = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(milliseconds) || !new Date(milliseconds).toISOString().startsWith(text)) {
    throw new TypeError('not a day');
  }
  return text;
}

/** The `tdate` of Unix seconds, ready for `encodeCbor`. */
export function dateTime(seconds: number): Tagged {
  return new Tagged(0, new Date(seconds * 1000).toISOString().replace('.000Z', 'Z'));
}
