import { createHash } from 'node:crypto';
import {
  challengeForMints,
  fetchGrantNonce,
  type GrantOutcome,
  type HeldToken,
  loadDirectory,
  mint,
  type PendingMint,
  present,
  request,
  requestGrants,
  slotsToAsk,
} from '@bauta/sdk/client';
import { AgeError, type Directory, nameOf, parseBase64url, parsePresentRequest, writeUtf8 } from '@bauta/sdk/protocol';
import type { Fetch } from '@bauta/services/loopback';
import { createHeadlessBrowser, type HeadlessBrowser } from './browser.ts';
import { createSoftwarePasskey, type SoftwarePasskey } from './software-passkey.ts';

/** Origins of the rooms that the main job goes through. */
export interface FlowRooms {
  readonly log: string;
  readonly witness: string;
  readonly demoSite: string;
  readonly wallet: string;
  readonly attester: string;
  readonly issuer: string;
  readonly phone: string;
  readonly provider: string;
}

/** What the command prints. */
export interface FlowReport {
  readonly ok: boolean;
  readonly steps: readonly { readonly name: string; readonly ms: number; readonly bytes: number }[];
  /** Tokens minted. */
  readonly tokens: number;
  /** What had to be refused, and how it was. */
  readonly refusals: readonly { readonly name: string; readonly status: number }[];
}

const HTML = { accept: 'text/html' };

/**
 * The main job over HTTP, without a browser: prove an age, make an account, draw grants, mint, open the demo site, and
 * be refused with the same token.
 * @param now Unix seconds, by the rooms' clock. @param send the network.
 */
export async function runFlow(rooms: FlowRooms, now: number, send?: Fetch): Promise<FlowReport> {
  const browser = createHeadlessBrowser(send);
  const steps: { name: string; ms: number; bytes: number }[] = [];
  const step = async <T>(name: string, act: () => Promise<T>, by = browser): Promise<T> => {
    const [startedAt, bytesBefore] = [performance.now(), by.bytes()];
    const result = await act();
    steps.push({ name, ms: Math.round(performance.now() - startedAt), bytes: by.bytes() - bytesBefore });
    return result;
  };

  const session = await step('evidence', () => proveAge(browser, rooms));
  const passkey = createSoftwarePasskey(rooms.wallet);
  await step('account', () => makeAccount(browser, rooms, session, passkey));
  const drawn = await step('grant', () => drawGrants(browser, rooms, passkey, now));
  const held = await step('mint', () => mintAll(browser, drawn));
  const token = held[0];
  if (!token) throw new AgeError('ERR_STOCK_EMPTY');
  const opened = await step('redeem', () => openSite(browser, rooms, token));
  // A second visitor, so that neither cookie nor session of the first can stand in for the token.
  const stranger = createHeadlessBrowser(send);
  const replayed = await step('replay', () => openSite(stranger, rooms, token), stranger);
  const ok = opened === 200 && replayed === 403;
  return { ok, steps, tokens: held.length, refusals: [{ name: 'replay', status: replayed }] };
}

/** A program that has an account at an attester. */
export interface Enrolled {
  readonly browser: HeadlessBrowser;
  readonly passkey: SoftwarePasskey;
}

/** The first steps of the main job by themselves. @param send the network. */
export async function enrol(rooms: FlowRooms, send?: Fetch): Promise<Enrolled> {
  const browser = createHeadlessBrowser(send);
  const passkey = createSoftwarePasskey(rooms.wallet);
  await makeAccount(browser, rooms, await proveAge(browser, rooms), passkey);
  return { browser, passkey };
}

async function postJson(browser: HeadlessBrowser, url: string, body: unknown): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json' };
  const response = await browser.fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(`${new URL(url).pathname} answered ${response.status} ${String(answer.code)}`);
  return answer;
}

async function proveAge(browser: HeadlessBrowser, { attester, phone }: FlowRooms): Promise<string> {
  const begun = await postJson(browser, `${attester}/evidence/eu-wallet`, {});
  await postJson(browser, `${phone}/present`, { request: begun.request, person: 'adult' });
  const { state } = await postJson(browser, `${attester}/evidence/result`, { session: begun.session });
  if (state !== 'proved') throw new Error(`the evidence was ${String(state)}`);
  return begun.session as string;
}

async function makeAccount(
  browser: HeadlessBrowser,
  { attester }: FlowRooms,
  session: string,
  passkey: SoftwarePasskey,
): Promise<void> {
  const hash = createHash('sha256').update(writeUtf8('bauta/account/v1')).update(parseBase64url(session)).digest();
  await postJson(browser, `${attester}/accounts`, { session, registration: passkey.register(new Uint8Array(hash)) });
}

/** What is stored before anything is asked for, and what the attester answered, in the same order. */
export interface DrawnGrants {
  readonly pending: readonly PendingMint[];
  readonly grants: readonly GrantOutcome[];
  readonly issuerDirectory: Directory;
}

/** Asks the attester for a grant of each epoch that is open. @param now Unix seconds. */
export async function drawGrants(
  browser: HeadlessBrowser,
  rooms: FlowRooms,
  passkey: SoftwarePasskey,
  now: number,
): Promise<DrawnGrants> {
  const [attester, issuer] = [nameOf(rooms.attester), nameOf(rooms.issuer)];
  const attesterDirectory = await loadDirectory(attester, browser.fetch);
  const issuerDirectory = await loadDirectory(issuer, browser.fetch);
  const pending: PendingMint[] = [];
  for (const { tokenKey, grantKey } of slotsToAsk(attesterDirectory, issuerDirectory, now)) {
    pending.push(await request({ issuer, attester, tokenKey, grantKey }));
  }
  const nonce = await fetchGrantNonce(attesterDirectory.requestUrl, browser.fetch);
  const assertion = passkey.assert(await challengeForMints(nonce, pending));
  const directory = attesterDirectory;
  const grants = await requestGrants({ directory, nonce, assertion, pending, fetch: browser.fetch });
  return { pending, grants, issuerDirectory };
}

/** Trades every grant for tokens. @throws AgeError what attester or issuer refused */
export async function mintAll(
  browser: HeadlessBrowser,
  { pending, grants, issuerDirectory }: DrawnGrants,
): Promise<HeldToken[]> {
  const minted: HeldToken[] = [];
  for (const [i, one] of pending.entries()) {
    const grant = grants[i];
    if (!grant || !('grant' in grant)) throw new AgeError(grant?.refused ?? 'ERR_FAULT');
    const options = { directory: issuerDirectory, pending: one, grant: grant.grant, fetch: browser.fetch };
    minted.push(...(await mint(options)));
  }
  return minted;
}

/** Goes to the gated page as the form flow does. @returns the status that the visitor ends at. */
export async function openSite(
  browser: HeadlessBrowser,
  { demoSite, wallet }: FlowRooms,
  token: HeldToken,
): Promise<number> {
  const gate = await browser.fetch(`${demoSite}/`, { headers: HTML });
  if (gate.status !== 403) throw new Error(`the gate answered ${gate.status} to a stranger`);
  const go = await browser.fetch(`${demoSite}/_age/go`, { headers: HTML });
  const [page, fragment] = (go.headers.get('location') ?? '').split('#');
  if (page !== `${wallet}/present` || fragment === undefined) throw new Error('the gate does not lead to the wallet');
  const asked = parsePresentRequest(fragment);
  const presented = await present(token, asked);
  const body = new URLSearchParams({ token: presented.token, dpop: presented.dpop });
  let answer = await browser.fetch(asked.redeem, {
    method: 'POST',
    headers: { ...HTML, origin: 'null', 'content-type': 'application/x-www-form-urlencoded' },
    body: String(body),
  });
  for (let hops = 0; answer.status === 303 && hops < 5; hops++) {
    const location = new URL(answer.headers.get('location') as string, demoSite).href;
    answer = await browser.fetch(location, { headers: HTML });
  }
  return answer.status;
}
