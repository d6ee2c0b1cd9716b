import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOST } from '../door/headers.ts';
import { ask } from '../door/raw-ask.ts';
import { copyExample } from '../programs/copy-example.ts';
import { freePort } from '../programs/ports.ts';

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
  return runHome(home, ['site.mjs'], port);
}

/** Runs a copy of a folder of spec/examples under `folder`, by its `npm start`. The rest is as for `runSite`. */
export async function runExample(folder: string, example: string, issuer: string): Promise<RunningSite> {
  const port = await freePort();
  const home = mkdtempSync(join(folder, 'example-'));
  copyExample(example, home, { 'issuer.example': issuer, 8080: String(port) });
  const { scripts } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { scripts: { start: string } };
  const [node, ...args] = scripts.start.split(' ');
  if (node !== 'node') throw new Error(`npm start of ${example} is no program of Node alone`);
  return runHome(home, args, port);
}

async function runHome(home: string, args: readonly string[], port: number): Promise<RunningSite> {
  const env = { PATH: process.env.PATH ?? '', AGE_SECRET: '01'.repeat(32) };
  const program = spawn(process.execPath, args, { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'] });
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
