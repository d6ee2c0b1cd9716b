import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createClient } from 'redis';

/** Why no Redis can be started here; undefined when one can. */
export const whyNoRedis: string | undefined = findRedis();

function findRedis(): string | undefined {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'there is no redis-server on this machine';
  }
}

/** Milliseconds in which a server has to answer, on a machine that may be busy. */
const PATIENCE = 30_000;
/** The lines of a redis.conf that every server of the tests has; those of the caller come after them. */
const BASE = ['bind 127.0.0.1', 'protected-mode no', 'daemonize no', 'save ""', 'maxmemory-policy noeviction'];
const DURABLE = ['appendonly yes', 'appendfsync always'];

/** No server outlives the tests that started it, whatever ends them. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A real redis-server on this machine, which can be killed and started again on the same files. */
export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** Starts it, again where it was stopped. Resolves when it answers. */
  start(): Promise<void>;
  /** Ends it, at once with SIGKILL; other signals are only sent. */
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void>;
  /** Asks it one command, over a connection of its own. */
  ask(...command: string[]): Promise<unknown>;
  /** Ends it and removes its files. */
  remove(): Promise<void>;
}

export interface RedisServerOptions {
  /** Lines of redis.conf; default: an append-only file, one fsync for each write. */
  readonly settings?: readonly string[];
  /** Runs it as a sentinel. */
  readonly isSentinel?: boolean;
}

/** Starts a redis-server on a free port, in a folder of its own. */
export async function startRedis(options: RedisServerOptions = {}): Promise<RedisServer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOn(await freePort(), options);
    } catch (error) {
      // Between the asking and the listening somebody else may have taken the port, or the Cluster port above it.
      if (attempt === 3) throw error;
    }
  }
}

async function startOn(port: number, options: RedisServerOptions): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'bauta-redis-'));
  const conf = join(folder, 'redis.conf');
  mkdirSync(join(folder, 'data'));
  const own = options.isSentinel ? ['bind 127.0.0.1', 'protected-mode no'] : BASE;
  const settings = options.settings ?? DURABLE;
  writeFileSync(conf, [...own, `port ${port}`, `dir ${folder}/data`, 'loglevel warning', ...settings, ''].join('\n'));
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    const args = options.isSentinel ? [conf, '--sentinel'] : [conf];
    const started = spawn('redis-server', args, { stdio: 'ignore' });
    child = started;
    running.add(started);
    started.once('exit', () => running.delete(started));
    let hasEnded = false;
    started.once('exit', () => {
      hasEnded = true;
    });
    await until('redis-server answers', async () => hasEnded || (await ask('PING')) === 'PONG');
    if (hasEnded) throw new Error('redis-server has ended');
  }

  async function ask(...command: string[]): Promise<unknown> {
    const client = createClient({
      socket: { host: '127.0.0.1', port, reconnectStrategy: false, connectTimeout: 1000 },
    });
    client.on('error', () => {});
    try {
      await client.connect();
      return await client.sendCommand(command);
    } finally {
      client.destroy();
    }
  }

  async function signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = name === 'SIGKILL' ? once(child, 'exit') : undefined;
    child.kill(name);
    await ended;
  }

  async function remove(): Promise<void> {
    await signal('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }

  await start().catch(async (error) => {
    await remove();
    throw error;
  });
  return { port, url: `redis://127.0.0.1:${port}`, start, signal, ask, remove };
}

/** Waits until `holds` says so; what it throws is counted as a no, but for the last time. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      if (await holds()) return;
    } catch (error) {
      last = error;
    }
    await pause(30);
  }
  throw new Error(`in vain waited until ${what}`, { cause: last });
}

/** A port of the loopback that nobody listens on, and whose Cluster port, 10,000 above, exists. */
async function freePort(): Promise<number> {
  for (;;) {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    await promisify(server.close.bind(server))();
    if (port <= 55_000) return port;
  }
}
