import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from '../laws/sources.ts';
import { snippetsOf } from '../packages/snippets.ts';
import type { OpenedDoor } from './describe-door.ts';
import { FILM } from './marked.ts';
import { PUBLIC_PATHS } from './paths.ts';
import { startNext } from './start-next.ts';

const ENTRIES = ['gate/index', 'gate/next', 'stores/sqlite'];
/** What the README's lines leave to the reader, beside the names of the options. */
const OPTIONS = "import { issuer, origin, secrets, sessions, spent, wallet } from './options';\n";

/** Builds `next-app` with the README's `proxy.ts`, in a folder of its own and with the SDK's sources, and starts it. */
export async function openNextSite(issuer: string): Promise<OpenedDoor> {
  mkdirSync(join(ROOT, '.build'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, '.build/next-door-'));
  cpSync(join(import.meta.dirname, 'next-app'), folder, { recursive: true });
  mkdirSync(join(folder, 'public/media'), { recursive: true });
  writeFileSync(join(folder, 'public/media/film.webm'), FILM);
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const [{ code }] = snippetsOf('next');
  const publicPaths = `publicPaths: ${JSON.stringify(PUBLIC_PATHS)},`;
  writeFileSync(join(folder, 'proxy.js'), OPTIONS + code.replace('ageGate({', `ageGate({ ${publicPaths}`));
  await installSdk(join(folder, 'node_modules/@bauta/sdk'));

  return startNext(folder, { ISSUER: issuer });
}

/** The parts of the SDK that the application imports, as a package would hold them. */
async function installSdk(folder: string): Promise<void> {
  await build({
    entryPoints: Object.fromEntries(ENTRIES.map((entry) => [entry, join(ROOT, `sdk/${entry}.ts`)])),
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    conditions: ['bauta-source', 'node'],
    external: ['next/*', '@photostructure/sqlite'],
  });
  const exports = Object.fromEntries(ENTRIES.map((entry) => [`./${entry.replace('/index', '')}`, `./${entry}.js`]));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: '@bauta/sdk', type: 'module', exports }));
}
