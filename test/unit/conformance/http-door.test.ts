import type { Server } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { openHttpDoor, USER_AGENT } from '../../conformance/collect/http/open-http-door.ts';
import type { Exchange } from '../../conformance/evidence/observation.ts';
import { createProbeRecorder, ProbeLeft } from '../../conformance/evidence/recorder.ts';
import { headerOf } from '../../conformance/evidence/view.ts';
import { listen, memoryStore } from './run-site-probes.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function serve(...given: Parameters<typeof listen>) {
  const { server, origin } = await listen(...given);
  servers.push(server);
  return origin;
}

const recorder = () => {
  const store = memoryStore();
  return { store, record: createProbeRecorder('test', 1, store, Date.now) };
};

test('names the suite, sends the headers that it was given, and follows no redirect', async () => {
  const heard: Record<string, unknown>[] = [];
  const origin = await serve((request, response) => {
    heard.push(request.headers);
    response.writeHead(302, { location: '/elsewhere', 'set-cookie': 'session=secret; HttpOnly' }).end();
  });
  const door = openHttpDoor();
  const { record } = recorder();
  const answer = await door.send(record, { url: `${origin}/`, headers: { accept: 'text/html' }, label: 'home' });
  await door.send(record, { url: `${origin}/`, label: 'again' });
  expect(answer.response?.status).toBe(302);
  expect(heard[0]).toMatchObject({ 'user-agent': USER_AGENT, accept: 'text/html', host: new URL(origin).host });
  expect(heard[1]?.cookie).toBeUndefined();
  expect(heard).toHaveLength(2);
  expect(door.sent()).toBe(2);
});

test('records no secret, and gives it to the caller', async () => {
  const origin = await serve((_, response) => {
    response
      .writeHead(200, { 'set-cookie': '__Host-age=topsecret; Path=/; HttpOnly', 'content-type': 'text/plain' })
      .end('hello');
  });
  const { record, store } = recorder();
  const body = new TextEncoder().encode('token=tokensecret&dpop=proofsecret&other=kept');
  const headers = {
    cookie: 'a=cookiesecret; b=2',
    authorization: 'PrivateToken token="tokensecret", token-key="keysecret"',
    dpop: 'proofsecret',
    'content-type': 'application/x-www-form-urlencoded',
  };
  const answer = await openHttpDoor().send(record, {
    method: 'POST',
    url: `${origin}/`,
    headers,
    body,
    label: 'present',
  });
  expect(headerOf(answer.rawHeaders, 'set-cookie')).toContain('topsecret');
  const written = JSON.stringify(record.end());
  expect(written).not.toMatch(/topsecret|cookiesecret|tokensecret|proofsecret|keysecret/);
  expect(written).toMatch(/__Host-age=\[sha256:[0-9a-f]{16}\]; Path=\/; HttpOnly/);
  expect(written).toContain('PrivateToken token=');
  const [exchange] = record.end().observations as readonly Exchange[];
  const kept = new TextDecoder().decode(store.get(exchange?.request.body?.sha256 ?? ''));
  expect(kept).toMatch(/^token=\[sha256:[0-9a-f]{16}\]&dpop=\[sha256:[0-9a-f]{16}\]&other=kept$/);
});

test('reads the first KiB of media and no more', async () => {
  const origin = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'video/mp4' });
    response.write(Buffer.alloc(5_000_000, 7));
    // Never ended: who waits for the end of a film waits for ever.
  });
  const { record } = recorder();
  const answer = await openHttpDoor().send(record, { url: `${origin}/film.mp4`, label: 'media' });
  expect(answer.bytes).toHaveLength(1024);
  expect(answer.response).toMatchObject({ status: 200, isCut: true, body: { bytes: 1024, type: 'video/mp4' } });
});

test('knows a film that calls itself text', async () => {
  const film = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypmp42'), Buffer.alloc(9000)]);
  const origin = await serve((_, response) => void response.writeHead(200, { 'content-type': 'text/plain' }).end(film));
  const answer = await openHttpDoor().send(recorder().record, { url: origin, label: 'media' });
  expect(answer.bytes).toHaveLength(1024);
});

test.each([
  ['application/octet-stream', undefined, 1024, true],
  ['application/octet-stream', 8192, 8192, false],
  ['application/octet-stream', 4096, 4096, true],
  ['video/mp4', 8192, 1024, true],
])('reads of %s, told %s, %i bytes', async (type, mostBytes, length, isCut) => {
  // What begins like a picture can be a hash all the same.
  const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(8189, 7)]);
  const origin = await serve((_, response) => void response.writeHead(200, { 'content-type': type }).end(bytes));
  const told = mostBytes === undefined ? {} : { mostBytes };
  const answer = await openHttpDoor().send(recorder().record, { url: origin, label: 'tile', ...told });
  expect([answer.bytes.length, answer.response?.isCut]).toEqual([length, isCut]);
});

test.each([
  ['gzip', gzipSync('readable text')],
  ['br', brotliCompressSync('readable text')],
])('stores text decoded: %s', async (encoding, bytes) => {
  const headers = { 'content-type': 'text/html', 'content-encoding': encoding };
  const origin = await serve((_, response) => void response.writeHead(200, headers).end(bytes));
  const answer = await openHttpDoor().send(recorder().record, { url: origin, label: 'home' });
  expect(new TextDecoder().decode(answer.bytes)).toBe('readable text');
  expect(answer.response?.isCut).toBe(false);
});

test('cuts a text that unpacks without end', async () => {
  const bomb = gzipSync(Buffer.alloc(40_000_000));
  const headers = { 'content-type': 'text/html', 'content-encoding': 'gzip' };
  const origin = await serve((_, response) => void response.writeHead(200, headers).end(bomb));
  const answer = await openHttpDoor().send(recorder().record, { url: origin, label: 'home' });
  expect(answer.bytes.length).toBe(2 * 1024 * 1024);
  expect(answer.response?.isCut).toBe(true);
});

test('says why there was no answer, and nothing else', async () => {
  const origin = await serve((request) => {
    if (request.url === '/reset') request.socket.destroy();
    if (request.url === '/nonsense') request.socket.end('no such protocol\r\n\r\n');
  });
  const door = openHttpDoor({ patience: 300 });
  const { record } = recorder();
  const ask = async (url: string) => (await door.send(record, { url, label: 'x' })).noAnswer;
  expect(await ask(`${origin}/reset`)).toBe('reset');
  expect(await ask(`${origin}/nonsense`)).toBe('malformed');
  expect(await ask(`${origin}/silence`)).toBe('timeout');
  expect(await ask(origin.replace('http:', 'https:'))).toMatch(/tls|reset|timeout/);
  servers.pop()?.close().closeAllConnections();
  expect(await ask(`${origin}/closed`)).toBe('refused');
});

test('sends no more than its cap, whoever asks', async () => {
  const origin = await serve((_, response) => void response.end('x'));
  const door = openHttpDoor({ cap: 3 });
  const { record } = recorder();
  await door.send(record, { url: origin, label: 'x' });
  door.count(1);
  await door.send(record, { url: origin, label: 'x' });
  await expect(door.send(record, { url: origin, label: 'x' })).rejects.toThrow(ProbeLeft);
  await expect(door.sendTogether(record, [{ url: origin, label: 'x' }])).rejects.toThrow('request-cap');
  expect(record.end().observations).toHaveLength(2);
});

test('waits its turn where the target is somebody’s, and not on this machine', async () => {
  const waits: number[] = [];
  const wait = async (ms: number) => void waits.push(ms);
  const door = openHttpDoor({ perSecond: 4, now: () => 0, wait, patience: 50 });
  const origin = await serve((_, response) => void response.end('x'));
  const { record } = recorder();
  await door.send(record, { url: origin, label: 'x' });
  await door.send(record, { url: origin, label: 'x' });
  expect(waits).toEqual([]);
  for (const _ of [1, 2, 3]) await door.send(record, { url: 'http://name.invalid/', label: 'x' });
  expect(waits).toEqual([250, 500]);
});

test('sends a race at once, each on a connection of its own', async () => {
  const waiting: (() => void)[] = [];
  const ports = new Set<number | undefined>();
  // Answers nobody before all are there: one after the other would never end.
  const origin = await serve((request, response) => {
    ports.add(request.socket.remotePort);
    waiting.push(() => response.end('x'));
    if (waiting.length === 20) for (const answer of waiting) answer();
  });
  const { record } = recorder();
  const asks = Array.from({ length: 20 }, () => ({ method: 'POST', url: origin, label: 'race' }));
  const answers = await openHttpDoor().sendTogether(record, asks);
  expect(answers.map(({ response }) => response?.status)).toEqual(Array(20).fill(200));
  expect(ports.size).toBe(20);
});
