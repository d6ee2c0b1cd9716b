import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AgeGate, ageGate, type GateOptions } from '@bauta/sdk/gate';
import { hono } from '@bauta/sdk/gate/hono';
import { DIRECTORY_PATH, epochAfter, epochAt, originOf } from '@bauta/sdk/protocol';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { createTestIssuer } from '../gate/issuer.ts';
import { secretOf } from '../gate/site.ts';

const now = (): number => Math.floor(Date.now() / 1000);
const CANARIES: readonly string[] = ['/films/3', '/media/film.webm'];

/** What stands in front of a gate or an issuer, and gets something wrong. */
export type Tamper = (request: Request, answer: Response) => Response | Promise<Response>;

/** An issuer or a site on 127.0.0.1, at the time of the machine. */
export interface Served {
  readonly origin: string;
  /** From now on. */
  tamper: Tamper;
  /** Paths, as they came, that are answered `open` before the gate sees them. */
  opens: (path: string) => boolean;
  /** Every request that came: method, path and headers. */
  readonly asked: Request[];
  close(): Promise<void>;
}

async function serve(answer: (request: Request) => Response | Promise<Response>, port = 0): Promise<Served> {
  const asked: Request[] = [];
  const listener = getRequestListener(async (request) => {
    asked.push(request);
    return served.tamper(request, await answer(request));
  });
  const server: Server = createServer((incoming, outgoing) => {
    if (served.opens(incoming.url ?? '')) outgoing.end('open');
    else void listener(incoming, outgoing);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const served: Served = {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    tamper: (_, response) => response,
    opens: () => false,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return served;
}

/** The directory of an issuer that has keys of age 18 for this epoch and the next. */
export async function serveDirectory(): Promise<Served & { readonly name: string }> {
  const served = await serve(async ({ url }) =>
    new URL(url).pathname === DIRECTORY_PATH ? issuer.fetch(originOf(name)) : new Response(null, { status: 404 }),
  );
  const name = new URL(served.origin).host;
  const issuer = await createTestIssuer(name, now());
  await issuer.list({ epoch: epochAfter(epochAt(now())) });
  return Object.assign(served, { name });
}

/** A gated site: everything but `/robots.txt` answers `open`. */
export async function serveSite(
  issuer: string,
  more: Partial<GateOptions> = {},
): Promise<Served & { readonly gate: AgeGate }> {
  const served = await serve((request) => app.fetch(request));
  const gate = ageGate({
    origin: served.origin,
    issuer,
    wallet: 'https://wallet.example',
    secrets: [secretOf(1)],
    spent: memorySpentSet({ now }),
    sessions: memorySessions({ now }),
    publicPaths: ['/robots.txt'],
    canaries: CANARIES,
    now,
    ...more,
  });
  await gate.refresh();
  const app = new Hono().use(hono(gate)).all('*', (c) => c.text('open'));
  return Object.assign(served, { gate });
}

/** The answer with other headers; undefined takes one away. */
export function withHeaders(answer: Response, changes: Readonly<Record<string, string | undefined>>): Response {
  const headers = new Headers(answer.headers);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) headers.delete(name);
    else headers.set(name, value);
  }
  return new Response(answer.body, { status: answer.status, headers });
}
