import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT, WRANGLER_FILE } from '../dev/environment.ts';
import type { BundleContents } from './walls.ts';

/** Operators have no build step: the SDK's sources are bundled, under the conditions of Workers. */
const ENVIRONMENT = {
  WRANGLER_BUILD_CONDITIONS: 'bauta-source,workerd,worker,browser',
  WRANGLER_SEND_METRICS: 'false',
  // With its banner wrangler would ask the registry for a newer one.
  WRANGLER_HIDE_BANNER: 'true',
};

const WRANGLER = join(createRequire(import.meta.url).resolve('wrangler/package.json'), '../bin/wrangler.js');

/** What wrangler would send. */
export interface Bundle extends BundleContents {
  readonly bytes: number;
  readonly gzipBytes: number;
}

/** The bundle of an environment as wrangler makes it; or what wrangler said, when it makes none. Asks no network. */
export async function dryRun(environment: string, file: string = WRANGLER_FILE): Promise<Bundle | string> {
  const folder = mkdtempSync(join(tmpdir(), 'bauta-deploy-'));
  try {
    const args = ['deploy', '--dry-run', '--config', file, '--env', environment, '--outdir', folder, '--metafile'];
    const child = spawn(process.execPath, [WRANGLER, ...args], {
      cwd: ROOT,
      env: { ...process.env, ...ENVIRONMENT, NO_COLOR: '1', CI: 'true' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    }
    const [code] = await once(child, 'close');
    return code === 0 ? readBundle(folder) : said.trim();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What of esbuild's own account is read. */
interface Metafile {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, { readonly imports: readonly { readonly path: string }[] }>>;
}

function readBundle(folder: string): Bundle {
  const { inputs, outputs } = JSON.parse(readFileSync(join(folder, 'bundle-meta.json'), 'utf8')) as Metafile;
  const modules = readdirSync(folder)
    .filter((name) => !/\.map$|^README\.md$|^bundle-meta\.json$/.test(name))
    .map((name) => readFileSync(join(folder, name)));
  return {
    files: Object.keys(inputs),
    imports: Object.values(outputs).flatMap((output) => output.imports.map(({ path }) => path)),
    bytes: modules.reduce((sum, bytes) => sum + bytes.length, 0),
    gzipBytes: modules.reduce((sum, bytes) => sum + gzipSync(bytes).length, 0),
  };
}

/** Deploys, with the terminal for questions. What was set in the dashboard stays. @returns wrangler's exit code */
export async function deployToAccount(environment: string): Promise<number> {
  const args = ['deploy', '--config', WRANGLER_FILE, '--env', environment, '--keep-vars'];
  const child = spawn(process.execPath, [WRANGLER, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...ENVIRONMENT },
    stdio: 'inherit',
  });
  const [code] = await once(child, 'close');
  return (code as number | null) ?? 1;
}
