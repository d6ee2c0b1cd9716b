import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../../browser/browser.ts';
import { renderHtml } from '../../conformance/report/html/render-html.ts';
import { LANGUAGES } from '../../conformance/text.ts';
import { makeSample } from './sample-report.ts';

describe.skipIf(whyNoBrowser)(`the report in a browser${whyNoBrowser ? ` (skipped: ${whyNoBrowser})` : ''}`, () => {
  let browser: Browser;
  let folder: string;
  const { report, view } = makeSample();

  beforeAll(async () => {
    browser = await launchBrowser();
    folder = mkdtempSync(join(tmpdir(), 'bauta-pages-'));
    for (const language of LANGUAGES)
      writeFileSync(join(folder, `${language}.html`), renderHtml(report, view, language));
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  async function open(language: string, width = 1280): Promise<{ page: Page; asked: string[]; faults: string[] }> {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    const asked: string[] = [];
    const faults: string[] = [];
    page.on('request', (request) => void asked.push(request.url()));
    page.on('console', (message) => void faults.push(message.text()));
    await page.goto(`file://${folder}/${language}.html`);
    return { page, asked, faults };
  }

  it.each(LANGUAGES)('is accessible, in light and dark, wide and narrow (%s)', async (language) => {
    for (const width of [1280, 390]) {
      const { page } = await open(language, width);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
        expect(violations.map(({ id, nodes }) => `${width} ${colorScheme}: ${id} ${nodes[0]?.html}`)).toEqual([]);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await page.context().close();
    }
  });

  it('asks for nothing but itself and its own pictures, and breaks no rule of its own', async () => {
    const { page, asked, faults } = await open('fr');
    expect(asked.filter((url) => !url.startsWith('data:image/png'))).toEqual([`file://${folder}/fr.html`]);
    expect(faults).toEqual([]);
    expect(await page.evaluate(() => getComputedStyle(document.body).maxWidth)).not.toBe('none');
    const broken = await page.evaluate(() => [...document.images].filter((image) => image.naturalWidth === 0).length);
    expect(broken).toBe(0);
    await page.context().close();
  });

  it('lets the keyboard go to the first finding at once', async () => {
    const { page } = await open('en');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('findings');
    expect(page.url()).toMatch(/#findings$/);
    await page.context().close();
  });

  it.each(LANGUAGES)('keeps on one sheet of paper all that page one is to say (%s)', async (language) => {
    const { page } = await open(language, 680);
    await page.emulateMedia({ media: 'print' });
    // A4 less its margins is 180 mm by 263 mm: 680 by 994 CSS pixels.
    await page.setViewportSize({ width: 680, height: 994 });
    const bottom = await page.evaluate(
      () => document.querySelector('.limits')?.getBoundingClientRect().bottom ?? Infinity,
    );
    expect(bottom).toBeLessThanOrEqual(994);
    expect((await page.pdf({ preferCSSPageSize: true })).length).toBeGreaterThan(20_000);
    await page.context().close();
  });
});
