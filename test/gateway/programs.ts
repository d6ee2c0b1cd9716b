import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';

/** Where a program is; undefined when it is not installed. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
  return folders.map((folder) => join(folder, name)).find(existsSync);
}

/** A program that a test started. */
export interface Running {
  /** What it has written so far. */
  readonly output: () => string;
  readonly kill: (signal: NodeJS.Signals) => Promise<void>;
}

/** Starts a program in the foreground and waits until it takes connections. @throws with its output when it ends before. */
export async function start(
  command: string,
  args: readonly string[],
  ready: { readonly port: number } | { readonly path: string },
  env: Readonly<Record<string, string>> = {},
): Promise<Running> {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let ended: string | undefined;
  child.stdout?.on('data', (data) => {
    output += data;
  });
  child.stderr?.on('data', (data) => {
    output += data;
  });
  child.once('error', (error) => {
    ended = error.message;
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', (code) => {
      ended ??= `code ${code}`;
      resolve();
    });
  });
  const patienceEnds = performance.now() + 20_000;
  while (!(await takesConnections(ready))) {
    if (ended === undefined && performance.now() > patienceEnds) await end(child, exited, 'SIGKILL');
    if (ended !== undefined) throw new Error(`${command} ended with ${ended}\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return { output: () => output, kill: (signal) => end(child, exited, signal) };
}

async function end(child: ChildProcess, exited: Promise<void>, signal: NodeJS.Signals): Promise<void> {
  child.kill(signal);
  const impatience = setTimeout(() => child.kill('SIGKILL'), 5000);
  await exited;
  clearTimeout(impatience);
}

function takesConnections(where: { readonly port: number } | { readonly path: string }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = 'port' in where ? connect(where.port, '127.0.0.1') : connect(where.path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
