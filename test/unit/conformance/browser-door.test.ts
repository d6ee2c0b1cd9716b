import { createHash } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../browser/chromium.ts';
import type { BrowserDoor } from '../../conformance/collect/browser/browser-door.ts';
import { findBrowser, type Machine } from '../../conformance/collect/browser/find-browser.ts';
import { openBrowserDoor } from '../../conformance/collect/browser/open-browser-door.ts';
import type { Exchange, PageView } from '../../conformance/evidence/observation.ts';
import { createProbeRecorder } from '../../conformance/evidence/recorder.ts';

describe('finding a browser', () => {
  const machine = (platform: NodeJS.Platform, env: Machine['env'], ...files: string[]): Machine => ({
    platform,
    env,
    exists: (file) => files.includes(file),
  });

  test('Windows: in the folders of programs, Chrome before Edge', () => {
    const chrome = 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe';
    const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
    const env = { ProgramFiles: 'C:\\Program Files', 'ProgramFiles(x86)': 'C:\\Program Files (x86)' };
    expect(findBrowser(machine('win32', env, chrome, edge))).toBe(chrome);
    expect(findBrowser(machine('win32', env, edge))).toBe(edge);
  });

  test('Windows: where only one person installed it', () => {
    const own = 'C:\\Users\\a\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe';
    expect(findBrowser(machine('win32', { LOCALAPPDATA: 'C:\\Users\\a\\AppData\\Local' }, own))).toBe(own);
  });

  test('macOS: among the applications of all and of one', () => {
    const all = '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge';
    const home = ['', 'Users', 'a'].join('/');
    const own = `${home}/Applications/Google Chrome.app/Contents/MacOS/Google Chrome`;
    expect(findBrowser(machine('darwin', { HOME: home }, all))).toBe(all);
    expect(findBrowser(machine('darwin', { HOME: home }, all, own))).toBe(own);
  });

  test('Linux: on the PATH, then where packages put it', () => {
    const env = { PATH: '/usr/local/bin:/usr/bin' };
    expect(findBrowser(machine('linux', env, '/usr/bin/chromium'))).toBe('/usr/bin/chromium');
    expect(findBrowser(machine('linux', {}, '/snap/bin/chromium'))).toBe('/snap/bin/chromium');
    expect(findBrowser(machine('linux', env, '/usr/bin/google-chrome', '/usr/bin/chromium'))).toBe(
      '/usr/bin/google-chrome',
    );
  });

  test('what was told is taken, or nothing', () => {
    expect(findBrowser(machine('linux', {}, '/x/browser', '/snap/bin/chromium'), '/x/browser')).toBe('/x/browser');
    expect(findBrowser(machine('linux', {}, '/snap/bin/chromium'), '/x/browser')).toBeUndefined();
  });
});

const executable = findChromium();
const NO_BROWSER = executable ? undefined : 'chromium is not installed';

describe.skipIf(NO_BROWSER)('a door that is a browser', () => {
  let door: BrowserDoor;
  let counted = 0;
  let left = 1_000;
  const servers: Server[] = [];
  beforeAll(async () => {
    const count = (requests: number) => {
      counted += requests;
    };
    door = await openBrowserDoor({ executable: executable ?? '', count, left: () => left });
  });
  afterAll(() => door?.close());
  afterEach(() => {
    for (const server of servers.splice(0)) server.closeAllConnections();
    left = 1_000;
  });

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://localhost:${(server.address() as AddressInfo).port}`;
  }

  function newRecord() {
    const blobs = new Map<string, Uint8Array>();
    const store = {
      put: (sha256: string, bytes: Uint8Array) => void blobs.set(sha256, bytes),
      get: (sha256: string) => blobs.get(sha256) ?? new Uint8Array(),
    };
    const record = createProbeRecorder('test', 1, store, Date.now);
    const read = (sha256: string) => new TextDecoder().decode(blobs.get(sha256));
    const exchanges = () => record.end().observations.filter((one): one is Exchange => one.kind === 'exchange');
    const pages = () => record.end().observations.filter((one): one is PageView => one.kind === 'page');
    return { record, read, exchanges, pages };
  }

  test('says which it is', () => {
    expect(door.version).toMatch(/^Chromium \d+\./);
  });

  test('records what was sent and what came, without secrets, and counts it', async () => {
    const origin = await serve((request, response) => {
      if (request.url === '/film.mp4') {
        response.writeHead(200, { 'content-type': 'video/mp4' }).end(Buffer.alloc(5_000, 7));
        return;
      }
      response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'secret=abcdef; Path=/' });
      const ask = "fetch('/api?q=1#part', { method: 'POST', body: 'hello' })";
      response.end(`<title>Hi</title><script>${ask}; fetch('/film.mp4').then((r) => r.arrayBuffer())</script>`);
    });
    const { record, read, exchanges } = newRecord();
    const before = counted;
    const visit = await door.visit(record, 'home');
    await visit.page.goto(origin);
    await visit.settle();
    await visit.page.goto(`${origin}/again`);
    await visit.settle();
    await visit.close();
    const home = exchanges().find(({ request }) => request.url === `${origin}/`);
    expect(home).toMatchObject({ label: 'home', by: 'browser', response: { status: 200, isCut: false } });
    expect(read(home?.response?.body.sha256 ?? '')).toContain('<title>Hi</title>');
    expect(JSON.stringify(exchanges())).not.toContain('abcdef');
    const again = exchanges().find(({ request }) => request.url === `${origin}/again`);
    expect(again?.request.headers).toContainEqual(['cookie', expect.stringMatching(/^secret=\[sha256:/)]);
    expect(again?.request.headers.find(([name]) => name === 'user-agent')?.[1]).toContain('bauta-conformance');
    const api = exchanges().find(({ request }) => request.method === 'POST');
    expect(api?.request.url).toBe(`${origin}/api?q=1`);
    expect(read(api?.request.body?.sha256 ?? '')).toBe('hello');
    const film = exchanges().find(({ request }) => request.url.endsWith('/film.mp4'));
    expect(film?.response).toMatchObject({ isCut: true, body: { bytes: 1_024, type: 'video/mp4' } });
    expect(counted - before).toBe(exchanges().length);
  });

  test('keeps a request back, answers in the place of another, and says so', async () => {
    let asked: string[] = [];
    const origin = await serve((request, response) => {
      asked = [...asked, request.url ?? ''];
      const scripts = '<script src="/gate.js"></script><script src="/other.js"></script>';
      response.writeHead(200, { 'content-type': 'text/html' }).end(`${scripts}<p id="said">nothing</p>`);
    });
    const { record, exchanges, pages, read } = newRecord();
    const visit = await door.visit(record, 'swap', {
      block: (url) => url.endsWith('/other.js'),
      replace: (url) =>
        url.endsWith('/gate.js')
          ? { body: "addEventListener('load', () => { said.textContent = 'swapped'; })", type: 'text/javascript' }
          : undefined,
    });
    await visit.page.goto(origin);
    await visit.settle();
    await visit.look('after');
    await visit.close();
    expect(asked).not.toContain('/gate.js');
    expect(asked).not.toContain('/other.js');
    const blocked = exchanges().filter(({ noAnswer }) => noAnswer === 'blocked');
    expect(blocked.map(({ request }) => new URL(request.url).pathname).sort()).toEqual(['/gate.js', '/other.js']);
    expect(read(pages()[0]?.text.sha256 ?? '')).toContain('swapped');
  });

  test('names why there was no answer', async () => {
    const { record, exchanges } = newRecord();
    const visit = await door.visit(record, 'closed');
    await visit.page.goto('http://localhost:1/').catch(() => {});
    await visit.page.goto('http://nobody.invalid/').catch(() => {});
    await visit.close();
    expect(exchanges().map(({ noAnswer }) => noAnswer)).toEqual([expect.any(String), 'dns']);
  });

  test('looks: text, storage by digest, cookies by digest, faults of access under a strict policy', async () => {
    const origin = await serve((_, response) => {
      const policy = "default-src 'none'; script-src 'nonce-a'; img-src 'self'";
      response.writeHead(403, { 'content-type': 'text/html', 'content-security-policy': policy });
      response.end(`<html lang="fr"><title>T</title><p hidden>unseen</p><p>seen</p><img src="/x.png">
        <script nonce="a">localStorage.setItem('ageVerified', 'true'); document.cookie = 'a=b';
        indexedDB.open('kept');</script>`);
    });
    const { record, pages, read } = newRecord();
    const visit = await door.visit(record, 'home');
    await visit.page.goto(`${origin}/#secret`);
    await visit.settle();
    await visit.look('gate', { screenshot: true, access: true, storage: true });
    await visit.close();
    const [page] = pages();
    expect(page).toMatchObject({ url: `${origin}/`, title: 'T', language: 'fr', width: 1280 });
    expect(read(page?.text.sha256 ?? '').trim()).toBe('seen');
    const digest = createHash('sha256').update('true').digest('hex');
    expect(page?.storage).toMatchObject({ origin, local: { ageVerified: digest }, databases: ['kept'], workers: [] });
    expect(page?.cookies).toMatchObject([{ name: 'a', value: createHash('sha256').update('b').digest('hex') }]);
    expect(page?.screenshot?.type).toBe('image/png');
    expect(page?.access?.map(({ rule }) => rule)).toContain('image-alt');
  });

  test('looks without JavaScript too', async () => {
    const origin = await serve((_, response) => {
      const html = '<p id="a">plain</p><noscript><p>no script</p></noscript><script>a.textContent = "run"</script>';
      response.writeHead(200, { 'content-type': 'text/html' }).end(html);
    });
    const { record, pages, read } = newRecord();
    const visit = await door.visit(record, 'home', { context: { javaScriptEnabled: false } });
    await visit.page.goto(origin);
    await visit.settle();
    await visit.look('no-script');
    await visit.close();
    expect(read(pages()[0]?.text.sha256 ?? '')).toMatch(/plain\s+no script/);
  });

  test('sees what a service worker asks for', async () => {
    const origin = await serve((request, response) => {
      const isWorker = request.url === '/worker.js';
      response.writeHead(200, { 'content-type': isWorker ? 'text/javascript' : 'text/html' });
      response.end(
        isWorker
          ? "addEventListener('install', (event) => event.waitUntil(fetch('/by-worker')))"
          : "<script>navigator.serviceWorker.register('/worker.js')</script>",
      );
    });
    const { record, exchanges, pages } = newRecord();
    const visit = await door.visit(record, 'home');
    await visit.page.goto(origin);
    await visit.page.evaluate(async () => void (await navigator.serviceWorker.ready));
    await visit.settle();
    await visit.look('gate', { storage: true });
    await visit.close();
    expect(exchanges().map(({ request }) => new URL(request.url).pathname)).toContain('/by-worker');
    expect(pages()[0]?.storage?.workers).toEqual([`${origin}/`]);
  });

  test('begins no visit without a request left', () => {
    left = 0;
    expect(() => door.visit(newRecord().record, 'home')).toThrow('request-cap');
  });
});
