import type { HeldToken } from '@bauta/sdk/client';
import { type AgeGate, ageGate } from '@bauta/sdk/gate';
import { createBrowser } from '../unit/gate/browser.ts';
import type { TestIssuer } from '../unit/gate/issuer.ts';
import { enter, ORIGIN, optionsFor } from '../unit/gate/site.ts';
import { type OpenedStores, openStores } from './stores.ts';

/** A gate, and a visitor who has proved their age at it. */
export interface Verified {
  readonly gate: AgeGate;
  readonly stores: OpenedStores;
  /** Unix seconds; the gate and its stores go by it. */
  readonly clock: { now: number };
  /** Of the session, as the cookie has it. */
  readonly id: string;
}

/** A gate that has read its directory, on the stores of a fresh `place`. */
export async function openGate(place: string, issuer: TestIssuer, now: number): Promise<Omit<Verified, 'id'>> {
  const clock = { now };
  const stores = await openStores(place, () => clock.now);
  const { spent, sessions } = stores;
  const gate = ageGate(optionsFor(issuer, clock, { spent, sessions }));
  await gate.refresh();
  return { gate, stores, clock };
}

/** The same, with a session that was opened by the form flow. */
export async function openVerified(place: string, issuer: TestIssuer, now: number): Promise<Verified> {
  const opened = await openGate(place, issuer, now);
  const browser = createBrowser(ORIGIN, async (request) => {
    const judged = await opened.gate.handle(request);
    return 'response' in judged ? judged.response : new Response(null, judged);
  });
  const [held] = (await issuer.mint()) as [HeldToken];
  await enter(browser, held);
  const id = browser.cookies.get('__Host-age');
  if (id === undefined) throw new Error('the gate opened no session');
  return { ...opened, id };
}
