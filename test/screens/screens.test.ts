import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../browser/browser.ts';
import { openAll } from './all.ts';
import { LANGUAGES } from './page-set.ts';

const PAGES = join(import.meta.dirname, '../../services/wallet/pages');

it('the gallery shows every screen of the wallet', () => {
  const states = readFileSync(join(import.meta.dirname, 'wallet-states.ts'), 'utf8');
  const files = readdirSync(PAGES, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const screens = files.flatMap((name) =>
    [...readFileSync(join(PAGES, name), 'utf8').matchAll(/^export (?:function|const) (\w+Screen)\b/gm)].map(
      ([, screen]) => screen as string,
    ),
  );
  expect(screens.length).toBeGreaterThan(10);
  // Imported, and called or handed over besides.
  expect(screens.filter((screen) => states.split(new RegExp(`\\b${screen}\\b`)).length < 3)).toEqual([]);
});

/** These pages have no frames: without looking for any, axe needs no page of its own each time. */
const axe = (page: Page): AxeBuilder => new AxeBuilder({ page }).setLegacyMode();

describe.skipIf(whyNoBrowser)(`every page in Chromium${whyNoBrowser ? ` (skipped: ${whyNoBrowser})` : ''}`, () => {
  let browser: Browser;
  let all: Awaited<ReturnType<typeof openAll>>;
  beforeAll(async () => {
    all = await openAll();
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  /** What is wrong with a page as it stands at 320 px, which is 1280 px at 400 %. */
  async function look(page: Page): Promise<string[]> {
    const read = await page.evaluate(() => ({
      title: document.title.trim(),
      headings: document.querySelectorAll('h1').length,
      language: document.documentElement.lang,
      overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    }));
    const light = await axe(page)
      .options({ resultTypes: ['violations'] })
      .analyze();
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await axe(page)
      .options({ resultTypes: ['violations'], runOnly: ['color-contrast'] })
      .analyze();
    await page.emulateMedia({ colorScheme: 'light' });
    return [
      ...(read.title && read.headings && read.language ? [] : [`nameless: ${JSON.stringify(read)}`]),
      ...(read.overflow > 0 ? [`${read.overflow} px too wide`] : []),
      ...[...light.violations, ...dark.violations].map(({ id, nodes }) => `${id} ${nodes[0]?.html}`),
    ];
  }

  it.each(LANGUAGES)(
    'fits 320 px, has its names, and no violation in light and dark: %s',
    {
      timeout: 400_000,
    },
    async (language) => {
      const context = await browser.newContext({ viewport: { width: 320, height: 700 }, locale: language });
      await all.serve(context);
      const page = await context.newPage();
      const faults: string[] = [];
      for (const { name, show } of all.pages) {
        await show(page, language);
        for (const fault of await look(page)) faults.push(`${name}: ${fault}`);
      }
      await context.close();
      expect(faults).toEqual([]);
    },
  );
});
