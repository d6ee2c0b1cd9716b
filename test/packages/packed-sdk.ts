import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../laws/sources.ts';

/** What the programs of the guides import beside the SDK, and what the SDK itself depends on. */
const NEIGHBOURS = ['cborg', 'smol-toml', 'hono', '@hono/node-server', 'express', 'redis', '@photostructure/sqlite'];

/** The SDK as it would be published. */
export interface PackedSdk {
  /** The tarball that `npm pack` made. */
  readonly tarball: string;
  /** An empty folder with the tarball installed, and its neighbours linked to those that are here. */
  readonly folder: string;
  remove(): void;
}

/**
 * Copies the SDK out of the tree, builds it there, packs it and unpacks the tarball where npm would. There is no network:
 * `npm pack` needs none, and instead of `npm install` the tarball is unpacked and its dependencies are linked.
 */
export function packSdk(): PackedSdk {
  const house = mkdtempSync(join(tmpdir(), 'bauta-packed-'));
  const sdk = join(house, 'sdk');
  const folder = join(house, 'empty');
  try {
    cpSync(join(ROOT, 'sdk'), sdk, { recursive: true, filter: (path) => !/\/(dist|node_modules)$/.test(path) });
    cpSync(join(ROOT, 'tsconfig.json'), join(house, 'tsconfig.json'));
    // Types are checked by `npm run types`; the output does not depend on it.
    symlinkSync(join(ROOT, 'node_modules'), join(house, 'node_modules'));
    execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', sdk, '--noCheck']);
    execFileSync('npm', ['pack', '--ignore-scripts', '--offline', '--silent', '--pack-destination', house], {
      cwd: sdk,
    });
    const tarball = join(house, 'bauta-sdk-0.1.0.tgz');
    const installed = join(folder, 'node_modules/@bauta/sdk');
    mkdirSync(installed, { recursive: true });
    execFileSync('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
    for (const name of NEIGHBOURS) {
      const link = join(folder, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(ROOT, 'node_modules', name), link);
    }
    return { tarball, folder, remove: () => rmSync(house, { recursive: true }) };
  } catch (error) {
    rmSync(house, { recursive: true });
    throw error;
  }
}
