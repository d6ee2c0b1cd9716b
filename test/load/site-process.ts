// A site in a process of its own, on Node's own server; several of them share one store.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ageGate } from '@bauta/sdk/gate';
import { node } from '@bauta/sdk/gate/node';
import { type OpenedStores, openStores } from '../bench/stores.ts';
import { answerParent } from '../programs/child.ts';
import { NOON, ORIGIN, secretOf } from '../unit/gate/site.ts';
import type { IssuerOfSite } from './visits-process.ts';
import { ownFigures } from './watched-process.ts';

let listener: RequestListener = (_, response) => response.writeHead(503).end();
// As spec/guides/behind-a-proxy.md says: Node itself closes after 5 s, whatever is on its way just then.
const server = createServer({ keepAliveTimeout: 125_000 }, (request, response) => listener(request, response));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const opened: OpenedStores[] = [];
const refused = new Map<string, number>();

/**
 * Opens the door on a place that knows no token yet.
 * @param startedAt milliseconds as `Date.now` has them, at which it was noon there; without it is always noon.
 * @returns the port
 */
async function open(place: string, { name, directory }: IssuerOfSite, startedAt?: number): Promise<number> {
  for (const stores of opened.splice(0)) stores.close();
  const now = (): number => NOON + (startedAt === undefined ? 0 : Math.floor((Date.now() - startedAt) / 1000));
  const stores = await openStores(place, now);
  opened.push(stores);
  const { spent, sessions } = stores;
  const gate = ageGate({
    ...{ origin: ORIGIN, issuer: name, wallet: 'https://wallet.example', secrets: [secretOf(1)], spent, sessions, now },
    fetch: async () => new Response(directory),
    onRefused: (code) => refused.set(code, (refused.get(code) ?? 0) + 1),
  });
  await gate.refresh();
  listener = node(gate)((_, response) => response.end());
  return (server.address() as AddressInfo).port;
}

/** What was refused so far, by its true code. */
const refusals = (): Readonly<Record<string, number>> => Object.fromEntries(refused);

const methods = { open, refusals, ...ownFigures };
export type SiteProcess = typeof methods;
answerParent(methods, () => {
  for (const stores of opened) stores.close();
});
