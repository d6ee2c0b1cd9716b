import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../browser/browser.ts';
import { openAll } from './all.ts';
import { LANGUAGES } from './page-set.ts';

const PAGES = join(import.meta.dirname, '../../services/wallet/pages');
const FROM = '@bauta/services/wallet/pages/';

interface WalletScreen {
  readonly name: string;
  /** As imports write it. */
  readonly file: string;
}

/** Every screen that a file of the wallet's pages exports. */
function findScreens(): readonly WalletScreen[] {
  const files = readdirSync(PAGES, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  return files.flatMap((path) => {
    const exported = readFileSync(join(PAGES, path), 'utf8').matchAll(/^export (?:function|const) (\w+Screen)\b/gm);
    return [...exported].map(([, name = '']) => ({ name, file: path.replace(/\.ts$/, '') }));
  });
}

/** Whether the states import it from its own file, and call it or hand it over besides. */
function isShown({ name, file }: WalletScreen, states: string): boolean {
  const imports = [...states.matchAll(/^import \{([^}]*)\} from '([^']+)';/gm)];
  const ofFile = imports.filter(([, , from]) => from === FROM + file).map(([, names]) => names);
  const word = new RegExp(`\\b${name}\\b`);
  return word.test(ofFile.join()) && word.test(states.replaceAll(/^import [^;]*;/gm, ''));
}

describe('the gallery', () => {
  const screens = findScreens();
  const states = readFileSync(join(import.meta.dirname, 'wallet-states.ts'), 'utf8');

  it('shows every screen of the wallet, each under a name of its own', () => {
    expect(screens.length).toBeGreaterThan(25);
    expect(screens.filter((screen) => !isShown(screen, states))).toEqual([]);
    const names = screens.map(({ name }) => name);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it.each(screens)('would be missed without $name', (screen) => {
    const used = new RegExp(`\\b${screen.name}\\(|\\(${screen.name}\\)`, 'g');
    expect(states).toMatch(used);
    expect(isShown(screen, states.replaceAll(used, 'another('))).toBe(false);
    // Another file's screen of the same name is another screen.
    expect(isShown({ ...screen, file: 'frame/elsewhere' }, states)).toBe(false);
  });
});

type Violations = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'];

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
  async function look(page: Page, language: string): Promise<string[]> {
    const read = await page.evaluate(() => ({
      title: document.title.trim(),
      headings: document.querySelectorAll('h1').length,
      language: document.documentElement.lang,
      overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    }));
    // Colours and structure do not depend on the language; what may break in another one is its width.
    const violations = language === LANGUAGES[0] ? await lookInBothSchemes(page) : [];
    return [
      ...(read.title && read.headings && read.language ? [] : [`nameless: ${JSON.stringify(read)}`]),
      ...(read.overflow > 0 ? [`${read.overflow} px too wide`] : []),
      ...violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`),
    ];
  }

  async function lookInBothSchemes(page: Page): Promise<Violations> {
    const light = await axe(page)
      .options({ resultTypes: ['violations'] })
      .analyze();
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await axe(page)
      .options({ resultTypes: ['violations'], runOnly: ['color-contrast'] })
      .analyze();
    await page.emulateMedia({ colorScheme: 'light' });
    return [...light.violations, ...dark.violations];
  }

  it.each(LANGUAGES)(
    'fits 320 px, has its names, and in the first language no violation in light and dark: %s',
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
        for (const fault of await look(page, language)) faults.push(`${name}: ${fault}`);
      }
      await context.close();
      expect(faults).toEqual([]);
    },
  );
});
