import type { Bytes } from './bytes.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES = new Int8Array(128).fill(-1);
for (let i = 0; i < 64; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

// Twelve bits at a time: engines join a few short strings far faster than many single characters.
const PAIRS = Array.from({ length: 4096 }, (_, bits) => `${ALPHABET[bits >> 6]}${ALPHABET[bits & 63]}`);

/** RFC 4648 §5 text without padding. */
export function formatBase64url(bytes: Uint8Array): string {
  const tail = bytes.length % 3;
  const whole = bytes.length - tail;
  let text = '';
  for (let i = 0; i < whole; i += 3) {
    const group = ((bytes[i] as number) << 16) | ((bytes[i + 1] as number) << 8) | (bytes[i + 2] as number);
    text += `${PAIRS[group >> 12]}${PAIRS[group & 4095]}`;
  }
  if (tail > 0) {
    const group = ((bytes[whole] as number) << 16) | ((bytes[whole + 1] ?? 0) << 8);
    text += `${PAIRS[group >> 12]}${tail === 2 ? ALPHABET[(group >> 6) & 63] : ''}`;
  }
  return text;
}

/** RFC 4648 §5 text with padding, as RFC 9577 §2 wants it in headers. */
export function formatPaddedBase64url(bytes: Uint8Array): string {
  const text = formatBase64url(bytes);
  return text + '='.repeat((4 - (text.length % 4)) % 4);
}

const valueAt = (text: string, index: number): number => VALUES[text.charCodeAt(index)] ?? -1;

/**
 * Bytes of canonical, unpadded RFC 4648 §5 text: the one spelling that `formatBase64url` would write.
 * @throws TypeError on padding, foreign characters, or left-over bits that are not zero.
 */
export function parseBase64url(text: string): Bytes {
  const tail = text.length % 4;
  if (tail === 1) throw new TypeError('not canonical base64url');
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  const whole = text.length - tail;
  let at = 0;
  // A foreign character is −1, which sets every bit: one comparison finds it among four.
  for (let i = 0; i < whole; i += 4) {
    const group =
      (valueAt(text, i) << 18) | (valueAt(text, i + 1) << 12) | (valueAt(text, i + 2) << 6) | valueAt(text, i + 3);
    if (group < 0) throw new TypeError('not canonical base64url');
    bytes[at++] = group >> 16;
    bytes[at++] = group >> 8;
    bytes[at++] = group;
  }
  if (tail > 0) {
    const third = tail === 3 ? valueAt(text, whole + 2) : 0;
    const group = (valueAt(text, whole) << 18) | (valueAt(text, whole + 1) << 12) | (third << 6);
    const leftOver = tail === 3 ? group & 0xff : group & 0xffff;
    if (group < 0 || leftOver !== 0) throw new TypeError('not canonical base64url');
    bytes[at++] = group >> 16;
    if (tail === 3) bytes[at] = group >> 8;
  }
  return bytes;
}

/** As `parseBase64url`, and takes the padded spelling too (RFC 9577 §2 demands it, RFC 9578 §4 does not say). */
export function parseAnyBase64url(text: string): Bytes {
  const bare = text.replace(/={1,2}$/, '');
  if (bare.length !== text.length && text.length % 4 !== 0) throw new TypeError('not canonical base64url');
  return parseBase64url(bare);
}
