import { createServer } from 'node:http';
import type { AgeGate } from '@bauta/sdk/gate';
import { express as ageGated } from '@bauta/sdk/gate/express';
import { hono } from '@bauta/sdk/gate/hono';
import { node } from '@bauta/sdk/gate/node';
import express, { Router } from 'express';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { listen } from '../../door/listen.ts';
import { ask } from '../../door/raw-ask.ts';

/** A gate that lets everyone in: what is tested here is that it stands where it must. */
const open = { handle: async () => ({ headers: new Headers({ 'cache-control': 'no-store' }) }) } as unknown as AgeGate;
const reply = (_: unknown, response: { end(text: string): unknown }): void => void response.end('gated');

/** The status and body of `GET /a`. */
async function get(server: Parameters<typeof listen>[0], path = '/a'): Promise<string> {
  const { port, close } = await listen(server);
  const { status, body } = await ask(port, { line: `GET ${path}` });
  await close();
  return `${status} ${body}`;
}

describe('no adapter takes something else for a gate', () => {
  it.each([undefined, {}, { handle: 'x' }])('%j', (value) => {
    for (const adapt of [node, ageGated, hono]) expect(() => adapt(value as never)).toThrow(TypeError);
  });
});

describe('express(gate)', () => {
  it('starts where it stands first', async () => {
    const app = express();
    app.use(ageGated(open)).use(reply);
    expect(await get(createServer(app))).toBe('200 gated');
  });

  it.each<[string, (app: express.Express) => unknown]>([
    ['behind a route', (app) => app.get('/films', reply).use(ageGated(open))],
    ['behind a middleware', (app) => app.use(express.static('.')).use(ageGated(open))],
    ['behind a middleware of the same call', (app) => app.use(express.json(), ageGated(open))],
    ['behind a parameter’s route', (app) => app.all('/{*any}', reply).use(ageGated(open))],
    ['under a path', (app) => app.use('/films', ageGated(open))],
    ['under several paths', (app) => app.use(['/films', '/'], ageGated(open))],
    ['in an application that is mounted later', (app) => express().use('/films', app.use(ageGated(open)))],
    ['in an application that is mounted at the root', (app) => express().use(app.use(ageGated(open)))],
    ['in an application that was mounted before', (app) => express().use(app) && app.use(ageGated(open))],
  ])('does not start %s', (_, mount) => {
    expect(() => mount(express())).toThrow(/express\(gate\)/);
  });

  it('does not start in two applications', () => {
    const gate = ageGated(open);
    express().use(gate);
    expect(() => express().use(gate)).toThrow(TypeError);
  });

  it.each<[string, (app: express.Express) => unknown]>([
    ['on a router', (app) => app.use(Router().use(ageGated(open)), reply)],
    ['as the middleware of a route', (app) => app.get('/a', ageGated(open), reply)],
  ])('is shut %s', async (_, mount) => {
    const app = express();
    mount(app);
    expect(await get(createServer(app))).toMatch(/^503 /);
  });
});

describe('hono(gate)', () => {
  const answer = (c: { text(text: string): Response }): Response => c.text('gated');

  it('opens where it stands first', async () => {
    const app = new Hono().use(hono(open)).get('/a', answer);
    expect((await app.request('/a')).status).toBe(200);
    expect((await new Hono().use('*', hono(open)).get('/a', answer).request('/a')).status).toBe(200);
  });

  it.each<[string, Hono]>([
    [
      'behind a middleware',
      new Hono()
        .use(async (_, next) => next())
        .use(hono(open))
        .get('/a', answer),
    ],
    ['under a path', new Hono().use('/a/*', hono(open)).get('/a', answer)],
    ['under a base path', new Hono().basePath('/a').use(hono(open)).get('/', answer)],
    [
      'in an application that is routed under a path',
      new Hono().route('/a', new Hono().use(hono(open)).get('/', answer)),
    ],
    ['as the middleware of a route', new Hono().get('/a', hono(open), answer)],
  ])('is shut %s', async (_, app) => {
    expect((await app.request('/a')).status).toBe(503);
  });
});

describe('node(gate)', () => {
  it('takes a listener', () => {
    expect(() => node(open)(undefined as never)).toThrow(TypeError);
  });

  it('opens where it is the one listener', async () => {
    expect(await get(createServer(node(open)(reply)))).toBe('200 gated');
  });

  it.each(['request', 'upgrade', 'connect', 'checkContinue', 'checkExpectation'])(
    'is shut beside another listener for "%s"',
    async (event) => {
      expect(await get(createServer(node(open)(reply)).on(event, () => {}))).toMatch(/^503 /);
    },
  );

  it('is shut, and the application does not run, when the gate throws', async () => {
    let runs = 0;
    const broken = { handle: () => Promise.reject(new Error('a fault')) } as unknown as AgeGate;
    const server = createServer(node(broken)(() => runs++));
    expect([await get(server), runs]).toEqual([expect.stringMatching(/^503 .*ERR_NOT_READY/), 0]);
  });
});
