import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from './place.ts';

/** Where its workspace lies, and what builds it there, from the root. */
const PACKAGES = [
  // Types are checked by `npm run types`; what is written does not depend on it.
  { workspace: 'sdk', build: ['node_modules/typescript/bin/tsc', '-p', 'sdk', '--noCheck'] },
  { workspace: 'services/gateway', build: ['services/gateway/build.mjs'] },
  { workspace: 'test/conformance', build: ['test/conformance/build.mjs'] },
];

/** What was built at a place. */
export interface Built {
  /** Tarballs as they would be published. */
  readonly tarballs: readonly string[];
  /** The folder of the wallet's files, built for https://wallet.example. */
  readonly wallet: string;
}

/**
 * Builds everything that is published, and the wallet, at a furnished place.
 * @throws Error with what a build wrote, when it does not end well
 */
export function buildShipped(place: Place): Built {
  const packed = join(place.folder, 'packed');
  mkdirSync(packed);
  for (const { workspace, build } of PACKAGES) {
    run(place, place.folder, process.execPath, build);
    copyFileSync(join(place.folder, 'LICENSE'), join(place.folder, workspace, 'LICENSE'));
    evenModes(join(place.folder, workspace));
    const pack = ['pack', '--ignore-scripts', '--offline', '--silent', '--pack-destination', packed];
    run(place, join(place.folder, workspace), 'npm', pack);
  }
  const wallet = join(place.folder, 'wallet');
  run(place, place.folder, process.execPath, ['services/wallet/build.mjs', '--out', wallet]);
  return {
    tarballs: readdirSync(packed)
      .sort()
      .map((name) => join(packed, name)),
    wallet,
  };
}

/** npm packs files with the modes that they have, and those are a matter of whoever checked them out. */
function evenModes(folder: string): void {
  const { bin = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const programs = new Set(Object.values<string>(bin).map((path) => join(folder, path)));
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (name.includes('node_modules')) continue;
    chmodSync(path, statSync(path).isDirectory() || programs.has(path) ? 0o755 : 0o644);
  }
}

function run({ umask, environment }: Place, cwd: string, command: string, args: readonly string[]): void {
  const { PATH = '', HOME = '' } = process.env;
  const ended = spawnSync('sh', ['-c', `umask ${umask}; exec "$@"`, 'sh', command, ...args], {
    cwd,
    env: { PATH, HOME, ...environment },
    encoding: 'utf8',
  });
  if (ended.status !== 0) {
    throw new Error(`${command} ${args.join(' ')} ended with ${ended.status}\n${ended.stdout}${ended.stderr}`);
  }
}
