// A site in a process of its own: the same answers with the gate in front of them and without.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDemoSite } from '@bauta/demo-site';
import { loadMedia } from '@bauta/demo-site/media';
import type { AgeGate } from '@bauta/sdk/gate';
import { hono } from '@bauta/sdk/gate/hono';
import { node } from '@bauta/sdk/gate/node';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { answerParent } from '../programs/child.ts';
import { createTestIssuer } from '../unit/gate/issuer.ts';
import { openVerified, type Verified } from './verified.ts';

const NOW = Date.UTC(2026, 10, 18, 12) / 1000;
const BODY = 'a page of one line\n';

const answer: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-type': 'text/plain', 'content-length': BODY.length }).end(BODY);
};

/** What is asked for, by its name. */
const SITES: Readonly<Record<string, (gate: AgeGate) => RequestListener | Promise<RequestListener>>> = {
  'node:http': () => answer,
  'node:http, gated': (gate) => node(gate)(answer),
  Hono: () => listen(new Hono().get('/', (c) => c.text(BODY))),
  'Hono, gated': (gate) => listen(new Hono().use(hono(gate)).get('/', (c) => c.text(BODY))),
  'demo page': async (gate) => listen(withoutGate(await openDemo(gate))),
  'demo page, gated': async (gate) => listen(await openDemo(gate)),
};

function listen(app: Hono): RequestListener {
  return getRequestListener((request, env) => app.fetch(request, env));
}

async function openDemo(gate: AgeGate): Promise<Hono> {
  return createDemoSite({ gate, media: await loadMedia(), healthy: () => true });
}

/** The same handlers but for the first, which is the gate's. */
function withoutGate(site: Hono): Hono {
  const bare = new Hono();
  for (const { method, path, handler } of site.routes.slice(1)) bare.on(method, path, handler);
  return bare;
}

let verified: Verified | undefined;

/** @returns the port of each site, and the cookie of a visitor who may pass. */
async function open(place: string): Promise<{ ports: Record<string, number>; cookie: string }> {
  verified = await openVerified(place, await createTestIssuer('issuer.example', NOW), NOW);
  const ports: Record<string, number> = {};
  for (const [name, make] of Object.entries(SITES)) {
    const server = createServer(await make(verified.gate));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ports[name] = (server.address() as AddressInfo).port;
  }
  return { ports, cookie: `__Host-age=${verified.id}` };
}

/** Microseconds of CPU that this process has taken so far. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

const methods = { open, cpu };
/** What this process can be asked. */
export type PageSite = typeof methods;
answerParent(methods, () => verified?.stores.close());
