import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext } from 'playwright-core';
import { type CanaryParties, type CanarySite, createCanarySite } from './canary-site.ts';

/** The auditor's sites of one run: every name is another site to the browser. */
export interface CanarySites {
  /** Opens a site of that name, or finds it. */
  site(name: string): CanarySite;
  /** Lets a browser reach them, where it cannot by itself. */
  giveTo(context: BrowserContext): Promise<void>;
  close(): Promise<void>;
}

/**
 * Beside a wallet on http they stand on this machine. A wallet on https sends to https alone, and nobody has a
 * certificate for a site that does not exist: there the browser is answered in their place, before any name is looked up.
 */
export function openCanarySites(parties: CanaryParties): Promise<CanarySites> {
  return parties.wallet.startsWith('https:') ? Promise.resolve(openInBrowser(parties)) : openOnLoopback(parties);
}

async function openOnLoopback(parties: CanaryParties): Promise<CanarySites> {
  const sites = new Map<string, CanarySite>();
  const server = createServer(async (request, response) => {
    const site = [...sites.values()].find(({ origin }) => new URL(origin).host === request.headers.host);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const asked = { method: request.method ?? '', path: request.url ?? '/', headers, body: Buffer.concat(chunks) };
    const answer = site?.answer(asked) ?? { status: 404, headers: {}, body: '' };
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    site: (name) => found(sites, name, `http://canary-${name}.localhost:${port}`, parties),
    giveTo: async () => undefined,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function openInBrowser(parties: CanaryParties): CanarySites {
  const sites = new Map<string, CanarySite>();
  return {
    site: (name) => found(sites, name, `https://canary-${name}.example`, parties),
    async giveTo(context) {
      await context.route(/^https:\/\/canary-[a-z]+\.example\//, async (route) => {
        const request = route.request();
        const url = new URL(request.url());
        const site = [...sites.values()].find(({ origin }) => origin === url.origin);
        const body = request.postDataBuffer() ?? new Uint8Array();
        const path = url.pathname + url.search;
        const answer = site?.answer({ method: request.method(), path, headers: await request.allHeaders(), body });
        await route.fulfill(answer ?? { status: 404 });
      });
    },
    close: async () => undefined,
  };
}

function found(sites: Map<string, CanarySite>, name: string, origin: string, parties: CanaryParties): CanarySite {
  const site = sites.get(name) ?? createCanarySite(name, origin, parties);
  sites.set(name, site);
  return site;
}
