import { decodeText, type Octets, readText } from './octets.ts';
import { partsOf } from './structures.ts';
import type { Received } from './transcript.ts';

/** A string of 16 bytes or more that somebody sent, and where it stood. */
export interface FoundString {
  /** The way to it, for instance `body.registration.rawId` or `body.dpop.1.nonce`. */
  readonly name: string;
  readonly octets: Octets;
}

const SHORTEST = 16;

/** Headers in which a browser describes itself and what it sends: the same words at every server it visits. */
const DESCRIPTIONS =
  /^(?:accept(?:-.*)?|user-agent|sec-.*|content-(?:type|length)|connection|upgrade-.*|cache-control|pragma|priority|host|dnt)$/;

/** Text that people made: words of small letters with signs between. Chance writes such 22 characters once in 10^5. */
const WORDS = /^[a-z]+(?:[-_./:+][a-z0-9]+)*$/;

/** Every string of 16 bytes or more in what a room received: decoded wherever it was encoded, in any depth. */
export function findStrings({ path, headers, body }: Received): readonly FoundString[] {
  const found: FoundString[] = [];

  function add(name: string, octets: Octets): void {
    if (octets.length < SHORTEST) return;
    found.push({ name, octets });
    for (const part of partsOf(octets)) found.push({ name: `${name}.${part.name}`, octets: part.octets });
    const text = readText(octets);
    if (text !== undefined && /^\s*[{[]/.test(text)) readValue(name, text);
  }

  function readValue(name: string, value: unknown): void {
    if (typeof value === 'object' && value !== null) {
      for (const [member, inner] of Object.entries(value)) readValue(`${name}.${member}`, inner);
    }
    if (typeof value !== 'string') return;
    const json = parseJson(value);
    const url = /^[a-z][a-z0-9.+-]*:\/\/[^/?#]*([^?#]*)(?:[?#](.*))?$/i.exec(value);
    if (json !== undefined) readValue(name, json);
    else if (url) readAddress(name, url[1] ?? '', url[2] ?? '');
    else if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(value)) readJwt(name, value);
    else decode(name, value);
  }

  function readJwt(name: string, text: string): void {
    for (const [i, segment] of text.split('.').entries()) decode(`${name}.${i}`, segment);
  }

  function readAddress(name: string, path: string, query: string): void {
    for (const segment of path.split(/[/.]/)) decode(name, segment);
    readForm(name, query);
  }

  function readForm(name: string, text: string): void {
    for (const [field, value] of new URLSearchParams(text)) readValue(`${name}.${field}`, value);
  }

  /** 22 characters of base64 are 16 bytes, and 32 of hexadecimal. */
  function decode(name: string, text: string): void {
    if (text.length < 22 || WORDS.test(text)) return;
    add(name, decodeText(text) ?? '');
  }

  function readBody(octets: Octets): void {
    const text = readText(octets);
    const json = text === undefined ? undefined : parseJson(text);
    if (text === undefined) add('body', octets);
    else if (json !== undefined) readValue('body', json);
    else if (/^[\w.-]+=/.test(text)) readForm('body', text);
    else decode('body', text);
  }

  const [pathname = '', query = ''] = path.split('?', 2);
  readAddress('path', pathname, query);
  for (const [name, value] of headers) {
    if (DESCRIPTIONS.test(name)) continue;
    for (const part of value.split(/[;,]\s*/)) {
      const [, key = '', inner = part] = /^(?:PrivateToken )?([\w-]+)="?([^"]*)"?$/.exec(part) ?? [];
      readValue(key === '' ? name : `${name}.${key}`, inner);
    }
  }
  readBody(body);
  return found;
}

function parseJson(text: string): object | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}
