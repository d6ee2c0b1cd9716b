import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../../browser/browser.ts';
import { openCanarySites } from '../../conformance/collect/wallet/canary-sites.ts';

const WALLET_PAGE = '<form method="post"><input name="token" value="x"></form>';

describe.skipIf(whyNoBrowser)(
  `the auditor’s sites in Chromium${whyNoBrowser ? ` (skipped: ${whyNoBrowser})` : ''}`,
  () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchBrowser();
    });
    afterAll(() => browser?.close());

    it.each(['http://wallet.localhost:9', 'https://wallet.example'])(
      'lead to a wallet at %s and take its post',
      async (wallet) => {
        const sites = await openCanarySites({ wallet, issuer: 'issuer.test', threshold: 18 });
        const context = await browser.newContext();
        try {
          await sites.giveTo(context);
          await context.route(`${wallet}/present`, (route) =>
            route.fulfill({ contentType: 'text/html', body: WALLET_PAGE }),
          );
          const site = sites.site('b');
          const page = await context.newPage();
          await page.goto(`${site.origin}/`);
          await page.locator('#go').click();
          await page.waitForURL(`${wallet}/present#*`);
          const post = (action: string): void => {
            const form = document.forms[0] as HTMLFormElement;
            form.action = action;
            form.submit();
          };
          await page.evaluate(post, `${site.origin}/_age/redeem`);
          await page.locator('#received').waitFor();
          expect(site.posted).toMatchObject([{ site: 'b', method: 'POST', fields: ['token'], tokenInAddress: false }]);
          expect(sites.site('b')).toBe(site);
        } finally {
          await context.close();
          await sites.close();
        }
      },
    );
  },
);
