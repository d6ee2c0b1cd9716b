import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../laws/sources.ts';
import { freePort } from '../programs/ports.ts';
import { NAVIGATION } from './admit.ts';
import type { OpenedDoor } from './describe-door.ts';
import { HOST } from './headers.ts';
import { ask } from './raw-ask.ts';

const NEXT = join(ROOT, 'node_modules/next/dist/bin/next');

/**
 * Builds the application of a folder and starts it. @param folder under the root, where Next finds its packages; it is
 * removed at the end. @param own more of the environment. @throws what Next said, when it ended.
 */
export async function startNext(folder: string, own: Readonly<Record<string, string>> = {}): Promise<OpenedDoor> {
  const env = {
    ...process.env,
    ...own,
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
