import {
  asText,
  asWhole,
  type Directory,
  formatHex,
  parseJson,
  readDirectory,
  readMembers,
} from '../protocol/index.ts';
import type { UsableKeys } from './usable-keys.ts';

/** A directory as one instance read it, for the others. */
export interface KeptDirectory extends UsableKeys {
  /** When it was read, in Unix seconds. */
  readonly readAt: number;
}

/** Whose directory it is, and whether a log has shown its keys: without that, one that needs a log cannot take it. */
export interface KeptOf {
  readonly issuer: string;
  readonly isProven: boolean;
}

/** @param text the directory as its issuer gave it. */
export function formatKeptDirectory(text: string, { keys, asOf, readAt }: KeptDirectory, of: KeptOf): string {
  const usable = keys.map(({ key }) => formatHex(key.id));
  return JSON.stringify({ ...of, readAt, asOf, usable, directory: text });
}

/** Reads what `formatKeptDirectory` wrote. @throws TypeError, SyntaxError or AgeError on anything else, and on another's. */
export async function parseKeptDirectory(text: string, { issuer, isProven }: KeptOf): Promise<KeptDirectory> {
  const kept = readMembers(parseJson(text), ['issuer', 'isProven', 'readAt', 'asOf', 'usable', 'directory']);
  if (kept.issuer !== issuer || kept.isProven !== isProven) throw new TypeError('of another issuer');
  const [readAt, asOf] = [asWhole(kept.readAt), asWhole(kept.asOf)];
  if (asOf > readAt) throw new TypeError('younger than its reading');
  if (!Array.isArray(kept.usable)) throw new TypeError('no list of keys');
  const usable = new Set(kept.usable.map(asText));
  const directory: Directory = await readDirectory(asText(kept.directory), issuer);
  const keys = directory.keys.filter(({ key }) => usable.has(formatHex(key.id)));
  if (keys.length !== kept.usable.length) throw new TypeError('keys that are not listed');
  return { keys, readAt, asOf };
}
