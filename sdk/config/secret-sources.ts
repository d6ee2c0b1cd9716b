import { type Bytes, parseBase64url, parseHex } from '../protocol/index.ts';

/** What a secret's text must be. */
export const SECRET_SENTENCE = 'must hold 32 bytes, as 64 hexadecimal or 43 base64url characters';

/** 32 bytes from the text of a file or a variable, without the white space around it. @throws TypeError */
export function parseSecretText(text: string): Bytes {
  const trimmed = text.trim();
  if (trimmed.length === 64) return parseHex(trimmed);
  if (trimmed.length === 43) return parseBase64url(trimmed);
  throw new TypeError('not 32 bytes');
}

/** One text, or a list of them: the first signs, all verify. Undefined for anything else. */
export function readNames(value: unknown): readonly string[] | undefined {
  const names: readonly unknown[] = Array.isArray(value) ? value : [value];
  const isList = names.length > 0 && names.every((name) => typeof name === 'string' && name !== '');
  return isList ? (names as readonly string[]) : undefined;
}
