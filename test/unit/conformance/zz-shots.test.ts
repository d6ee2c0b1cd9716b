import { writeFileSync } from 'node:fs';
import { it } from 'vitest';
import { renderHtml } from '../../conformance/report/html/render-html.ts';
import { launchBrowser } from '../../browser/browser.ts';
import { makeSample } from './sample-report.ts';
it('shots', async () => {
  const { report, view } = makeSample();
  const browser = await launchBrowser();
  for (const language of ['en', 'fr'] as const) {
    const path = `/tmp/report-shots/report.${language}.html`;
    writeFileSync(path, renderHtml(report, view, language));
    for (const [name, width, colorScheme] of [['wide', 1280, 'light'], ['narrow', 390, 'light'], ['dark', 1280, 'dark']] as const) {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      await page.goto(`file://${path}`);
      await page.screenshot({ path: `/tmp/report-shots/${language}-${name}.png`, fullPage: true });
      await page.close();
    }
    const page = await browser.newPage();
    await page.goto(`file://${path}`);
    await page.pdf({ path: `/tmp/report-shots/${language}.pdf`, preferCSSPageSize: true });
  }
  await browser.close();
});
