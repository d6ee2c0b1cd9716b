import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loopbackFetch } from '@bauta/services/loopback';
import type { FlowRooms } from '../flow/flow.ts';
import { roomsFrom } from '../flow/rooms.ts';

const ROOT = join(import.meta.dirname, '../..');
const PATIENCE_MS = 120_000;

/** Every room as `npm start` starts it: one process each, real sockets, real files. */
export interface RunningRooms {
  readonly origins: FlowRooms;
  readonly dataDir: string;
  /** What the rooms printed so far, their logs included. */
  readonly output: () => string;
  /** Sets the clock of every room. @param now Unix seconds. */
  setClock(now: number): Promise<void>;
  stop(): Promise<void>;
}

/** @param portBase of a range that no other test uses. */
export async function startRooms(portBase: number, flags: readonly string[] = ['--test-clock']): Promise<RunningRooms> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bauta-e2e-'));
  const env = { PATH: process.env.PATH, PORT_BASE: String(portBase), DATA_DIR: dataDir };
  const child: ChildProcess = spawn(process.execPath, [join(ROOT, 'services/start.mjs'), ...flags], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout?.on('data', (chunk) => (output += chunk));
  child.stderr?.on('data', (chunk) => (output += chunk));
  const ended = once(child, 'close');
  const origins = roomsFrom(env);
  const patienceEnds = Date.now() + PATIENCE_MS;
  while (!output.includes(`ready ${origins.demoSite}/`)) {
    if (child.exitCode !== null || Date.now() > patienceEnds) throw new Error(`the rooms did not start:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    origins,
    dataDir,
    output: () => output,
    async setClock(now) {
      const body = JSON.stringify({ now: new Date(now * 1000).toISOString().replace('.000Z', 'Z') });
      const init = { method: 'PUT', headers: { 'content-type': 'application/json' }, body };
      // Witness before log before attester before issuer before site: each reads what the one before it shows.
      for (const origin of [
        origins.phone,
        origins.witness,
        origins.log,
        origins.attester,
        origins.issuer,
        origins.wallet,
        origins.demoSite,
      ]) {
        const answer = await loopbackFetch(`${origin}/_test/clock`, init);
        if (!answer.ok) throw new Error(`${origin} keeps its time`);
      }
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** One run of `npm start --` with some words behind it. */
export interface StartedRooms {
  /** What it printed so far, logs included. */
  readonly output: () => string;
  /** Resolves when it says that a room is ready. @throws Error with what it printed, when it ended or takes too long. */
  untilReady(origin: string): Promise<void>;
  stop(): Promise<void>;
}

/** @param words rooms and flags. @param env all that it knows beside `PATH`. */
export function startWith(words: readonly string[], env: Readonly<Record<string, string>>): StartedRooms {
  const child: ChildProcess = spawn(process.execPath, [join(ROOT, 'services/start.mjs'), ...words], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout?.on('data', (chunk) => (output += chunk));
  child.stderr?.on('data', (chunk) => (output += chunk));
  const ended = once(child, 'close');
  return {
    output: () => output,
    async untilReady(origin) {
      const patienceEnds = Date.now() + PATIENCE_MS;
      while (!output.includes(`ready ${origin}/\n`)) {
        if (child.exitCode !== null || Date.now() > patienceEnds) throw new Error(`no ${origin}:\n${output}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
