/** What JSON can say. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/**
 * Parses JSON text and refuses a member name that stands twice in one object (RFC 8259 §4 leaves that open; two
 * readers that take different twins would judge different messages).
 * @throws SyntaxError on text that is not JSON or says a name twice.
 */
export function parseJson(text: string): Json {
  const value = readJson(text);
  // Outside of strings a colon stands only behind a member name, so colons count the members that were written.
  if (countColons(text) !== countMembers(value)) throw new SyntaxError('a member name stands twice');
  return value;
}

/** The platform's own message quotes the text; what was sent must not reach a log by way of a cause. */
function readJson(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxError('not JSON');
  }
}

/** Colons outside of strings. @param text that is JSON. */
function countColons(text: string): number {
  let colons = 0;
  let isInString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x22) isInString = !isInString;
    else if (isInString) i += code === 0x5c ? 1 : 0;
    else if (code === 0x3a) colons++;
  }
  return colons;
}

function countMembers(value: Json): number {
  if (value === null || typeof value !== 'object') return 0;
  const isList = Array.isArray(value);
  let members = 0;
  for (const item of isList ? value : Object.values(value)) members += (isList ? 0 : 1) + countMembers(item);
  return members;
}

/**
 * The members of a JSON object that has exactly these names, in any order.
 * @throws TypeError when it is no object, or a name is missing or unknown.
 */
export function readMembers<const N extends string>(value: Json | undefined, names: readonly N[]): Record<N, Json> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new TypeError('not an object');
  const found = Object.keys(value);
  if (found.length !== names.length || !names.every((name) => Object.hasOwn(value, name))) {
    throw new TypeError('unknown or missing members');
  }
  return value as Record<N, Json>;
}

/** The value itself, when it is text. @throws TypeError otherwise. */
export function asText(value: Json | undefined): string {
  if (typeof value !== 'string') throw new TypeError('not text');
  return value;
}

/** The value itself, when it is a whole number from 0 to 2^53 − 1. @throws TypeError otherwise. */
export function asWhole(value: Json | undefined): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new TypeError('not a whole number');
  return value;
}
