import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Miniflare } from 'miniflare';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unstable_getMiniflareWorkerOptions as readEnvironment } from 'wrangler';
import { systemClock } from '../../services/clock.ts';
import { createRoom } from '../../services/http/room.ts';
import { createWallet } from '../../services/wallet/app.ts';
import { buildWallet } from '../../services/wallet/build.ts';
import { formatCloudflareHeaders } from '../../services/wallet/cloudflare-headers.ts';
import { fileNameOf } from '../../services/wallet/file-name.ts';
import { ROOT } from '../laws/sources.ts';
import { SETTINGS } from '../unit/wallet/built-wallet.ts';
import { bundleWorker } from './bundle-worker.ts';

const files = await buildWallet(SETTINGS);
const served = createWallet(files);
const node = createRoom({
  ...{ name: 'wallet', routes: [], healthy: () => true, clock: systemClock(), log: () => {} },
  rest: (request) => served.fetch(request),
});

/** What the runtime says of the message itself. */
const FRAMING = /^(date|content-length|transfer-encoding|connection|keep-alive|mf-.*)$/;

const spoken = async (answer: Response) => ({
  status: answer.status,
  headers: Object.fromEntries([...answer.headers].filter(([name]) => !FRAMING.test(name))),
  body: Buffer.from(await answer.arrayBuffer()).toString('base64'),
});

describe('the wallet in workerd, from the environment that is deployed', () => {
  const directory = mkdtempSync(join(tmpdir(), 'bauta-wallet-'));
  let runtime: Miniflare;

  beforeAll(async () => {
    for (const { path, bytes } of files) {
      const target = join(directory, fileNameOf(path));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, bytes);
    }
    writeFileSync(join(directory, '_headers'), formatCloudflareHeaders(files));
    const { workerOptions, main } = readEnvironment(join(ROOT, 'wrangler.toml'), 'wallet', {
      overrides: { assets: { directory } },
    });
    const contents = await bundleWorker((main as string).slice(ROOT.length + 1));
    const { modulesRules: _, ...options } = workerOptions;
    runtime = new Miniflare({
      ...options,
      modules: [{ type: 'ESModule', path: 'worker.js', contents }],
      cf: false,
    } as ConstructorParameters<typeof Miniflare>[0]);
    await runtime.ready;
  }, 60_000);
  afterAll(async () => {
    await runtime?.dispose();
    rmSync(directory, { recursive: true, force: true });
  });

  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    runtime.dispatchFetch(`https://wallet.example${path}`, {
      redirect: 'manual',
      ...init,
    } as object) as unknown as Promise<Response>;

  async function isSame(path: string, init: RequestInit = {}): Promise<void> {
    const there = await node.fetch(new Request(`https://wallet.example${path}`, init));
    const asked = [path, init.method ?? 'GET', init.headers];
    expect([...asked, await spoken(await ask(path, init))]).toEqual([...asked, await spoken(there)]);
  }

  it('answers every file as the room on Node, read, asked about and written to', async () => {
    expect(files.length).toBeGreaterThan(10);
    for (const { path } of files)
      for (const method of ['GET', 'HEAD', 'POST', 'OPTIONS']) await isSame(path, { method });
  });

  it.each([
    ...['/present/', '/app', '/present.html', '/index.html', '/app/index.html', '/app/index', '/index', '/assets/'],
    ...['/_headers', '/_redirects', '/worker.js', '/..%2fpackage.json', '/sw.js', '//', '/%', '/PRESENT'],
    ...['/present?a=1', '/%70resent', '/present%2f', '/healthz', '/_test/clock'],
  ])('answers %s as the room on Node', async (path) => {
    for (const method of ['GET', 'HEAD', 'POST']) await isSame(path, { method });
  });

  it('is moved by no header of a request', async () => {
    const [first] = files as [(typeof files)[number]];
    const headers = { 'if-none-match': '*', range: 'bytes=0-1', 'if-modified-since': new Date().toUTCString() };
    for (const path of ['/present', first.path]) await isSame(path, { headers });
  });

  it('is what the file of headers says, of every file', () => {
    expect(readFileSync(join(directory, '_headers'), 'utf8').match(/^\//gm)).toHaveLength(files.length);
  });
});
