import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './git.ts';

interface Locked {
  readonly version?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
}
type Lock = Readonly<Record<string, Locked>>;

const readLock = (file: string): Lock => JSON.parse(readFileSync(file, 'utf8')).packages;

/** The packages that a lockfile's rooms run on and that are not installed so; a line for each. */
export function findOtherPackages(wanted: Lock, there: Lock): readonly string[] {
  return Object.entries(wanted).flatMap(([path, { version, link, dev, optional, devOptional }]) => {
    if (!path.includes('node_modules/') || link || dev || optional || devOptional) return [];
    return there[path]?.version === version ? [] : [`${path} ${version}`];
  });
}

/** Those of the build in this folder that this tree does not have. */
export function otherPackagesOf(folder: string): readonly string[] {
  return findOtherPackages(
    readLock(join(folder, 'package-lock.json')),
    readLock(join(ROOT, 'node_modules', '.package-lock.json')),
  );
}
