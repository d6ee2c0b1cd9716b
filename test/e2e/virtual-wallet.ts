import { loopbackFetch } from '@bauta/services/loopback';
import type { Page } from 'playwright-core';
import type { FlowRooms } from '../flow/flow.ts';

/** Who holds the phone that answers. */
export type Holder = 'adult' | 'young' | 'expired';

/** The app behind the browser's Digital Credentials API, as one tab meets it. */
export interface VirtualWallet {
  /** From now on each question that the wallet's page asks is answered by the simulated phone. */
  respond(holder?: Holder): Promise<void>;
  decline(): Promise<void>;
  /** Nobody answers: the browser's question stands open until the page takes it back. */
  wait(): Promise<void>;
}

/** What Chromium says for the page's `navigator.credentials.get`. */
interface Behavior {
  readonly action: 'respond' | 'decline' | 'wait' | 'clear';
  readonly protocol?: string;
  readonly response?: object;
}

/**
 * Chromium's virtual wallet says the same to every question. A proof of age answers one: so what the attester asks is
 * held up on its way to the page until the phone's answer to it stands ready.
 * @param method the last part of the attester's door.
 */
export async function withVirtualWallet(page: Page, method: string, rooms: FlowRooms): Promise<VirtualWallet> {
  const cdp = await page.context().newCDPSession(page);
  const door = `${rooms.attester}/evidence/${method}`;
  const behave = async (behavior: Behavior): Promise<void> => {
    await cdp.send('DigitalCredentials.setVirtualWalletBehavior' as never, behavior as never);
  };
  return {
    async respond(person = 'adult') {
      await page.unroute(door);
      await page.route(door, async (route) => {
        const request = route.request();
        if (request.method() !== 'POST') return route.continue();
        const headers = { 'content-type': 'application/json', origin: rooms.wallet };
        const asked = await loopbackFetch(door, { method: 'POST', headers, body: request.postData() });
        const body = await asked.text();
        const question = { origin: rooms.wallet, requests: JSON.parse(body).digital, person };
        const answer = await loopbackFetch(`${rooms.phone}/digital`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(question),
        });
        if (!answer.ok) throw new Error(`the phone does not answer: ${await answer.text()}`);
        const { protocol, data } = (await answer.json()) as { protocol: string; data: object };
        await behave({ action: 'respond', protocol, response: data });
        await route.fulfill({ status: asked.status, headers: Object.fromEntries(asked.headers), body });
      });
    },
    decline: () => behave({ action: 'decline' }),
    wait: () => behave({ action: 'wait' }),
  };
}
