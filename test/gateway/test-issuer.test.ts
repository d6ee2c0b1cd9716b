import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAGE_PATH } from '../door/paths.ts';
import { type BuiltGateway, buildGateway } from './built-gateway.ts';
import { layOutSite, MARKER } from './gated-site.ts';
import { createPerson, passTestPage } from './person.ts';
import type { Running } from './programs.ts';
import { nginx, startNginx } from './start-nginx.ts';

const PORT = 24254;
const FRONT = 24255;
const ORIGIN = `http://site.localhost:${FRONT}`;

let gateway: BuiltGateway;
beforeAll(() => {
  gateway = buildGateway('test-issuer');
}, 60_000);
afterAll(() => gateway?.remove());

const configure = (outcome: string, more: Readonly<Record<string, unknown>> = {}): string =>
  gateway.configure(outcome, {
    origin: ORIGIN,
    issuer: 'issuer.example',
    wallet: 'https://wallet.example',
    secrets_file: 'age.secret',
    store: 'memory:',
    test_issuer: outcome,
    listen: `127.0.0.1:${PORT}`,
    ...more,
  });

describe('bauta-gateway with a test issuer', () => {
  it('says so before anything else, to people and to programs', async () => {
    const file = configure('pass');
    const { status, stdout, stderr } = await gateway.runOnce(['--config', file, '--check']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^=+\nTEST ISSUER "pass": NO AGE IS CHECKED, AND EVERYONE CAN COME IN\.\n/);
    expect(stdout).toContain('issuer  test-issuer.localhost:80 · 4 keys');
    expect(stderr).toContain('"event":"test-issuer","outcome":"pass"');
    const { stdout: json } = await gateway.runOnce(['--config', file, '--check', '--json']);
    expect(JSON.parse(json)).toMatchObject({ testIssuer: 'pass', issuer: 'test-issuer.localhost:80', keys: 4 });
  });

  it('does not start in production, or for others than this machine', async () => {
    const production = ['--config', configure('pass'), '--check'];
    const refused = await gateway.runOnce(production, { NODE_ENV: 'production' });
    expect([refused.status, refused.stdout]).toEqual([3, '']);
    expect(refused.stderr).toContain('pass.toml:6: test_issuer: lets everyone in, so it does not start with NODE_ENV');
    const file = configure('fail', { origin: 'https://site.example', store: 'sqlite:./age.db' });
    const { status, stderr } = await gateway.runOnce(['--config', file, '--check']);
    expect([status, stderr]).toEqual([3, expect.stringContaining('fail.toml:6: test_issuer: lets everyone in')]);
  });
});

describe.skipIf(nginx === undefined)(`and behind nginx${nginx ? '' : ': nginx is not installed'}`, () => {
  let front: Running;
  beforeAll(async () => {
    const site = join(gateway.folder, 'site');
    mkdirSync(site);
    layOutSite(site);
    front = await startNginx(gateway.folder, { port: FRONT, gateway: PORT, site });
  }, 60_000);
  afterAll(() => front?.kill('SIGTERM'));

  it.each(['pass', 'slow'])(
    'with %s, leads from the gate over its page into the site',
    { timeout: 60_000 },
    async (outcome) => {
      const running = await gateway.run(configure(outcome), PORT);
      try {
        const person = createPerson(ORIGIN, FRONT);
        const met = await person.navigate(PAGE_PATH);
        expect([met.status, (await met.text()).includes(MARKER)]).toEqual([403, false]);
        const entered = await passTestPage(person);
        expect([entered.status, entered.headers.get('location')]).toEqual([303, PAGE_PATH]);
        expect([...person.cookies.keys()]).toEqual(['__Host-age']);
        const page = await person.navigate(PAGE_PATH);
        expect([page.status, (await page.text()).includes(MARKER)]).toEqual([200, true]);
        expect((await createPerson(ORIGIN, FRONT).navigate(PAGE_PATH)).status).toBe(403);
      } finally {
        await running.kill('SIGTERM');
      }
    },
  );

  it('keeps its page from whoever asks for this machine by another name', { timeout: 60_000 }, async () => {
    const running = await gateway.run(configure('pass'), PORT);
    try {
      const person = createPerson('http://site.example', FRONT);
      await person.navigate('/_age/go');
      expect((await person.navigate('/_age/test')).status).toBe(404);
    } finally {
      await running.kill('SIGTERM');
    }
  });
});
