import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../browser/browser.ts';
import { LOG_URL } from './log-ground.ts';
import { type LogWithPage, livelyLog, logWithPage } from './log-page-ground.ts';

/** The page of a log in a tab as wide as 1280 px are at 400 %. */
async function open(browser: Browser, log: LogWithPage, language: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 320, height: 700 }, locale: language });
  await context.route(`${LOG_URL}/**`, async (route) => {
    const { pathname, search } = new URL(route.request().url());
    const answer = await log.get(pathname + search, language);
    const body = Buffer.from(await answer.arrayBuffer());
    await route.fulfill({ status: answer.status, headers: Object.fromEntries(answer.headers), body });
  });
  const page = await context.newPage();
  await page.goto(`${LOG_URL}/`);
  return page;
}

/** What axe finds, in the dark of its colours alone. */
async function violationsOf(page: Page, colorScheme: 'light' | 'dark'): Promise<string[]> {
  await page.emulateMedia({ colorScheme });
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await axe.options(colorScheme === 'dark' ? { runOnly: ['color-contrast'] } : {}).analyze();
  return violations.map(({ id, nodes }) => `${colorScheme}: ${id} ${nodes[0]?.html}`);
}

/** Opens all that is folded, by the keyboard. @returns how wide the page then is, whether it has its style */
async function unfold(page: Page): Promise<{ width: number; folded: number; styled: boolean }> {
  for (const summary of await page.locator('summary').all()) {
    await summary.focus();
    await page.keyboard.press('Enter');
  }
  return page.evaluate(() => ({
    width: document.documentElement.scrollWidth,
    folded: document.querySelectorAll('details:not([open])').length,
    styled: getComputedStyle(document.body).maxWidth !== 'none',
  }));
}

describe.skipIf(whyNoBrowser)(`the log’s page in Chromium${whyNoBrowser ? ` (skipped: ${whyNoBrowser})` : ''}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  it('fits 320 px, unfolds by the keyboard, and has no violation in light and dark', async () => {
    const lively = await logWithPage(await livelyLog());
    const whole = { width: 320, folded: 0, styled: true };
    expect(await unfold(await open(browser, lively, 'fr'))).toEqual(whole);
    const page = await open(browser, lively, 'en');
    expect(await unfold(page)).toEqual(whole);
    expect([...(await violationsOf(page, 'light')), ...(await violationsOf(page, 'dark'))]).toEqual([]);
    const bare = await open(browser, await logWithPage([], { isUnpublished: true }), 'fr');
    expect(await unfold(bare)).toEqual(whole);
    expect(await violationsOf(bare, 'dark')).toEqual([]);
  });
});
