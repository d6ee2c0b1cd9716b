// A site in a process of its own, whose redemptions are asked for over HTTP, and made by it alone.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { node } from '@bauta/sdk/gate/node';
import { answerParent } from '../programs/child.ts';
import { createRedemptions, type Presented } from './redemptions.ts';
import type { Cost } from './statistics.ts';
import { type OpenedStores, openStores } from './stores.ts';
import { openGate } from './verified.ts';

const NOW = Date.UTC(2026, 10, 18, 12) / 1000;

const redemptions = await createRedemptions(NOW);
let listener: RequestListener = (_, response) => response.writeHead(503).end();
const server = createServer((request, response) => listener(request, response));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
let presented: readonly Presented[] = [];
const opened: OpenedStores[] = [];

/** Makes presentations, which every fresh store takes once. @returns the forms that a wallet would post */
async function prepare(count: number): Promise<readonly string[]> {
  presented = await redemptions.prepare(count);
  return presented.map(({ form }) => form);
}

/** Opens the door on a place that knows no token yet. @returns the port */
async function open(place: string): Promise<number> {
  const { gate, stores } = await openGate(place, redemptions.issuer, NOW);
  opened.push(stores);
  listener = node(gate)((_, response) => response.end());
  return (server.address() as AddressInfo).port;
}

/** What HTTP takes by itself: the form is read to its end, and answered as a redemption is. */
function openBare(): number {
  const headers = {
    location: '/_age/enter',
    'set-cookie': `__Host-age-code=${'A'.repeat(43)}; Path=/; Secure; HttpOnly`,
  };
  listener = (request, response) => {
    request.resume().once('end', () => response.writeHead(303, headers).end());
  };
  return (server.address() as AddressInfo).port;
}

/** Redeems all of them without HTTP, on a place that knows none yet. */
async function redeem(place: string, atOnce: number): Promise<Cost> {
  const stores = await openStores(place, () => NOW);
  opened.push(stores);
  return redemptions.redeemAll(presented, stores, atOnce);
}

/** Microseconds of CPU that this process has taken so far. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

const methods = { prepare, open, openBare, redeem, cpu };
/** What this process can be asked. */
export type RedeemSite = typeof methods;
answerParent(methods, () => {
  for (const stores of opened) stores.close();
});
