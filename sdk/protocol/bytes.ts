/** The one byte type of the SDK: a view over its own, never a shared, buffer. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Joins byte strings in order; the RFCs write it `‖`. */
export function concat(...parts: readonly Uint8Array[]): Bytes {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** True when both hold the same bytes; takes the same time wherever they differ. */
export function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] as number) ^ (b[i] as number);
  return difference === 0;
}

const utf8Encoder = new TextEncoder();
const utf8Decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 bytes of a text. */
export function writeUtf8(text: string): Bytes {
  return utf8Encoder.encode(text) as Bytes;
}

/** Text of UTF-8 bytes. @throws TypeError on anything that is not UTF-8. */
export function readUtf8(bytes: Uint8Array): string {
  return utf8Decoder.decode(bytes);
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const DIGITS = new Int8Array(128).fill(-1);
for (let i = 0; i < 16; i++) {
  DIGITS['0123456789abcdef'.charCodeAt(i)] = i;
  DIGITS['0123456789ABCDEF'.charCodeAt(i)] = i;
}

const hexAt = (bytes: Uint8Array, index: number): string => HEX[bytes[index] as number] as string;

/** Lower-case hexadecimal. */
export function formatHex(bytes: Uint8Array): string {
  let text = '';
  let i = 0;
  for (; i + 4 <= bytes.length; i += 4) {
    text += `${hexAt(bytes, i)}${hexAt(bytes, i + 1)}${hexAt(bytes, i + 2)}${hexAt(bytes, i + 3)}`;
  }
  for (; i < bytes.length; i++) text += hexAt(bytes, i);
  return text;
}

/** Bytes of hexadecimal text of either case. @throws TypeError on anything else. */
export function parseHex(text: string): Bytes {
  const bytes = new Uint8Array(text.length >> 1);
  let isForeign = text.length % 2 !== 0;
  for (let i = 0; i < bytes.length; i++) {
    const high = DIGITS[text.charCodeAt(2 * i)] ?? -1;
    const low = DIGITS[text.charCodeAt(2 * i + 1)] ?? -1;
    isForeign ||= (high | low) < 0;
    bytes[i] = (high << 4) | low;
  }
  if (isForeign) throw new TypeError('not hexadecimal');
  return bytes;
}
