import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNginxConfiguration } from '../../services/gateway/nginx-configuration.ts';
import { readRecipe } from '../../services/gateway/read-recipe.ts';
import { VERSION } from '../../services/gateway/report.ts';
import { admit, NAVIGATION } from '../door/admit.ts';
import { type ServedIssuer, serveIssuer } from '../door/issuer-over-http.ts';
import { PAGE_PATH } from '../door/paths.ts';
import { layOutSite, MARKER } from './gated-site.ts';
import { findProgram, type Running, start } from './programs.ts';
import { get } from './recipe-duties.ts';

const ROOT = join(import.meta.dirname, '../..');
const ORIGIN = 'https://site.example';
const PORT = 24250;
const FRONT = 24251;
const REDIS = 24252;
const SECRET = 'c5'.repeat(32);

/** The program as it is published: one file, with its native dependencies beside it. */
const built = join(ROOT, `.build/gateway-${process.pid}`);
const program = join(built, 'bauta-gateway.mjs');
const folder = mkdtempSync(join(tmpdir(), 'bauta-gateway-'));
let issuer: ServedIssuer;

function configure(name: string, store: string): string {
  const file = join(folder, `${name}.toml`);
  const lines = [
    `origin = "${ORIGIN}"`,
    `issuer = "${issuer.name}"`,
    'wallet = "https://wallet.example"',
    'secrets_file = "age.secret"',
    store,
    `listen = "127.0.0.1:${PORT}"`,
    'public_paths = ["/robots.txt", "/public/"]',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

const run = (file: string): Promise<Running> => start(process.execPath, [program, '--config', file], { port: PORT });

/** Runs it to its end; the issuer of this process must be able to answer meanwhile. */
function runOnce(args: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { timeout: 30_000 }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
    });
  });
}

beforeAll(async () => {
  mkdirSync(built, { recursive: true });
  const { status, stderr } = spawnSync(process.execPath, ['services/gateway/build.mjs', '--out', program], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  writeFileSync(join(folder, 'age.secret'), SECRET);
  issuer = await serveIssuer();
});
afterAll(async () => {
  await issuer?.close();
  rmSync(folder, { recursive: true, force: true });
  rmSync(built, { recursive: true, force: true });
});

describe('bauta-gateway', () => {
  it('has one version', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'services/gateway/package.json'), 'utf8'));
    expect(version).toBe(VERSION);
  });

  it('says in one block what it is about to do, and no secret', async () => {
    const { status, stdout } = await runOnce([
      '--config',
      configure('check', 'store = "sqlite:./check.db"'),
      '--check',
    ]);
    expect(status).toBe(0);
    expect(stdout).toContain(`issuer  ${issuer.name} · 1 key`);
    expect(stdout).toContain('policy  fr-arcom · lease 90 s');
    expect(stdout).toContain('store   sqlite:./check.db · one machine');
    expect(stdout).not.toContain('c5c5');
  });

  it('says the same to programs', async () => {
    const { stdout } = await runOnce([
      '--config',
      configure('json', 'store = "sqlite:./json.db"'),
      '--check',
      '--json',
    ]);
    expect(JSON.parse(stdout)).toEqual({
      version: VERSION,
      origin: ORIGIN,
      issuer: issuer.name,
      keys: 1,
      wallet: 'https://wallet.example',
      threshold: 18,
      policy: expect.objectContaining({ name: 'fr-arcom', leaseSeconds: 90 }),
      store: { address: 'sqlite:./json.db', durability: expect.stringContaining('one machine') },
      secrets: 1,
      publicPaths: ['/robots.txt', '/public/'],
    });
  });

  it('starts with no fault in its configuration, and names the line of each', async () => {
    const file = configure('bad', 'store = "memory:"\nclient_only = true');
    const { status, stderr } = await runOnce(['--config', file]);
    expect(status).toBe(3);
    expect(stderr).toContain('bad.toml:5: store: memory: forgets');
    expect(stderr).toContain('bad.toml:6: client_only: is not a key of this file');
    expect((await runOnce(['--config', join(folder, 'none.toml')])).status).toBe(3);
    expect((await runOnce(['--clientOnly'])).status).toBe(3);
    expect((await runOnce(['--help'])).stdout).toContain('--config FILE');
  });
});

const nginx = findProgram('nginx');
const redis = findProgram('redis-server');

describe.skipIf(nginx === undefined)(`bauta-gateway behind nginx${nginx ? '' : ': nginx is not installed'}`, () => {
  let front: Running;
  beforeAll(async () => {
    const site = join(folder, 'site');
    mkdirSync(site);
    layOutSite(site);
    const recipe = readRecipe('nginx.conf', {
      '127.0.0.1:4006': `127.0.0.1:${PORT}`,
      'listen 80;': `listen 127.0.0.1:${FRONT};`,
      '/var/www/site': site,
    });
    const file = join(folder, 'nginx.conf');
    writeFileSync(file, writeNginxConfiguration(folder, recipe, process.getuid?.() === 0));
    front = await start(nginx as string, ['-p', folder, '-e', 'stderr', '-c', file], { port: FRONT });
  });
  afterAll(() => front?.kill('SIGTERM'));

  async function visitor(): Promise<string> {
    const [held] = await issuer.mint();
    if (held === undefined) throw new Error('no token');
    return `Cookie: ${await admit(FRONT, ORIGIN, held)}`;
  }

  async function expectShut(cookie: string): Promise<void> {
    for (const headers of [[], NAVIGATION]) {
      const answer = await get(FRONT, PAGE_PATH, [...headers, cookie]);
      expect([401, 503]).toContain(answer.status);
      expect(answer.raw.includes(MARKER)).toBe(false);
    }
  }

  it('killed, the door is shut; started again, whoever was in is in', { timeout: 60_000 }, async () => {
    const file = configure('killed', 'store = "sqlite:./killed.db"');
    let running = await run(file);
    try {
      const cookie = await visitor();
      expect((await get(FRONT, PAGE_PATH, [cookie])).status).toBe(200);
      await running.kill('SIGKILL');
      await expectShut(cookie);
      running = await run(file);
      expect((await get(FRONT, PAGE_PATH, [cookie])).status).toBe(200);
    } finally {
      await running.kill('SIGTERM');
    }
    expect(running.output()).toContain('"event":"stopped"');
    expect(running.output()).not.toMatch(/films|__Host|c5c5|192\.|GET/);
  });

  it.skipIf(redis === undefined)(
    `on a Redis that dies the door is shut${redis ? '' : ': redis-server is not installed'}`,
    { timeout: 60_000 },
    async () => {
      const args = ['--port', String(REDIS), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
      let store = await start(redis as string, args, { port: REDIS });
      const running = await run(configure('redis', `store = "redis://127.0.0.1:${REDIS}"`));
      try {
        const cookie = await visitor();
        expect((await get(FRONT, PAGE_PATH, [cookie])).status).toBe(200);
        await store.kill('SIGKILL');
        await expectShut(cookie);
        expect((await get(PORT, '/healthz')).status).toBe(503);
        store = await start(redis as string, args, { port: REDIS });
        // It forgot: whoever was in proves their age once more, and can.
        const again = await until(visitor);
        expect((await get(FRONT, PAGE_PATH, [again])).status).toBe(200);
        expect((await get(FRONT, PAGE_PATH, [cookie])).status).toBe(401);
      } finally {
        await running.kill('SIGTERM');
        await store.kill('SIGKILL');
      }
      expect(running.output()).toContain('ERR_STORE_UNAVAILABLE');
    },
  );
});

/** Tries again until it holds, for 20 s. */
async function until<T>(act: () => Promise<T>): Promise<T> {
  const ends = performance.now() + 20_000;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (performance.now() > ends) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
