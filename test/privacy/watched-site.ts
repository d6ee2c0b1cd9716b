import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type HeldToken, present } from '@bauta/sdk/client';
import { ageGate } from '@bauta/sdk/gate';
import { node } from '@bauta/sdk/gate/node';
import { nameOf, parsePresentRequest } from '@bauta/sdk/protocol';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { createLoopbackFetch } from '@bauta/services/loopback';
import type { House } from '../rooms/house.ts';
import { createBrowser } from '../unit/gate/browser.ts';

/** One request of a visitor, as the site's server has it. */
export interface SeenRequest {
  /** Every byte that came in for it, head and body. */
  readonly bytes: Buffer;
  /** In how many pieces they came. */
  readonly pieces: number;
  /** Milliseconds from the answer before it, and until its own answer was out. */
  readonly gap: number;
  readonly duration: number;
  /** What the site answered: status, header lines, body. */
  readonly answer: Buffer;
}

/** Everything that a site sees of one redemption: the requests in their order. */
export type Transcript = readonly SeenRequest[];

/** What a wallet that tells on its owner would do. */
export interface Leak {
  /** Milliseconds before the form is posted. */
  readonly delay?: number;
  /** Beside the other headers of the form. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A site that writes down all it can. */
export interface WatchedSite {
  /** Somebody comes, proves their age with this token, and reads the page. @throws an error unless it opens */
  visit(token: HeldToken, leak?: Leak): Promise<Transcript>;
  close(): Promise<void>;
}

/** A gate in front of a small page, on a server of its own. Visitors come one after the other. */
export async function openWatchedSite(house: House, port: number): Promise<WatchedSite> {
  const now = house.clock.now;
  const origin = `http://site.localhost:${port}`;
  const gate = ageGate({
    origin,
    issuer: nameOf(house.origins.issuer),
    wallet: house.origins.wallet,
    secrets: [new Uint8Array(32).fill(1)],
    spent: memorySpentSet({ now }),
    sessions: memorySessions({ now }),
    publicPaths: [],
    fetch: (url) => house.fetch(url),
    now,
  });
  await gate.refresh();

  const sockets = new Set<Socket>();
  let pieces: Buffer[] = [];
  let seen: SeenRequest[] = [];
  let last = 0;
  const listener = node(gate)((_request: IncomingMessage, response: ServerResponse) => response.end('open'));
  const server = createServer((request, response) => {
    const began = performance.now();
    const sent: Buffer[] = [];
    for (const name of ['write', 'end'] as const) {
      const send = response[name].bind(response) as (...said: unknown[]) => never;
      response[name] = ((...said: unknown[]) => {
        if (typeof said[0] === 'string' || said[0] instanceof Uint8Array) sent.push(Buffer.from(said[0] as string));
        return send(...said);
      }) as never;
    }
    response.once('finish', () => {
      const head = JSON.stringify([response.statusCode, response.getHeaders()]);
      const ended = performance.now();
      seen.push({
        bytes: Buffer.concat(pieces),
        pieces: pieces.length,
        gap: began - last,
        duration: ended - began,
        answer: Buffer.concat([Buffer.from(head), ...sent]),
      });
      pieces = [];
      last = ended;
    });
    listener(request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('data', (bytes) => pieces.push(Buffer.from(bytes)));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  if ((server.address() as AddressInfo).port !== port) throw new Error('another port');

  return {
    async visit(token, { delay = 0, headers = {} } = {}) {
      const send = createLoopbackFetch();
      const browser = createBrowser(origin, (request) => {
        if (request.method === 'POST')
          for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
        return send(request);
      });
      [pieces, seen, last] = [[], [], performance.now()];
      await browser.navigate('/');
      const sent = await browser.navigate('/_age/go');
      const [, fragment = ''] = (sent.headers.get('location') ?? '').split('#');
      const shown = await present(token, parsePresentRequest(fragment));
      if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
      await browser.postForm({ ...shown });
      await browser.navigate('/_age/enter');
      const page = await browser.navigate('/');
      if (page.status !== 200 || (await page.text()) !== 'open') throw new Error('the site stayed shut');
      for (const socket of sockets) socket.destroy();
      return seen;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
