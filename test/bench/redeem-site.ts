// A site in a process of its own, whose redemptions are asked for over HTTP, and made by it alone.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type HeldToken, present } from '@bauta/sdk/client';
import { node } from '@bauta/sdk/gate/node';
import { MODE } from '@bauta/sdk/protocol';
import { createVerifier, type Verifier } from '@bauta/sdk/verifier';
import { createTestIssuer } from '../unit/gate/issuer.ts';
import { ORIGIN, optionsFor } from '../unit/gate/site.ts';
import { answerParent } from './child.ts';
import { inLanes } from './lanes.ts';
import { type Cost, costOf } from './statistics.ts';
import { type OpenedStores, openStores } from './stores.ts';
import { openGate } from './verified.ts';

const NOW = Date.UTC(2026, 10, 18, 12) / 1000;
const REDEEM_URL = `${ORIGIN}/_age/redeem`;

const issuer = await createTestIssuer('issuer.example', NOW);
let listener: RequestListener = (_, response) => response.writeHead(503).end();
const server = createServer((request, response) => listener(request, response));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const presentations: { readonly token: string; readonly proof: string }[] = [];
const opened: OpenedStores[] = [];

function verifierOn({ spent, sessions }: OpenedStores): Verifier {
  const keys = { find: () => issuer.current, list: () => [issuer.current], refresh: async () => {} };
  const { secrets } = optionsFor(issuer, { now: NOW });
  const rest = { issuer: issuer.name, threshold: 18, redeemUrl: REDEEM_URL, spent, codes: sessions, keys };
  return createVerifier({ ...rest, secrets: [secrets[0] as (typeof secrets)[0]] });
}

/** Makes presentations, which every fresh store takes once. @returns the forms that a wallet would post */
async function prepare(count: number): Promise<readonly string[]> {
  const verifier = verifierOn(await openStores('memory', () => NOW));
  const held: HeldToken[] = [];
  while (held.length < count) held.push(...(await issuer.mint()));
  const forms: string[] = [];
  for (const token of held.slice(0, count)) {
    const challenge = await verifier.challenge(MODE.form, NOW);
    const fields = await present(token, { redeem: REDEEM_URL, challenge });
    presentations.push({ token: fields.token, proof: fields.dpop });
    forms.push(new URLSearchParams({ ...fields }).toString());
  }
  return forms;
}

/** Opens the door on a place that knows no token yet. @returns the port */
async function open(place: string): Promise<number> {
  const { gate, stores } = await openGate(place, issuer, NOW);
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
  const verifier = verifierOn(stores);
  return costOf(presentations.length, () =>
    inLanes(presentations.length, atOnce, (i) => verifier.redeem(presentations[i] as never, MODE.form, NOW)),
  );
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
