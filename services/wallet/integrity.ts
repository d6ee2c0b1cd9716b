import { createHash } from 'node:crypto';
import { type Bytes, writeUtf8 } from '@bauta/sdk/protocol';
import type { BuiltFile } from './built-file.ts';
import { fileHeaders } from './headers.ts';
import type { WalletSettings } from './settings.ts';

/** The list of all files of a build and their hashes, for whoever wants to compare what different people are given. */
export const INTEGRITY_PATH = '/integrity.json';

type Hashed = Pick<BuiltFile, 'path' | 'bytes'>;

/** The hash of a file as Subresource Integrity writes it: `sha256-` and base64. */
export function integrityOf(bytes: Bytes): string {
  return `sha256-${createHash('sha256').update(bytes).digest('base64')}`;
}

/**
 * Names a build: the first 12 hexadecimal digits of SHA-256 over one line `path integrity` for each file, sorted by
 * path. Pages go in with an empty version, since they name it.
 */
export function versionOf(files: readonly Hashed[]): string {
  const lines = sortByPath(files).map(({ path, bytes }) => `${path} ${integrityOf(bytes)}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex').slice(0, 12);
}

/** `integrity.json`: version, settings, and for each file but this one its path, hash and size. No date: nothing may differ. */
export function integrityFile(files: readonly Hashed[], version: string, settings: WalletSettings): BuiltFile {
  const list = sortByPath(files).map(({ path, bytes }) => ({
    path,
    integrity: integrityOf(bytes),
    size: bytes.length,
  }));
  const text = `${JSON.stringify({ version, settings, files: list }, null, 2)}\n`;
  return { path: INTEGRITY_PATH, bytes: writeUtf8(text), headers: fileHeaders('application/json', false) };
}

/** By code units, as every machine sorts them. */
export function sortByPath<T extends { readonly path: string }>(files: readonly T[]): T[] {
  return [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
