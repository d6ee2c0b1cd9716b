import { symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const PACKAGES = fileURLToPath(new URL('../../node_modules', import.meta.url));

/**
 * Makes a program that is to start many times: from its sources each start would take a second.
 * @param source its file. @param folder where it is put, with whatever it leaves to its packages.
 * @returns the file to run.
 */
export async function buildProgram(source: URL, folder: string): Promise<string> {
  await build({
    entryPoints: [fileURLToPath(source)],
    outdir: join(folder, 'program'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    conditions: ['bauta-source'],
    external: ['@photostructure/sqlite', 'redis'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'warning',
    tsconfigRaw: '{}',
  });
  symlinkSync(PACKAGES, join(folder, 'node_modules'));
  return join(folder, 'program', `${basename(source.pathname, '.ts')}.mjs`);
}
