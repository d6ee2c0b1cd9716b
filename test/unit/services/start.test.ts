import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loopbackFetch } from '../../../services/loopback.ts';

const ROOT = join(import.meta.dirname, '../../..');
const PORT_BASE = 21_400;

interface Run {
  readonly process: ChildProcess;
  out(): string;
  err(): string;
  readonly ended: Promise<number | null>;
}

let folder: string;
const runs: Run[] = [];
let blocker: Server | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bauta-'));
});

afterEach(async () => {
  for (const run of runs.splice(0)) {
    run.process.kill('SIGTERM');
    await run.ended;
  }
  blocker?.close();
  blocker = undefined;
  rmSync(folder, { recursive: true });
});

function start(args: readonly string[], env: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [join(ROOT, 'services/start.mjs'), ...args], {
    env: { PATH: process.env.PATH, PORT_BASE: String(PORT_BASE), DATA_DIR: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const run = { process: child, out: () => out, err: () => err, ended };
  runs.push(run);
  return run;
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const patienceEnds = Date.now() + 90_000;
  while (!(await condition())) {
    if (Date.now() > patienceEnds) throw new Error('waited too long');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const health = (host: string, offset: number): Promise<Response> =>
  loopbackFetch(`http://${host}.localhost:${PORT_BASE + offset}/healthz`);

const isGone = async (host: string, offset: number): Promise<boolean> => {
  try {
    await health(host, offset);
    return false;
  } catch {
    return true;
  }
};

describe('npm start', () => {
  it('prints the settings of a room with --check, and starts nothing', async () => {
    const run = start(['witness', '--check']);
    expect(await run.ended, run.err()).toBe(0);
    expect(run.out()).toMatch(/\nwitness\n {2}WITNESS_ORIGIN /);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('starts every room, prints a line for each, ready at last, and ends all of them', {
    timeout: 60_000,
  }, async () => {
    const run = start([]);
    await until(() => run.out().includes('ready '));
    const lines = run.out().trimEnd().split('\n');
    expect(lines.map((line) => line.split(/ {2,}/).slice(0, 2))).toEqual([
      ['demo-site', `http://demo.localhost:${PORT_BASE}/`],
      ['wallet', `http://wallet.localhost:${PORT_BASE + 1}/`],
      ['attester', `http://attester.localhost:${PORT_BASE + 2}/`],
      ['issuer', `http://issuer.localhost:${PORT_BASE + 3}/`],
      ['log', `http://log.localhost:${PORT_BASE + 4}/`],
      ['witness', `http://witness.localhost:${PORT_BASE + 8}/`],
      ['phone', `http://phone.localhost:${PORT_BASE + 5}/`],
      ['provider', `http://provider.localhost:${PORT_BASE + 10}/`],
      [`ready http://demo.localhost:${PORT_BASE}/`],
    ]);
    const columns = lines.slice(0, -1).map((line) => line.indexOf('http'));
    expect(new Set(columns).size).toBe(1);
    const answer = await health('issuer', 3);
    expect([answer.status, await answer.json()]).toEqual([200, { room: 'issuer', ok: true }]);
    expect(statSync(join(folder, 'issuer.log')).mode & 0o777).toBe(0o600);

    run.process.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(await isGone('issuer', 3)).toBe(true);
    const events = readFileSync(join(folder, 'issuer.log'), 'utf8').trimEnd().split('\n');
    expect(JSON.parse(events.at(-1) ?? '')).toMatchObject({ room: 'issuer', event: 'room-stopped' });
    expect(run.err()).toBe('');
  });

  it('lists every fault of the settings and ends with 3', async () => {
    const run = start(['--whatever'], { THRESHOLDS: '17', ISSUER_KEK: 'canary' });
    expect(await run.ended).toBe(3);
    expect(run.err()).toMatch(/a flag is unknown/);
    expect(run.err()).toMatch(/THRESHOLDS: must be/);
    expect(run.err()).toMatch(/ISSUER_KEK: must be/);
    expect(run.err()).not.toContain('canary');
    expect(run.out()).toBe('');
  });

  it('starts nothing when a port is taken, and ends with 3', async () => {
    blocker = createServer().listen(PORT_BASE + 3, '127.0.0.1');
    await once(blocker, 'listening');
    const run = start([]);
    expect(await run.ended).toBe(3);
    expect(run.err()).toContain(`port ${PORT_BASE + 3} of issuer is in use`);
    expect(run.out()).toBe('');
  });

  it('refuses the phone and the test clock in production', async () => {
    const run = start(['phone', '--production', '--test-clock']);
    expect(await run.ended).toBe(3);
    expect(run.err()).toContain('phone: for demonstration only');
    expect(run.err()).toContain('--test-clock: not together');
  });
});

describe('npm start -- ROOM', () => {
  it('runs that room in the foreground, with its log on stderr and a test clock when asked', async () => {
    const run = start(['wallet', '--test-clock']);
    await until(() => run.out() !== '');
    expect(run.out()).toBe(`ready http://wallet.localhost:${PORT_BASE + 1}/\n`);
    expect(await isGone('issuer', 3)).toBe(true);
    const put = await loopbackFetch(`http://wallet.localhost:${PORT_BASE + 1}/_test/clock`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{"now":"2026-11-21T10:00:00Z"}',
    });
    expect(put.status).toBe(200);
    run.process.kill('SIGINT');
    expect(await run.ended).toBe(0);
    const events = run.err().trimEnd().split('\n');
    expect(JSON.parse(events.at(0) ?? '')).toMatchObject({ event: 'room-started' });
    expect(events.at(-1)).toBe('{"time":"2026-11-21T10:00Z","room":"wallet","event":"room-stopped"}');
  });

  it('ends every room with 5 when one dies, and says which', async () => {
    const run = start(['wallet', 'phone']);
    await until(() => run.out().split('ready').length === 3);
    process.kill(processOf('phone'), 'SIGKILL');
    expect(await run.ended).toBe(5);
    expect(run.err()).toContain('phone was ended by SIGKILL; everything ends with it.');
    expect(await isGone('wallet', 1)).toBe(true);
  });

  it('leaves no room behind when it is killed itself', async () => {
    const run = start(['wallet', 'phone']);
    await until(() => run.out().split('ready').length === 3);
    run.process.kill('SIGKILL');
    await run.ended;
    await until(() => isGone('wallet', 1));
    await until(() => isGone('phone', 5));
  });
});

/** The process of a room that `start` started, by its command line and its folder. */
function processOf(room: string): number {
  const read = (pid: string, file: string): string[] => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0');
    } catch {
      return [];
    }
  };
  const isRoom = (pid: string): boolean => {
    if (!/^\d+$/.test(pid) || !read(pid, 'environ').includes(`DATA_DIR=${folder}`)) return false;
    const command = read(pid, 'cmdline');
    return command.includes(join(ROOT, 'services/node.ts')) && command.includes(room);
  };
  return Number(readdirSync('/proc').find(isRoom));
}
