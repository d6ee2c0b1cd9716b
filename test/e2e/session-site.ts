import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDemoSite, PUBLIC_PATHS } from '@bauta/demo-site';
import { loadMedia } from '@bauta/demo-site/media';
import type { HeldToken } from '@bauta/sdk/client';
import { ageGate } from '@bauta/sdk/gate';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { serve } from '@hono/node-server';
import { createBrowser } from '../unit/gate/browser.ts';
import { createTestIssuer } from '../unit/gate/issuer.ts';
import { enter } from '../unit/gate/site.ts';

/** The page with the film that moves, and the film itself. */
export const FILM_PAGE = '/films/3';
export const FILM = '/media/film-3.webm';
const LET_IN = '/let-me-in';

/** The demo site behind its gate over HTTP, with a clock that the test turns. */
export interface SessionSite {
  readonly origin: string;
  readonly clock: { now: number };
  /** The address that admits whoever comes, by a real token, and leads to the film. */
  readonly letIn: string;
  /** What came and what it was answered, in order. */
  readonly asked: readonly { readonly path: string; readonly status: number; readonly body: string }[];
  close(): Promise<void>;
}

export async function startSessionSite(): Promise<SessionSite> {
  const clock = { now: Math.floor(Date.now() / 1000) };
  const now = (): number => clock.now;
  const issuer = await createTestIssuer('issuer.example', clock.now);
  const tokens = await issuer.mint();
  const asked: { path: string; status: number; body: string }[] = [];
  let answer: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 });
  const server = serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      const path = new URL(request.url).pathname;
      const body = request.method === 'POST' ? await request.clone().text() : '';
      const response = await answer(request);
      asked.push({ path, status: response.status, body });
      return response;
    },
  }) as Server;
  await new Promise((resolve) => server.once('listening', resolve));
  const origin = `http://site.localhost:${(server.address() as AddressInfo).port}`;
  const gate = ageGate({
    origin,
    issuer: issuer.name,
    wallet: 'https://wallet.example',
    secrets: [new Uint8Array(32).fill(7)],
    spent: memorySpentSet({ now }),
    sessions: memorySessions({ now }),
    publicPaths: PUBLIC_PATHS,
    fetch: issuer.fetch,
    now,
  });
  await gate.refresh();
  const site = createDemoSite({ gate, media: await loadMedia(), healthy: () => true });

  /** Goes through the form flow with a token, and hands what it gained to the browser that asks. */
  async function admit(): Promise<Response> {
    const visitor = createBrowser(origin, (request) => site.fetch(request));
    const entered = await enter(visitor, tokens.pop() as HeldToken);
    const headers = new Headers({ location: FILM_PAGE });
    for (const cookie of entered.headers.getSetCookie()) headers.append('set-cookie', cookie);
    return new Response(null, { status: 303, headers });
  }
  answer = (request) => (new URL(request.url).pathname === LET_IN ? admit() : site.fetch(request));

  return {
    origin,
    clock,
    letIn: origin + LET_IN,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
