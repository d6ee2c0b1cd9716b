import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERSION } from '@bauta/sdk/gate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admit, NAVIGATION } from '../door/admit.ts';
import { type ServedIssuer, serveIssuer } from '../door/issuer-over-http.ts';
import { PAGE_PATH } from '../door/paths.ts';
import { type BuiltGateway, buildGateway } from './built-gateway.ts';
import { layOutSite, MARKER } from './gated-site.ts';
import { findProgram, type Running, start } from './programs.ts';
import { get } from './recipe-duties.ts';
import { nginx, startNginx } from './start-nginx.ts';

const ROOT = join(import.meta.dirname, '../..');
const ORIGIN = 'https://site.example';
const PORT = 24250;
const FRONT = 24251;
const REDIS = 24252;

let gateway: BuiltGateway;
let issuer: ServedIssuer;
beforeAll(async () => {
  gateway = buildGateway('program');
  issuer = await serveIssuer();
}, 60_000);
afterAll(async () => {
  await issuer?.close();
  gateway?.remove();
});

/** A configuration whose store stands on line 5. */
function configure(name: string, more: Readonly<Record<string, unknown>>): string {
  return gateway.configure(name, {
    origin: ORIGIN,
    issuer: issuer.name,
    wallet: 'https://wallet.example',
    secrets_file: 'age.secret',
    ...more,
    listen: `127.0.0.1:${PORT}`,
    public_paths: ['/robots.txt', '/public/'],
  });
}

describe('bauta-gateway', () => {
  it('has one version', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'services/gateway/package.json'), 'utf8'));
    expect(version).toBe(VERSION);
  });

  it('says in one block what it is about to do, and no secret', async () => {
    const file = configure('check', { store: 'sqlite:./check.db' });
    const { status, stdout } = await gateway.runOnce(['--config', file, '--check']);
    expect(status).toBe(0);
    expect(stdout).toContain(`issuer  ${issuer.name} · 1 key`);
    expect(stdout).toContain('policy  fr-arcom · lease 90 s');
    expect(stdout).toContain('store   sqlite:./check.db · one machine');
    expect(stdout).not.toContain('c5c5');
  });

  it('says the same to programs', async () => {
    const file = configure('json', { store: 'sqlite:./json.db' });
    const { stdout } = await gateway.runOnce(['--config', file, '--check', '--json']);
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
      canaries: [],
      stores: 'sqlite',
      testIssuer: null,
      keyLog: null,
    });
  });

  it('starts with no fault in its configuration, and names the line of each', async () => {
    const file = configure('bad', { store: 'memory:', client_only: true });
    const { status, stderr } = await gateway.runOnce(['--config', file]);
    expect(status).toBe(3);
    expect(stderr).toContain('bad.toml:5: store: memory: forgets');
    expect(stderr).toContain('bad.toml:6: client_only: is not a key of this file');
    expect((await gateway.runOnce(['--config', join(gateway.folder, 'none.toml')])).status).toBe(3);
    expect((await gateway.runOnce(['--clientOnly'])).status).toBe(3);
    expect((await gateway.runOnce(['--help'])).stdout).toContain('--config FILE');
  });
});

const redis = findProgram('redis-server');

describe.skipIf(nginx === undefined)(`bauta-gateway behind nginx${nginx ? '' : ': nginx is not installed'}`, () => {
  let front: Running;
  beforeAll(async () => {
    const site = join(gateway.folder, 'site');
    mkdirSync(site);
    layOutSite(site);
    front = await startNginx(gateway.folder, { port: FRONT, gateway: PORT, site });
  }, 60_000);
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
    const file = configure('killed', { store: 'sqlite:./killed.db' });
    let running = await gateway.run(file, PORT);
    try {
      const cookie = await visitor();
      expect((await get(FRONT, PAGE_PATH, [cookie])).status).toBe(200);
      await running.kill('SIGKILL');
      await expectShut(cookie);
      running = await gateway.run(file, PORT);
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
      const args = ['--port', String(REDIS), '--bind', '127.0.0.1', '--save', '', '--dir', gateway.folder];
      let store = await start(redis as string, args, { port: REDIS });
      const running = await gateway.run(configure('redis', { store: `redis://127.0.0.1:${REDIS}` }), PORT);
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
