import type { HeldToken } from '@bauta/sdk/client';
import { createBrowser } from '../../unit/gate/browser.ts';
import { createTestIssuer, type TestIssuer } from '../../unit/gate/issuer.ts';
import { createTestSite, enter, NOON, ORIGIN, type TestSite } from '../../unit/gate/site.ts';
import { type Message, messageOf } from './message.ts';

/** A gated site, and what a visitor's browser asked of it from the first page to the last beat. */
export interface RecordedSite {
  readonly issuer: TestIssuer;
  readonly site: TestSite;
  readonly messages: readonly Message[];
}

/** Lets a visitor in, who reads, beats and leaves; another one is still inside when it ends. */
export async function recordSite(): Promise<RecordedSite> {
  const issuer = await createTestIssuer('issuer.example', NOON);
  const site = await createTestSite(issuer);
  const tokens = await issuer.mint();
  const messages: Message[] = [];
  const visit = async (): Promise<void> => {
    const browser = createBrowser(ORIGIN, async (request) => {
      messages.push(await messageOf(request));
      return site.app.fetch(request);
    });
    await browser.navigate('/films/3?page=2');
    await enter(browser, tokens.pop() as HeldToken);
    await browser.navigate('/films/3?page=2');
    await browser.load('/_age/check', { headers: { 'x-forwarded-uri': '/films/3', 'x-forwarded-method': 'GET' } });
    for (const sign of ['input', 'still', 'leave']) await browser.load('/_age/beat', { method: 'POST', body: sign });
  };
  await visit();
  await visit();
  return { issuer, site, messages };
}
