import { createHash } from 'node:crypto';

/** How a value may stand in a file or a message, and the bytes that are certain to stand there then. */
export interface Spelling {
  readonly form: string;
  /** Made by a hash without a key: the value cannot be read from it, only recognised. */
  readonly isHashed: boolean;
  readonly bytes: Buffer;
}

/** Shorter runs of bytes would be found by accident. */
export const SHORTEST = 8;
/** Bytes are looked for in pieces of so many, so that a part of a value is found too. A text is one piece. */
const PIECE = 16;
/** The same where base64 stands inside of base64. */
const NESTED_PIECE = 32;
/** How many pieces of one value, at even distances. */
const PIECES = 4;
/** A digest that was cut to so many bytes is still found. */
const DIGEST_PREFIX = 16;

const DIGESTS = ['sha256', 'sha1', 'md5', 'sha512'] as const;

const toUrlAlphabet = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_');

/** Base64 of bytes that begin anywhere inside of others: the characters that do not depend on the neighbours. */
function base64Of(bytes: Buffer): string[] {
  return [0, 1, 2].map((skip) => {
    const inner = bytes.subarray(skip);
    return inner.toString('base64').slice(0, Math.floor((inner.length * 8) / 6));
  });
}

/** Bytes as they are, in hexadecimal and in both alphabets of base64. */
function encodingsOf(bytes: Buffer): [form: string, bytes: Buffer][] {
  const hex = bytes.toString('hex');
  const base64 = base64Of(bytes);
  return [
    ['clear', bytes],
    ['hex', Buffer.from(hex)],
    ['hex', Buffer.from(hex.toUpperCase())],
    ...base64.map((text): [string, Buffer] => ['base64', Buffer.from(text)]),
    ...base64.map((text): [string, Buffer] => ['base64url', Buffer.from(toUrlAlphabet(text))]),
  ];
}

function percentOf(bytes: Buffer): string {
  return [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

/** What only texts have. */
function textFormsOf(text: string): [form: string, bytes: Buffer][] {
  const escaped = [...text].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
  return [
    ['lower case', Buffer.from(text.toLowerCase())],
    ['utf-16', Buffer.from(text, 'utf16le')],
    ['percent', Buffer.from(encodeURIComponent(text))],
    ['percent', Buffer.from(new URLSearchParams([['', text]]).toString().slice(1))],
    ['json', Buffer.from(JSON.stringify(text).slice(1, -1))],
    ['json', Buffer.from(escaped)],
  ];
}

function piecesOf(bytes: Buffer, length = PIECE): Buffer[] {
  if (bytes.length <= length) return [bytes];
  const whole = Math.floor(bytes.length / length);
  const step = Math.ceil(whole / PIECES);
  const pieces: Buffer[] = [];
  for (let at = 0; at < whole; at += step) pieces.push(bytes.subarray(length * at, length * (at + 1)));
  return pieces;
}

/** The texts and bytes that somebody who hashes a value may have had in hand. */
function hashedInputsOf(value: Uint8Array | string): Buffer[] {
  const bytes = Buffer.from(value as string);
  const texts = [bytes.toString('base64url'), bytes.toString('base64'), bytes.toString('hex')];
  const more = typeof value === 'string' ? [value.toLowerCase(), value.trim()] : [];
  return [bytes, ...[...texts, ...more].map((text) => Buffer.from(text))];
}

/** Every spelling that is looked for, none twice. @throws TypeError for a value that could be found by accident. */
export function spellingsOf(value: Uint8Array | string): Spelling[] {
  const bytes = Buffer.from(value as string);
  if (bytes.length < SHORTEST) throw new TypeError('a value that could be found by accident');
  const found = new Map<string, Spelling>();
  const add = (form: string, isHashed: boolean, spelled: Buffer): void => {
    if (spelled.length < SHORTEST) return;
    const key = spelled.toString('latin1');
    if (!found.has(key)) found.set(key, { form, isHashed, bytes: spelled });
  };
  for (const piece of typeof value === 'string' ? [bytes] : piecesOf(bytes)) {
    for (const [form, spelled] of encodingsOf(piece)) add(form, false, spelled);
    add('percent', false, Buffer.from(percentOf(piece)));
    add('percent', false, Buffer.from(percentOf(piece).toUpperCase()));
  }
  const inner = (text: string): Buffer[] => piecesOf(Buffer.from(text), NESTED_PIECE);
  // As a text inside of what is encoded once more: a key in a header of a JWT is.
  for (const text of [bytes.toString('base64url'), bytes.toString('base64')]) {
    for (const piece of inner(text)) {
      for (const spelled of base64Of(piece)) {
        add('base64 twice', false, Buffer.from(spelled));
        add('base64 twice', false, Buffer.from(toUrlAlphabet(spelled)));
      }
    }
  }
  if (typeof value === 'string') {
    for (const [form, spelled] of textFormsOf(value)) add(form, false, spelled);
    for (const [form, spelled] of encodingsOf(Buffer.from(value.toLowerCase()))) add(form, false, spelled);
  }
  for (const input of hashedInputsOf(value)) {
    for (const name of DIGESTS) {
      const digest = createHash(name).update(input).digest().subarray(0, DIGEST_PREFIX);
      for (const [form, spelled] of encodingsOf(digest)) add(`${name}, ${form}`, true, spelled);
    }
  }
  return [...found.values()];
}
