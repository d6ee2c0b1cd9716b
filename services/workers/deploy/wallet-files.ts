import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT } from '../dev/environment.ts';
import type { Deployment } from './deployment.ts';

const BUILD = join(ROOT, 'services/wallet/build.mjs');
const WALLET = 'services/wallet/worker.ts';

/** Builds the wallet's files when they are not there. @returns what was made @throws Error when they cannot be built */
export function makeMissingAssets({ main, assets }: Deployment): string | undefined {
  if (main !== WALLET || assets === undefined || existsSync(resolve(ROOT, assets.directory))) return undefined;
  buildWalletFiles();
  return `built ${assets.directory}, which was not there, with the settings of this shell`;
}

/** Builds the wallet's files with the settings of this process. @throws Error when they cannot be built */
export function buildWalletFiles(): void {
  const { status, stderr } = spawnSync(process.execPath, [BUILD], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the wallet cannot be built: ${stderr}`);
}
