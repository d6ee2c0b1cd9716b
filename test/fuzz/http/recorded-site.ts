import type { HeldToken } from '@bauta/sdk/client';
import { createBrowser } from '../../unit/gate/browser.ts';
import { createTestIssuer, type TestIssuer } from '../../unit/gate/issuer.ts';
import { createTestSite, enter, NOON, ORIGIN, type TestSite } from '../../unit/gate/site.ts';
import { type Message, messageOf } from './message.ts';
import { restorableSessions } from './restorable-sessions.ts';

/** A gated site, and what a visitor's browser asked of it from the first page to the last beat. */
export interface RecordedSite {
  readonly issuer: TestIssuer;
  readonly site: TestSite;
  readonly messages: readonly Message[];
  /** Puts the sessions back to how they were when everything was recorded: one input may end them, and not for the next. */
  restore(): void;
}

/** Lets two visitors in, who read, beat and leave. The clock stands still, so that neither is gone when it ends. */
export async function recordSite(): Promise<RecordedSite> {
  const issuer = await createTestIssuer('issuer.example', NOON);
  const sessions = restorableSessions();
  const site = await createTestSite(issuer, { sessions });
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
  sessions.keep();
  return { issuer, site, messages, restore: sessions.restore };
}
