import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestIssuer } from './issuer.ts';
import { createTestSite, NOON, type TestSite } from './site.ts';

let site: TestSite;
let server: Server;
let port: number;
beforeAll(async () => {
  site = await createTestSite(await createTestIssuer('issuer.example', NOON));
  server = serve({ fetch: site.app.fetch, port: 0, hostname: '127.0.0.1' }) as Server;
  await new Promise((resolve) => server.once('listening', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
});

/** Sends a request line as it is; no client puts it in order. */
function ask(line: string, headers: readonly string[] = ['Host: site.example']): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.setTimeout(5000, () => socket.destroy(new Error('no answer')));
    socket.on('data', (data) => {
      answer += data.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
    socket.write(`${[`${line} HTTP/1.1`, ...headers, 'Connection: close'].join('\r\n')}\r\n\r\n`);
  });
}

it('the public page is open, so that the rest proves something', async () => {
  expect(await ask('GET /public/a')).toMatch(/^HTTP\/1\.1 200 [\s\S]*open$/);
});

it.each([
  'GET /public/../films/3',
  'GET /public/..%2ffilms/3',
  'GET /public/%2e%2e/films/3',
  'GET /public//films/3',
  'GET //public/a',
  'GET /public/..\\films\\3',
  'GET /public/a;/../../films/3',
  'GET http://site.example/films/3',
  'GET http://site.example/public/../films/3',
  'GET http://evil.example/public/../films/3',
  'GET https://site.example\\public/a',
  'GET *',
  'GET ?/public/a',
  'GET public/a',
  'OPTIONS *',
  'HEAD /films/3',
  'POST /films/3',
  'TRACE /films/3',
  'PROPFIND /films/3',
  'GET /films/3#/public/a',
])('%s gets no gated byte', async (line) => {
  const before = site.runs.count;
  const answer = await ask(line);
  expect(answer).not.toMatch(/^HTTP\/1\.1 2\d\d/);
  expect(answer).not.toContain('open');
  expect(site.runs.count).toBe(before);
});

it.each([
  [['Host: localhost']],
  [['Host: site.example', 'X-Forwarded-Host: localhost']],
  [['Host: a/public/']],
  [['Host:']],
])('with %j neither', async (headers) => {
  const before = site.runs.count;
  expect(await ask('GET /films/3', headers)).not.toMatch(/^HTTP\/1\.1 2\d\d/);
  expect(site.runs.count).toBe(before);
});
