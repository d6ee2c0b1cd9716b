import { posix } from 'node:path';
import { isForeign, type LockedPackage, type Lockfile, nameOf } from './lockfile.ts';

/** `sha512-` and the base64 of 64 bytes. */
const SHA512 = /^sha512-[A-Za-z0-9+/]{86}==$/;
/** A version and nothing else: no range, tag, address, file or branch. */
const EXACT = /^(npm:(@[a-z0-9-]+\/)?[a-z0-9._-]+@)?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** A line for each package of others that is not bound to its bytes, or that would come from one certain place. */
export function findUnboundPackages(lock: Lockfile): readonly string[] {
  return [...lock].flatMap(([path, row]) => {
    if (!isForeign(path, row)) return [];
    return [
      ...(SHA512.test(row.integrity ?? '') ? [] : [`${path}: has no SHA-512 of its bytes`]),
      ...(row.resolved === undefined ? [] : [`${path}: names the place that it comes from`]),
      ...(EXACT.test(row.version ?? '') ? [] : [`${path}: its version is no version`]),
    ];
  });
}

/** What our own packages may ask for by version, apart from peers, which are ranges: their owner chooses. */
const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

/** A line for each dependency of our own packages that is no exact version. @param manifests their package.json by folder */
export function findRanges(manifests: Lockfile): readonly string[] {
  return [...manifests].flatMap(([path, manifest]) =>
    KINDS.flatMap((kind) => Object.entries(manifest[kind] ?? {}))
      .filter(([, version]) => !EXACT.test(version))
      .map(
        ([name, version]) => `${posix.join(path, 'package.json')}: ${name} is ${version}, which is no exact version`,
      ),
  );
}

/** A line for each of our own packages that asks for other versions than the lockfile was made of. */
export function findStaleRows(lock: Lockfile, manifests: Lockfile): readonly string[] {
  const asked = (row: LockedPackage | undefined): string =>
    [...KINDS, 'peerDependencies' as const]
      .map((kind) => Object.entries(row?.[kind] ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)))
      .join('\n');
  return [...manifests]
    .filter(([path, manifest]) => asked(manifest) !== asked(lock.get(path)))
    .map(([path]) => `${posix.join(path, 'package.json')}: the lockfile was made of another one`);
}

/**
 * What is installed with a program of its own, compared with the list of those that may have one.
 * @param known by folder of the lockfile, with the reason why it does not have to run
 */
export function findInstallScripts(lock: Lockfile, known: Readonly<Record<string, string>>): readonly string[] {
  const found = [...lock].filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path);
  return [
    ...found.filter((path) => !known[path]).map((path) => `${path}: would run a program when it is installed`),
    ...Object.keys(known)
      .filter((path) => !found.includes(path))
      .map((path) => `${path}: is listed as having a program, and has none`),
  ];
}

/** Names of which more than one major version is among these rows: `name 1 2`. A version 0.x counts by its x. */
export function findManyMajors(lock: Lockfile, paths: readonly string[]): readonly string[] {
  const majors = new Map<string, Set<string>>();
  for (const path of paths) {
    const row = lock.get(path);
    if (!row || !isForeign(path, row)) continue;
    const [major = '', minor = ''] = (row.version ?? '').split('.');
    const name = nameOf(path, row);
    majors.set(name, (majors.get(name) ?? new Set()).add(major === '0' ? `0.${minor}` : major));
  }
  return [...majors]
    .filter(([, all]) => all.size > 1)
    .map(([name, all]) => [name, ...[...all].sort((a, b) => Number(a) - Number(b))].join(' '));
}
