import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hono } from '@bauta/sdk/gate/hono';
import { type HttpBindings, serve } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import { stream } from 'hono/streaming';
import { describeDoor } from './describe-door.ts';
import { FILM, KEEP, MARKER, PAGE } from './marked.ts';
import { openGate } from './open-gate.ts';

describeDoor(
  'Hono',
  async (issuer) => {
    const { gate, wait } = await openGate(issuer);
    const app = new Hono<{ Bindings: HttpBindings }>();
    app.use(hono(gate));
    app.get('/public/*', (c) => c.text('open to everyone'));
    app.get('/api/films', (c) => c.json({ films: [MARKER] }, 200, { ...KEEP }));
    app.get('/media/film.webm', (c) =>
      c.req.header('range') === undefined
        ? c.body(new Uint8Array(FILM), 200, { ...KEEP })
        : c.body(new Uint8Array(FILM.subarray(5, 10)), 206, { ...KEEP }),
    );
    app.get('/broken', (c) => {
      c.header('cache-control', 'public');
      throw new Error('a fault of the application');
    });
    app.onError((_, c) => c.text(MARKER, 500, { ...KEEP }));
    app.get('/moved', () => Response.redirect('https://site.example/films/3'));
    app.get('/unchanged', (c) => c.body(null, 304, { ...KEEP }));
    app.get('/stream', (c) => {
      for (const [name, value] of Object.entries(KEEP)) c.header(name, value);
      return stream(c, async (out) => void (await out.write(MARKER)));
    });
    app.get('/around', (c) => {
      c.env.outgoing.writeHead(200, KEEP).end(MARKER);
      return RESPONSE_ALREADY_SENT;
    });
    app.all('*', (c) => c.html(PAGE, 200, { ...KEEP }));
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server;
    await new Promise((resolve) => server.once('listening', resolve));
    return {
      port: (server.address() as AddressInfo).port,
      wait,
      close: () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    };
  },
  { '/broken': 500, '/moved': 302, '/unchanged': 304, '/stream': 200, '/around': 200 },
);
