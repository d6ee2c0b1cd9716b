import { createServer } from 'node:http';
import type { AgeGate } from '@bauta/sdk/gate';
import { next } from '@bauta/sdk/gate/next';
import { afterEach, expect, it, vi } from 'vitest';
import type { OpenedDoor } from '../../door/describe-door.ts';
import { listen } from '../../door/listen.ts';
import { ask, type RawAnswer } from '../../door/raw-ask.ts';

const HELD = new Headers([
  ['cache-control', 'private, no-store'],
  ['set-cookie', 'rotated=1'],
]);
const gate = {
  handle: async ({ url }: Request) =>
    url.endsWith('/films') ? { response: new Response('proof needed', { status: 401 }) } : { headers: HELD },
} as unknown as AgeGate;

let door: OpenedDoor;
afterEach(async () => {
  await door.close();
  vi.unstubAllEnvs();
});

/** A server that asks the proxy as Next does, but for the paths that a matcher leaves out. */
async function openSite(): Promise<void> {
  const proxy = next(gate);
  door = await listen(
    createServer(async ({ url = '' }, response) => {
      if (!url.startsWith('/left-out')) await proxy(new Request(`http://localhost${url}`));
      if (response.writableEnded) return;
      response.setHeader('cache-control', 'public');
      if (url === '/left-out/moved') response.writeHead(308, { location: '/' }).end();
      else {
        if (url === '/left-out/streamed') response.write('gated');
        if (url === '/left-out/flushed') response.flushHeaders();
        response.end('gated');
      }
    }),
  );
}

const get = (path: string): Promise<RawAnswer> => ask(door.port, { line: `GET ${path}` });

it('answers by itself, and holds its headers on the server’s own response', async () => {
  await openSite();
  const refused = await get('/films');
  expect([refused.status, refused.body.toString()]).toEqual([401, 'proof needed']);
  const open = await get('/');
  expect([open.status, open.body.toString(), open.headers['cache-control'], open.headers['set-cookie']]).toEqual([
    200,
    'gated',
    ['private, no-store'],
    ['rotated=1'],
  ]);
});

it('shuts what a matcher leaves out, but for redirects', async () => {
  await openSite();
  await get('/');
  for (const path of ['/left-out', '/left-out/streamed', '/left-out/flushed']) {
    const { status, body, headers } = await get(path);
    expect([path, status, body.toString(), headers['cache-control']]).toEqual([path, 503, '', ['private, no-store']]);
  }
  expect((await get('/left-out/moved')).status).toBe(308);
});

it('leaves other servers of the process alone', async () => {
  await openSite();
  await get('/');
  const other = await listen(createServer((_, response) => void response.end('metrics')));
  expect((await ask(other.port, { line: 'GET /' })).status).toBe(200);
  await other.close();
});

it('is shut where it cannot see the server’s response', async () => {
  await openSite();
  await get('/');
  expect((await next(gate)(new Request('http://localhost/'))).status).toBe(503);
});

it('does not start on the edge', async () => {
  await openSite();
  vi.stubEnv('NEXT_RUNTIME', 'edge');
  expect(() => next(gate)).toThrow(TypeError);
});
