// npm run screenshots -- --out DIR: every page and state at 390 and 1280 px, light and dark, in both languages.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser, whyNoBrowser } from '../browser/browser.ts';
import { openAll } from './all.ts';
import { LANGUAGES } from './page-set.ts';

const WIDTHS = [390, 1280];
const THEMES = ['light', 'dark'] as const;
const EXIT = { held: 0, configuration: 3, fault: 5 };

process.exitCode = await run();

async function run(): Promise<number> {
  let out: string | undefined;
  let only: string | undefined;
  try {
    ({ out, only } = parseArgs({ options: { out: { type: 'string' }, only: { type: 'string' } } }).values);
  } catch (error) {
    console.error((error as Error).message);
  }
  if (!out) {
    console.error('npm run screenshots -- --out DIR [--only PART-OF-A-NAME]');
    return EXIT.configuration;
  }
  if (whyNoBrowser) {
    console.error(whyNoBrowser);
    return EXIT.configuration;
  }
  mkdirSync(out, { recursive: true });
  const { serve, pages } = await openAll();
  const chosen = pages.filter(({ name }) => name.includes(only ?? ''));
  const browser = await launchBrowser();
  let written = 0;
  try {
    for (const width of WIDTHS) {
      for (const colorScheme of THEMES) {
        for (const language of LANGUAGES) {
          const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, locale: language });
          await serve(context);
          const page = await context.newPage();
          for (const { name, show } of chosen) {
            await show(page, language);
            const file = `${name}-${width}-${colorScheme}-${language}.png`;
            await page.screenshot({ path: join(out, file), fullPage: true });
            written++;
          }
          await context.close();
          console.log(`${width} px, ${colorScheme}, ${language}: ${chosen.length} pages`);
        }
      }
    }
  } finally {
    await browser.close();
  }
  console.log(`${written} pictures in ${out}`);
  return EXIT.held;
}
