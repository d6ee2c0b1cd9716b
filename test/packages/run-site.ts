import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { HOST } from '../door/headers.ts';
import { listen } from '../door/listen.ts';
import { ask } from '../door/raw-ask.ts';

/** A program of ours that listens. */
export interface RunningSite {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Runs `code` as a module under `folder` with plain Node: no loader, no condition. What a reader replaces is replaced:
 * the issuer's name and the port. @throws what the program said, when it ended or did not listen in 30 s.
 */
export async function runSite(folder: string, code: string, issuer: string): Promise<RunningSite> {
  const port = await freePort();
  const home = mkdtempSync(join(folder, 'site-'));
  writeFileSync(join(home, 'site.mjs'), code.replaceAll('issuer.example', issuer).replaceAll('8080', String(port)));
  const env = { PATH: process.env.PATH ?? '', AGE_SECRET: '01'.repeat(32) };
  const program = spawn(process.execPath, ['site.mjs'], { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [program.stdout, program.stderr]) stream.on('data', (text) => (said += text));
  const closed = once(program, 'close');
  const stop = async (): Promise<void> => {
    program.kill('SIGKILL');
    await closed;
  };
  if (await isReady(program, port)) return { port, stop };
  await stop();
  throw new Error(`the program does not answer: ${said}`);
}

/** Waits until the gate answers with its page, and so has read its directory. */
async function isReady(program: ChildProcess, port: number): Promise<boolean> {
  const end = Date.now() + 30_000;
  while (program.exitCode === null && Date.now() < end) {
    const answer = await ask(port, { line: 'GET /', headers: [HOST, 'Accept: text/html'] }).catch(() => undefined);
    if (answer?.status === 403) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

async function freePort(): Promise<number> {
  const { port, close } = await listen(createServer());
  await close();
  return port;
}
