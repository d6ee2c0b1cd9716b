import { formatPresentationRequest } from '@bauta/sdk/eu-wallet';
import { ageGate, SESSION_RULES } from '@bauta/sdk/gate';
import { createPhone } from '@bauta/services/phone/app';
import { createTestPki } from '@bauta/services/phone/test-pki';
import type { BrowserContext, Page } from 'playwright-core';
import { createDemoSite, PUBLIC_PATHS } from '../../demo-site/app.ts';
import { loadMedia } from '../../demo-site/media.ts';
import { LOG_URL } from '../log/log-ground.ts';
import { livelyLog, logWithPage } from '../log/log-page-ground.ts';
import { createTestIssuer } from '../unit/gate/issuer.ts';
import { NOON, ORIGIN, optionsFor } from '../unit/gate/site.ts';
import type { Shown } from './page-set.ts';

const OPEN = 'https://open.example';
const AWAY = 'https://away.example';
const PHONE = 'https://phone.example';
const BARE_LOG = 'https://bare-log.example';

interface Shows {
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/** The pages that the site, its gate, the log and the simulated phone serve, answered in this process. */
export async function openRoomPages(): Promise<{ serve(context: BrowserContext): Promise<void>; pages: Shown[] }> {
  const issuer = await createTestIssuer('issuer.example', NOON);
  const media = await loadMedia();
  const healthy = (): boolean => true;
  const shut = ageGate({ ...optionsFor(issuer, { now: NOON }), publicPaths: PUBLIC_PATHS });
  await shut.refresh();
  const away = ageGate({
    ...optionsFor(issuer, { now: NOON }, { origin: AWAY, publicPaths: PUBLIC_PATHS }),
    fetch: () => Promise.reject(new TypeError('nobody there')),
  });
  const letIn = {
    policy: SESSION_RULES['fr-arcom'],
    handle: async () => ({ headers: new Headers() }),
  } as unknown as ReturnType<typeof ageGate>;
  const phone = createPhone({
    now: () => NOON,
    pki: await createTestPki(NOON),
    fetch: async () => Response.json({}),
  });
  const sites: Readonly<Record<string, Shows>> = {
    [ORIGIN]: createDemoSite({ gate: shut, media, healthy }),
    [OPEN]: createDemoSite({ gate: letIn, media, healthy }),
    [AWAY]: createDemoSite({ gate: away, media, healthy }),
    [PHONE]: phone,
    [LOG_URL]: await logWithPage(await livelyLog()),
    [BARE_LOG]: await logWithPage([], { isUnpublished: true }),
  };
  const at = (name: string, url: string, then?: (page: Page) => Promise<unknown>): Shown => ({
    name,
    async show(page, language) {
      await page.setExtraHTTPHeaders({ 'accept-language': language });
      // From elsewhere: an address that differs behind its # alone would load nothing.
      await page.goto('about:blank');
      await page.goto(url);
      await then?.(page);
    },
  });
  const asked = formatPresentationRequest({
    responseUri: 'https://attester.example/evidence/eu-wallet/answer/1',
    presentationNonce: 'n'.repeat(43),
    state: 'c2Vzc2lvbg',
  });
  const press = (act: string, view: string) => async (page: Page) => {
    await page.locator(`[data-act="${act}"]`).click();
    await page.locator(`[data-view="${view}"]`).waitFor();
  };
  /** The page has no script; what it folds is opened as a print-out would. */
  const unfold = (page: Page) =>
    page.evaluate(() => {
      for (const folded of document.querySelectorAll('details')) folded.open = true;
    });
  return {
    async serve(context) {
      await context.route('https://*.example/**', async (route) => {
        const request = route.request();
        const { origin } = new URL(request.url());
        const answer = await sites[origin]?.fetch(
          new Request(request.url(), {
            method: request.method(),
            headers: await request.allHeaders(),
            body: request.method() === 'POST' ? request.postData() : null,
          }),
        );
        if (!answer) return route.abort();
        return route.fulfill({
          status: answer.status,
          headers: Object.fromEntries(answer.headers),
          body: Buffer.from(await answer.arrayBuffer()),
        });
      });
    },
    pages: [
      at('site-gate', `${ORIGIN}/`),
      at('site-gate-refused', `${ORIGIN}/_age/enter?c=${'A'.repeat(22)}`),
      at('site-gate-away', `${AWAY}/_age/go`),
      at('site-front', `${OPEN}/`),
      at('site-film', `${OPEN}/films/3`),
      at('site-nowhere', `${OPEN}/nowhere`),
      at('phone-empty', `${PHONE}/`),
      at('phone-asked', `${PHONE}/#${asked}`),
      at('phone-shared', `${PHONE}/#${asked}`, press('share', 'shared')),
      at('phone-declined', `${PHONE}/#${asked}`, press('decline', 'declined')),
      at('log-page', `${LOG_URL}/`),
      at('log-page-unfolded', `${LOG_URL}/`, unfold),
      at('log-page-unpublished', `${BARE_LOG}/`),
    ],
  };
}
