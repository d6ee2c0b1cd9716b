import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { listFiles, ROOT } from '../laws/sources.ts';

/** Where and in what surroundings something is built. */
export interface Place {
  /** Made for it, on the disk of this repository: packages of others are linked there and not copied. */
  readonly folder: string;
  /** Beside PATH and HOME, which are those of this process unless given. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What new files are not allowed, as `077`; sources are made as if they had been checked out with it. */
  readonly umask: string;
  /** When all sources were changed last, in seconds since 1970; now unless given. */
  readonly changed?: number;
}

/** Sources to be copied: paths from a folder. */
export interface Sources {
  readonly folder: string;
  readonly paths: readonly string[];
}

/** Copies the sources to a place, those of this repository unless others are given, and links what is installed. @returns the copy */
export function furnish(
  { folder, umask, changed }: Place,
  { folder: from, paths }: Sources = { folder: ROOT, paths: listFiles() },
): Sources {
  const allowed = 0o777 & ~Number.parseInt(umask, 8);
  for (const path of paths) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(from, path), target);
    const isProgram = (statSync(join(from, path)).mode & 0o100) !== 0;
    chmodSync(target, (isProgram ? 0o777 : 0o666) & allowed);
    if (changed !== undefined) utimesSync(target, changed, changed);
  }
  for (const modules of ['node_modules', 'services/node_modules', 'test/node_modules']) {
    if (existsSync(join(ROOT, modules))) linkTree(join(ROOT, modules), join(folder, modules));
  }
  return { folder, paths };
}

/** Symbolic links are relative, so those to our own packages lead to the copies. */
function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkSync(source, target);
  }
}
