import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../laws/sources.ts';

/** Ranges by name, as package.json writes them. */
type Ranges = Readonly<Record<string, string>>;

/** A row of package-lock.json (version 3), as far as it is read here. */
export interface LockedPackage {
  /** Given where the folder has another name than the package. */
  readonly name?: string;
  readonly version?: string;
  /** Where it would be fetched from; for `link`, the folder that it leads to. */
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Ranges;
  readonly devDependencies?: Ranges;
  readonly optionalDependencies?: Ranges;
  readonly peerDependencies?: Ranges;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** Rows by folder from the root, as `node_modules/qr` or `sdk`; `''` is the root itself. */
export type Lockfile = ReadonlyMap<string, LockedPackage>;

const MODULES = 'node_modules/';

/** The lockfile of this repository. @throws when it has another version than 3. */
export function readLockfile(): Lockfile {
  const { lockfileVersion, packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  if (lockfileVersion !== 3) throw new Error(`package-lock.json: version ${lockfileVersion}, not 3`);
  return new Map(Object.entries<LockedPackage>(packages));
}

/** The package.json of the root and of each workspace that the lockfile knows, by folder. */
export function readManifests(lock: Lockfile): Lockfile {
  const own = [...lock.keys()].filter((path) => !path.includes(MODULES));
  return new Map(own.map((path) => [path, JSON.parse(readFileSync(join(ROOT, path, 'package.json'), 'utf8'))]));
}

/** Whether a row is a package of others, and no workspace or link to one. */
export function isForeign(path: string, { link }: LockedPackage): boolean {
  return path.includes(MODULES) && !link;
}

/** What a package is called where it was published. */
export function nameOf(path: string, { name }: LockedPackage): string {
  return name ?? path.slice(path.lastIndexOf(MODULES) + MODULES.length);
}

/** The row that Node would find for a name from a folder, links followed. */
function resolve(lock: Lockfile, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const path = `${folder === '' ? '' : `${folder}/`}${MODULES}${name}`;
    const row = lock.get(path);
    if (row) return row.link ? row.resolved : path;
    if (folder === '') return undefined;
  }
}

/** `required` leaves out what may be missing, as binaries of other platforms. */
export type Depth = 'all' | 'required';

/**
 * What a row needs when it runs: dependencies, optional ones, and peers that are not optional.
 * @throws when the lockfile lacks one of them
 */
export function needsOf(lock: Lockfile, path: string, depth: Depth = 'all'): readonly string[] {
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = lock.get(path) ?? {};
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta?.[name]?.optional);
  const optional = depth === 'all' ? Object.keys(optionalDependencies ?? {}) : [];
  const names = new Set([...Object.keys(dependencies ?? {}), ...optional, ...peers]);
  return [...names].map((name) => {
    const found = resolve(lock, path, name);
    if (found === undefined) throw new Error(`package-lock.json: ${path} needs ${name}, which is not there`);
    return found;
  });
}

/** The rows given and everything that they need when they run, in order of their folders. */
export function closureOf(lock: Lockfile, roots: readonly string[], depth: Depth = 'all'): readonly string[] {
  const found = new Set<string>();
  const open = [...roots];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    open.push(...needsOf(lock, path, depth));
  }
  return [...found].sort();
}
