import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as requestHttp } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatNoteKey } from '@bauta/sdk/protocol';
import { systemClock } from '@bauta/services/clock';
import { answerJson } from '@bauta/services/http/answer';
import { jsonBody } from '@bauta/services/http/body';
import { BODY_BYTES_KEPT, REQUESTS_KEPT, showReceived } from '@bauta/services/http/received';
import { createRoom } from '@bauta/services/http/room';
import { route } from '@bauta/services/http/route';
import { type Listening, serve } from '@bauta/services/http/serve';
import { readTranscript } from '@bauta/services/knows/transcript';
import { createLoopbackFetch, type Fetch } from '@bauta/services/loopback';
import { loadConfig } from '@bauta/services/settings/config';
import { parseFlags } from '@bauta/services/settings/flags';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { LOG, WITNESSES } from '../log/ground.ts';

const PORT = 23_450;
const ORIGIN = `http://issuer.localhost:${PORT}`;
const WALLET = `http://wallet.localhost:${PORT + 1}`;

let listening: Listening;
let fetch: Fetch;
let now = 1_000;
const written: unknown[] = [];

beforeEach(async () => {
  // Connections that are kept open end with the room of the test before.
  fetch = createLoopbackFetch();
  now = 1_000;
  written.length = 0;
  const echo = route({
    method: 'POST',
    path: '/echo',
    summary: 'Echo',
    reads: jsonBody(z.strictObject({ text: z.string() }), { max: 200_000 }),
    answers: [],
    handle: ({ text }) => answerJson({ length: text.length }),
  });
  const deaf = route({ method: 'POST', path: '/deaf', summary: 'Deaf', answers: [], handle: () => answerJson({}) });
  const room = createRoom({
    name: 'issuer',
    routes: [echo, deaf],
    healthy: () => true,
    clock: systemClock(),
    log: (event) => void written.push(event),
  });
  const shown = { room: 'issuer', origin: ORIGIN, walletOrigin: WALLET, now: () => now } as const;
  listening = await serve({ fetch: showReceived((request) => room.fetch(request), shown) }, PORT);
});
afterEach(() => listening.close());

interface Told {
  readonly version: number;
  readonly forgotten: number;
  readonly requests: readonly {
    at: number;
    method: string;
    path: string;
    headers: Record<string, string>;
    body: string;
  }[];
}

async function told(): Promise<Told> {
  return (await (await fetch(`${ORIGIN}/_demo/received`)).json()) as Told;
}

const post = (path: string, body: string): Promise<Response> => {
  const headers = { 'content-type': 'application/json', 'x-marker': 'a b' };
  return fetch(`${ORIGIN}${path}`, { method: 'POST', headers, body });
};

/** How a room answers whoever calls it by `host`. */
function statusOf(port: number, host: string, path = '/_demo/received'): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = requestHttp({ host: '127.0.0.1', port, path, headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.once('error', reject).end();
  });
}

describe('a room of a demonstration', () => {
  it('tells what it received, byte for byte, and answers as it would have', async () => {
    const body = JSON.stringify({ text: 'é'.repeat(50) });
    const answer = await post('/echo?x=%41', body);
    expect([answer.status, await answer.json()]).toEqual([200, { length: 50 }]);
    const { requests, ...rest } = await told();
    expect(rest).toMatchObject({ room: 'issuer', origin: ORIGIN, since: 1_000, forgotten: 0 });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      at: 1_000,
      method: 'POST',
      path: '/echo?x=%41',
      headers: { host: new URL(ORIGIN).host, 'content-type': 'application/json', 'x-marker': 'a b' },
      body: Buffer.from(body).toString('base64url'),
    });
    expect(readTranscript(JSON.stringify({ requests, ...rest })).requests[0]?.body).toBe(
      Buffer.from(body).toString('latin1'),
    );
  });

  it('strikes out cookies and credentials, which would be good for whoever reads them, and says how long they were', async () => {
    const value = (mark: string): string => `canary${mark}`.padEnd(43, 'x');
    const token = `PrivateToken token="${value('grant')}"`;
    const sent = [
      { cookie: `a=b=${value('1')}; __Host-age=${value('2')};__Host-age-pre=${value('3')}` },
      { cookie: value('nameless') },
      { 'set-cookie': `a=${value('4')}; Path=/` },
      { authorization: `Bearer ${value('5')}` },
      { authorization: value('6'), 'proxy-authorization': `Basic ${value('7')}` },
      { authorization: token },
    ];
    for (const headers of sent) await fetch(`${ORIGIN}/nowhere`, { headers: headers as Record<string, string> });
    const { requests } = await told();
    expect(requests.map(({ headers }) => headers)).toMatchObject([
      { cookie: 'a=[45 bytes]; __Host-age=[43 bytes]; __Host-age-pre=[43 bytes]' },
      { cookie: '[43 bytes]' },
      { 'set-cookie': 'a=[43 bytes]; Path=[1 bytes]' },
      { authorization: 'Bearer [43 bytes]' },
      { authorization: '[43 bytes]', 'proxy-authorization': 'Basic [43 bytes]' },
      // A grant is good for one body alone, and the panel shows who has one.
      { authorization: token },
    ]);
    expect(JSON.stringify(requests).match(/canary\w+/g)).toEqual([expect.stringMatching(/^canarygrant/)]);
  });

  it('keeps the first 64 KB of a body, whatever the route reads of it', async () => {
    const long = JSON.stringify({ text: 'x'.repeat(150_000) });
    expect(await (await post('/echo', long)).json()).toEqual({ length: 150_000 });
    expect((await post('/deaf', long)).status).toBe(200);
    expect((await post('/echo', JSON.stringify({ text: 'x'.repeat(300_000) }))).status).toBe(413);
    await expect
      .poll(async () => (await told()).requests.map(({ body }) => Buffer.from(body, 'base64url').length))
      .toEqual([BODY_BYTES_KEPT, BODY_BYTES_KEPT, expect.any(Number)]);
    for (const { body } of (await told()).requests) {
      expect(Buffer.from(body, 'base64url').length).toBeLessThanOrEqual(BODY_BYTES_KEPT);
    }
  });

  it('keeps the last 200 requests, and says how many it forgot', async () => {
    for (let i = 0; i < REQUESTS_KEPT + 5; i++) await fetch(`${ORIGIN}/nowhere/${i}`);
    const { requests, forgotten } = await told();
    expect([requests.length, forgotten, requests[0]?.path]).toEqual([REQUESTS_KEPT, 5, '/nowhere/5']);
  });

  it('answers 204 to whoever has it all, and tells no cache and no other page', async () => {
    await post('/deaf', '{}');
    await expect.poll(async () => (await told()).requests[0]?.body).not.toBe('');
    const { version } = await told();
    const again = await fetch(`${ORIGIN}/_demo/received?have=${version}`);
    expect(again.status).toBe(204);
    await post('/deaf', '{}');
    const origin = 'http://elsewhere.localhost';
    const answer = await fetch(`${ORIGIN}/_demo/received?have=${version}`, { headers: { origin } });
    expect(answer.status).toBe(200);
    for (const { headers } of [again, answer]) {
      expect(headers.get('access-control-allow-origin')).toBe(WALLET);
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  it('does not record what is of the demonstration itself', async () => {
    const own = ['/healthz', '/_test/clock', '/_demo/received', '/_demo/x', '/knows', '/assets/knows-0.js'];
    for (const path of [...own, '/who-knows-what', '/who-knows-what/panel.js']) await fetch(ORIGIN + path);
    for (const path of ['/knowsmore', '/healthz2', '/who-knows-whatever', '/x/_demo/', '/assets/home.js']) {
      await fetch(ORIGIN + path);
    }
    expect((await told()).requests.map(({ path }) => path)).toEqual([
      '/knowsmore',
      '/healthz2',
      '/who-knows-whatever',
      '/x/_demo/',
      '/assets/home.js',
    ]);
  });

  it('has the door under its own name alone: no page reaches it by a name of its own', async () => {
    expect(await statusOf(PORT, new URL(ORIGIN).host)).toBe(200);
    expect(await statusOf(PORT, 'elsewhere.example')).toBe(404);
    expect(await statusOf(PORT, `127.0.0.1:${PORT}`)).toBe(404);
    expect((await post('/_demo/received', '{}')).status).toBe(404);
  });

  it('writes none of it into its log', async () => {
    await post('/echo', '{"text":1,"canary-4f1d9c0b7a6e":2}');
    const bodies = (await told()).requests.map(({ body }) => Buffer.from(body, 'base64url').toString());
    expect(bodies.join()).toContain('canary-4f1d');
    expect(JSON.stringify(written)).not.toMatch(/canary|echo/);
  });
});

describe('elsewhere', () => {
  const files = { read: () => 'ab'.repeat(32), readOrMake: () => 'ab'.repeat(32) };
  const demonstration = (env: Readonly<Record<string, string>>, ...args: string[]) =>
    loadConfig(env, parseFlags(args), files).demonstration;
  const PRODUCTION = {
    WALLET_ORIGIN: 'https://wallet.example',
    ISSUER_ORIGIN: 'https://issuer.example',
    ATTESTER_ORIGIN: 'https://attester.example',
    DEMO_SITE_ORIGIN: 'https://site.example',
    PHONE_ORIGIN: 'https://phone.example',
  };
  const KEY_LOG = {
    url: 'https://log.example',
    key: formatNoteKey(LOG.key),
    witnesses: WITNESSES.map(({ key }, i) => {
      return { key: formatNoteKey(key), url: `https://w${i}.example`, independent: true };
    }),
    quorum: 2,
  };

  it('there is no demonstration with --production', () => {
    expect(demonstration({}, 'wallet')).toMatchObject({ 'demo-site': 'http://demo.localhost:4000' });
    expect(demonstration({ ...PRODUCTION, KEY_LOG: '/etc/key-log.json' }, 'wallet', '--production')).toBeUndefined();
  });

  it.each(Object.entries(PRODUCTION))('there is none where a room is known beyond this machine: %s', (name, origin) => {
    expect(demonstration({ [name]: origin }, 'wallet')).toBeUndefined();
  });

  it('a wallet in production has neither the door nor the page', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bauta-received-'));
    const env = {
      PATH: process.env.PATH,
      PORT_BASE: String(PORT + 10),
      DATA_DIR: folder,
      ATTESTERS: 'attester.example',
      KEY_LOG: join(folder, 'key-log.json'),
    };
    writeFileSync(env.KEY_LOG, JSON.stringify(KEY_LOG));
    const start = join(import.meta.dirname, '../../services/start.mjs');
    const child = spawn(process.execPath, [start, 'wallet', '--production'], { env: { ...env, ...PRODUCTION } });
    const ended = once(child, 'close');
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    try {
      await expect.poll(() => output, { timeout: 50_000 }).toContain('ready https://wallet.example/');
      const status = (path: string) => statusOf(PORT + 11, 'wallet.example', path);
      expect([await status('/'), await status('/_demo/received'), await status('/knows')]).toEqual([200, 404, 404]);
    } finally {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true });
    }
  });
});
