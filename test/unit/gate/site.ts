import { type HeldToken, type PresentedToken, present } from '@bauta/sdk/client';
import { type AgeGate, ageGate, type GateEvent, type GateOptions } from '@bauta/sdk/gate';
import { hono } from '@bauta/sdk/gate/hono';
import { type Bytes, type ErrorCode, parsePresentRequest, type ReadPresentRequest } from '@bauta/sdk/protocol';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { Hono } from 'hono';
import { type Browser, createBrowser } from './browser.ts';
import type { TestIssuer } from './issuer.ts';

/** Wednesday 18 November 2026, noon UTC: far from the edges of an epoch. */
export const NOON = Date.UTC(2026, 10, 18, 12) / 1000;

export const ORIGIN = 'https://site.example';
const WALLET = 'https://wallet.example';

/** A gated application: every path below answers `open`, and counts. */
export interface TestSite {
  readonly gate: AgeGate;
  readonly app: Hono;
  readonly clock: { now: number };
  /** The true codes of what was refused. */
  readonly refused: ErrorCode[];
  readonly events: GateEvent[];
  /** How often the application ran. */
  readonly runs: { count: number };
  browser(): Browser;
}

export const secretOf = (byte: number): Bytes => new Uint8Array(32).fill(byte);

/** Options that a gate starts with, over memory. */
export function optionsFor(issuer: TestIssuer, clock: { now: number }, more: Partial<GateOptions> = {}): GateOptions {
  const now = (): number => clock.now;
  return {
    origin: ORIGIN,
    issuer: issuer.name,
    wallet: WALLET,
    secrets: [secretOf(1)],
    spent: memorySpentSet({ now }),
    sessions: memorySessions({ now }),
    publicPaths: ['/robots.txt', '/public/'],
    fetch: (url) => issuer.fetch(url),
    now,
    ...more,
  };
}

export async function createTestSite(issuer: TestIssuer, more: Partial<GateOptions> = {}): Promise<TestSite> {
  const clock = { now: NOON };
  const refused: ErrorCode[] = [];
  const events: GateEvent[] = [];
  const runs = { count: 0 };
  const gate = ageGate({
    ...optionsFor(issuer, clock, more),
    onRefused: (code) => refused.push(code),
    onEvent: (event) => events.push(event),
  });
  await gate.refresh();
  const app = new Hono().use(hono(gate)).all('*', (c) => {
    runs.count++;
    return c.text('open');
  });
  const origin = more.origin ?? ORIGIN;
  return {
    gate,
    app,
    clock,
    refused,
    events,
    runs,
    browser: () => createBrowser(origin, (request) => app.fetch(request)),
  };
}

/** Follows `/_age/go` and reads what the wallet would. */
export async function askWallet(browser: Browser): Promise<ReadPresentRequest> {
  const { status, headers } = await browser.navigate('/_age/go');
  if (status !== 303) throw new Error(`/_age/go answered ${status}`);
  const [address, fragment = ''] = (headers.get('location') ?? '').split('#');
  if (address !== `${WALLET}/present`) throw new Error(`sent to ${address}`);
  return parsePresentRequest(fragment);
}

/** The wallet's fields in answer to what the site asks this browser. */
export async function answerFor(browser: Browser, token: HeldToken): Promise<{ token: string; dpop: string }> {
  return { ...((await present(token, await askWallet(browser))) satisfies PresentedToken) };
}

/** Goes through the form flow to the end. */
export async function enter(browser: Browser, token: HeldToken): Promise<Response> {
  const posted = await browser.postForm(await answerFor(browser, token));
  if (posted.status !== 303 || posted.headers.get('location') !== '/_age/enter') throw new Error('not sent to enter');
  return browser.navigate('/_age/enter');
}
