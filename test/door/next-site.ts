import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from '../laws/sources.ts';
import { snippetsOf } from '../packages/snippets.ts';
import { NAVIGATION } from './admit.ts';
import type { OpenedDoor } from './describe-door.ts';
import { HOST } from './headers.ts';
import { listen } from './listen.ts';
import { FILM } from './marked.ts';
import { PUBLIC_PATHS } from './paths.ts';
import { ask } from './raw-ask.ts';

const NEXT = join(ROOT, 'node_modules/next/dist/bin/next');
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

  const env = {
    ...process.env,
    ISSUER: issuer,
    AGE_SECRET: '01'.repeat(32),
    NEXT_TELEMETRY_DISABLED: '1',
    NODE_ENV: 'production' as const,
  };
  const run = (...args: string[]): ChildProcess =>
    spawn(process.execPath, [NEXT, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const port = await freePort();
  let server: ChildProcess | undefined;
  try {
    await endOf(run('build'));
    server = run('start', '-H', '127.0.0.1', '-p', String(port));
    const ended = endOf(server);
    await Promise.race([waitForGate(port), ended.then(() => Promise.reject(new Error('next start ended')))]);
    const running = server;
    return {
      port,
      readsRaw: true,
      async close() {
        running.kill('SIGKILL');
        await ended.catch(() => {});
        rmSync(folder, { recursive: true });
      },
    };
  } catch (error) {
    server?.kill('SIGKILL');
    rmSync(folder, { recursive: true });
    throw error;
  }
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

/** Settles when a program has ended. @throws what it said, when it ended badly. */
function endOf(program: ChildProcess): Promise<void> {
  let said = '';
  for (const stream of [program.stdout, program.stderr]) stream?.on('data', (text) => (said += text));
  return new Promise((resolve, reject) => {
    program.once('error', reject);
    program.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`next ended with ${code}: ${said}`))));
  });
}

/** Next loads the gate at the first request, and the gate then reads its directory. */
async function waitForGate(port: number): Promise<void> {
  for (let round = 0; round < 300; round++) {
    const answer = await ask(port, { line: 'GET /', headers: [HOST, ...NAVIGATION] }).catch(() => undefined);
    if (answer?.status === 403) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the gate never opened');
}

async function freePort(): Promise<number> {
  const { port, close } = await listen(createServer());
  await close();
  return port;
}
