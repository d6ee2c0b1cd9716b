import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ROOT } from '../laws/sources.ts';

export interface InstalledPackage {
  /** The tarball that `npm pack` made. */
  readonly tarball: string;
  /** An empty folder with the tarball installed, and its neighbours linked to those that are here. */
  readonly folder: string;
}

/**
 * Packs a package that is built and unpacks the tarball where npm would. There is no network: `npm pack` needs none, and
 * instead of `npm install` the tarball is unpacked and its dependencies are linked.
 * @param house an empty folder of this test's own, in which everything is made
 */
export function installPacked(
  house: string,
  source: string,
  name: string,
  neighbours: readonly string[],
): InstalledPackage {
  const folder = join(house, 'empty');
  const options = ['--ignore-scripts', '--offline', '--silent', '--pack-destination', house];
  const made = execFileSync('npm', ['pack', ...options], { cwd: source, encoding: 'utf8' });
  const tarball = join(house, basename(made.trim()));
  const installed = join(folder, 'node_modules', name);
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
  for (const neighbour of neighbours) {
    const link = join(folder, 'node_modules', neighbour);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', neighbour), link);
  }
  return { tarball, folder };
}
