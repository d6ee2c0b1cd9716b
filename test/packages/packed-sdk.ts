import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../laws/sources.ts';
import { type InstalledPackage, installPacked } from './install-packed.ts';

/** What the programs of the guides import beside the SDK, and what the SDK itself depends on. */
const NEIGHBOURS = ['cborg', 'smol-toml', 'hono', '@hono/node-server', 'express', 'redis', '@photostructure/sqlite'];

/** The SDK as it would be published. */
export interface PackedSdk extends InstalledPackage {
  remove(): void;
}

/** Copies the SDK out of the tree, builds it there, packs and installs it. */
export function packSdk(): PackedSdk {
  const house = mkdtempSync(join(tmpdir(), 'bauta-packed-'));
  const sdk = join(house, 'sdk');
  try {
    cpSync(join(ROOT, 'sdk'), sdk, { recursive: true, filter: (path) => !/\/(dist|node_modules)$/.test(path) });
    cpSync(join(ROOT, 'tsconfig.json'), join(house, 'tsconfig.json'));
    // Types are checked by `npm run types`; the output does not depend on it.
    symlinkSync(join(ROOT, 'node_modules'), join(house, 'node_modules'));
    execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', sdk, '--noCheck']);
    const { tarball, folder } = installPacked(house, sdk, '@bauta/sdk', NEIGHBOURS);
    return { tarball, folder, remove: () => rmSync(house, { recursive: true }) };
  } catch (error) {
    rmSync(house, { recursive: true });
    throw error;
  }
}
