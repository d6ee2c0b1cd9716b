import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Built } from './build-shipped.ts';

/** What two people compare: hexadecimal SHA-256. */
export interface Digest {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** Of each file in a folder, in order of the paths, as `sha256sum` writes it. */
export function listHashes(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
    .map((path) => `${sha256(readFileSync(join(folder, path)))}  ${path}\n`);
}

/**
 * Each tarball twice: as it is, and the archive inside of it, which does not depend on how a version of Node compresses.
 * The wallet by the list of its files' hashes.
 */
export function digestsOf({ tarballs, wallet }: Built): readonly Digest[] {
  const packed = tarballs.flatMap((path) => {
    const whole = readFileSync(path);
    const archive = gunzipSync(whole);
    const name = basename(path);
    return [
      { name, bytes: whole.length, sha256: sha256(whole) },
      { name: name.replace(/\.tgz$/, '.tar'), bytes: archive.length, sha256: sha256(archive) },
    ];
  });
  const files = listHashes(wallet);
  const bytes = readdirSync(wallet, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + readFileSync(join(entry.parentPath, entry.name)).length, 0);
  return [...packed, { name: `wallet (${files.length} files)`, bytes, sha256: sha256(files.join('')) }];
}

/** As a table. */
export function formatDigests(digests: readonly Digest[]): string {
  const width = Math.max(...digests.map(({ name }) => name.length));
  return digests
    .map(({ name, bytes, sha256 }) => `${name.padEnd(width)}  ${String(bytes).padStart(9)}  ${sha256}\n`)
    .join('');
}
