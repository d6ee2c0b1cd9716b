import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../browser/browser.ts';
import { type AcceptingSite, startAcceptingSite } from './accepting-site.ts';
import { readQrCode } from './read-qr-code.ts';

const SHOTS = join(import.meta.dirname, '../results/e2e');
const PAGE = '/_age/eu-wallet';
/** Presses of Tab that a person may need to reach the one thing to do. */
const MOST_TABS = 8;

type Action = 'respond' | 'decline' | 'wait';

describe.skipIf(whyNoBrowser)(
  `direct acceptance in Chromium${whyNoBrowser ? ` (skipped: ${whyNoBrowser})` : ''}`,
  () => {
    let site: AcceptingSite;
    let browser: Browser;
    let context: BrowserContext;
    let page: Page;
    const faults: string[] = [];

    beforeAll(async () => {
      mkdirSync(SHOTS, { recursive: true });
      site = await startAcceptingSite(24_510);
      browser = await launchBrowser();
    }, 90_000);
    afterAll(async () => {
      await browser?.close();
      await site?.close();
    });
    beforeEach(async () => {
      site.isClosed = false;
      site.refused.length = 0;
      await open();
      return () => context.close();
    });

    /** A fresh browser of a person. */
    async function open(options: BrowserContextOptions = {}): Promise<void> {
      await context?.close();
      faults.length = 0;
      context = await browser.newContext({ locale: 'en-GB', ...options });
      context.on('weberror', (error) => faults.push(String(error.error())));
      context.on('console', (line) => /Content Security Policy/.test(line.text()) && faults.push(line.text()));
      page = await context.newPage();
    }

    const heading = (name: string) => page.getByRole('heading', { level: 1, name });

    /** From the page that was asked for, by the gate, to the page that asks. */
    async function come(): Promise<void> {
      await page.goto(`${site.origin}/films/3`);
      await page.getByRole('link', { name: 'Use an age app directly' }).click();
      await heading('Show this site that you are over 18.').waitFor();
    }

    async function behave(action: Action, isAdult = true): Promise<void> {
      const cdp = await context.newCDPSession(page);
      const request = (await page.locator('#ask').getAttribute('data-request')) ?? '';
      const { protocol, data } = await site.answer(request, isAdult);
      const behavior = action === 'respond' ? { action, protocol, response: data } : { action };
      await cdp.send('DigitalCredentials.setVirtualWalletBehavior' as never, behavior as never);
    }

    const link = async (): Promise<string> => (await page.locator('#here').getAttribute('href')) ?? '';

    async function look(name: string): Promise<void> {
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${name}: ${id} ${nodes[0]?.html}`)).toEqual([]);
      const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
      expect(await page.evaluate(overflow), `${name} is too wide`).toBe(0);
    }

    /** Pictures wide and narrow, light and dark, with axe at each. */
    async function shoot(name: string): Promise<void> {
      for (const width of [1280, 390]) {
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.setViewportSize({ width, height: 800 });
          await page.emulateMedia({ colorScheme });
          await look(`${name} ${width} ${colorScheme}`);
          await page.screenshot({ path: join(SHOTS, `direct-${name}-${width}-${colorScheme}.png`), fullPage: true });
        }
      }
    }

    const browserButton = () => page.getByRole('button', { name: 'Ask through this browser' });

    it('goes from the gate to the page through the browser', async () => {
      await come();
      await behave('respond');
      await browserButton().click();
      await heading('The film').waitFor();
      expect(page.url()).toBe(`${site.origin}/films/3`);
      expect([site.refused, faults]).toEqual([[], []]);
    });

    it('lets nobody in who is too young, and says nothing of it but that it was not accepted', async () => {
      await come();
      await behave('respond', false);
      await browserButton().click();
      await heading('This proof was not accepted.').waitFor();
      await shoot('refused');
      expect(site.refused).toEqual(['ERR_MDOC_AGE']);
      expect((await page.goto(`${site.origin}/films/3`))?.status()).toBe(403);
    });

    it('stays where it is when the person says no, and can ask again', async () => {
      await come();
      await behave('decline');
      await browserButton().click();
      await page.getByText('Nothing was shown to this site.').waitFor();
      await shoot('declined');
      await behave('respond');
      await browserButton().click();
      await heading('The film').waitFor();
    });

    it('says after 15 s that no app has answered, and keeps the other ways open', async () => {
      await page.clock.install();
      await come();
      await behave('wait');
      await browserButton().click();
      const silent = page.getByText('No app has answered yet.');
      await page.clock.runFor(14_000);
      expect(await silent.isVisible()).toBe(false);
      await page.clock.runFor(2_000);
      await silent.waitFor();
      await look('silent');
      await site.show(await readQrCode(page));
      await page.clock.runFor(2_500);
      await heading('The film').waitFor();
    });

    it('goes by a link and back to this browser, by keyboard', async () => {
      await page.goto(`${site.origin}/films/3`);
      await pressOn('Use an age app directly');
      await heading('Show this site that you are over 18.').waitFor();
      expect(await pressTo('Open the age app on this device')).toBe(true);
      const { redirectUri = '' } = await site.show(await link());
      await page.goto(redirectUri);
      await heading('The film').waitFor();
      expect(site.refused).toEqual([]);
    });

    it('opens nothing where the way back leads to another browser', async () => {
      await come();
      const { redirectUri = '' } = await site.show(await link());
      await open();
      await page.goto(redirectUri);
      await heading('This proof was not accepted.').waitFor();
      expect((await page.goto(`${site.origin}/films/3`))?.status()).toBe(403);
      expect(site.refused).toEqual(['ERR_PRE_SESSION']);
    });

    it('goes by the code for another device, which the page notices by itself', async () => {
      await come();
      await shoot('ask');
      await site.show(await readQrCode(page));
      await heading('The film').waitFor();
      expect([site.refused, faults]).toEqual([[], []]);
    });

    it('looks once at a time, so that a slow answer does not send the browser on twice', async () => {
      await page.clock.install();
      await come();
      let looks = 0;
      let answer: () => void = () => {};
      const slow = new Promise<void>((resolve) => {
        answer = resolve;
      });
      await page.route('**/state?*', async (route) => {
        const isLook = !route.request().isNavigationRequest();
        if (isLook) looks += 1;
        if (isLook) await slow;
        await route.continue();
      });
      await site.show(await readQrCode(page));
      await page.clock.runFor(7_000);
      answer();
      await heading('The film').waitFor();
      expect([looks, site.refused]).toEqual([1, []]);
    });

    it('notices what was refused on another device', async () => {
      await come();
      await expect(site.show(await readQrCode(page), false)).rejects.toThrow('ERR_AGE_NOT_SHOWN');
      await heading('This proof was not accepted.').waitFor();
    });

    it('works without script, by its links', async () => {
      await open({ javaScriptEnabled: false });
      await come();
      expect(await browserButton().isVisible()).toBe(false);
      await page.screenshot({ path: join(SHOTS, 'direct-ask-no-script.png'), fullPage: true });
      const code = await readQrCode(page);
      await page.getByRole('link', { name: 'I have shared it' }).click();
      await heading('Nothing has arrived yet.').waitFor();
      await site.show(code);
      await page.getByRole('link', { name: 'Look again' }).click();
      await heading('The film').waitFor();
    });

    it('shows the page of those who wait, and of a site that cannot say whose proofs are good', async () => {
      await come();
      const question = await page.locator('#ask').getAttribute('data-question');
      await page.goto(`${site.origin}${PAGE}/state?question=${question}`);
      await heading('Nothing has arrived yet.').waitFor();
      await shoot('waiting');
      site.isClosed = true;
      await page.goto(site.origin + PAGE);
      await heading('This option is closed for the moment.').waitFor();
      await shoot('closed');
      expect(await page.getByRole('link', { name: 'Prove my age with a wallet' }).getAttribute('href')).toBe(
        '/_age/go',
      );
    });

    it.each(['fr', 'it'])('fits a narrow page in %s', async (language) => {
      await open({ locale: language, viewport: { width: 320, height: 700 } });
      for (const path of [PAGE, `${PAGE}/return`]) {
        await page.goto(site.origin + path);
        expect(await page.getAttribute('html', 'lang')).toBe(language);
        await look(`${path} ${language}`);
      }
      await page.goto(site.origin + PAGE);
      await page.screenshot({ path: join(SHOTS, `direct-ask-${language}.png`), fullPage: true });
    });

    /** Goes on by Tab to what is called so. @returns whether it is marked there */
    async function pressTo(name: string): Promise<boolean> {
      for (let presses = 0; presses < MOST_TABS; presses++) {
        await page.keyboard.press('Tab');
        const focused = await page.evaluate(() => {
          const element = document.activeElement as HTMLElement;
          return { text: element.innerText.trim(), isMarked: getComputedStyle(element).outlineStyle !== 'none' };
        });
        if (focused.text === name) return focused.isMarked;
      }
      throw new Error(`"${name}" is not reached within ${MOST_TABS} presses`);
    }

    async function pressOn(name: string): Promise<void> {
      expect(await pressTo(name), `${name} has no visible focus`).toBe(true);
      await page.keyboard.press('Enter');
    }
  },
);
