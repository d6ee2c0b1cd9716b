import { mkdirSync, writeFileSync } from 'node:fs';
import { it } from 'vitest';
import { launchBrowser } from '../../browser/browser.ts';
import { renderOverview } from '../../conformance/watch/overview/render-overview.ts';
import type { SiteRun } from '../../conformance/watch/site-run.ts';
import { finding, noRun, run, site } from './watch-sample.ts';

const names = [
  'Vidéos du Lac',
  'Cinéma Privé',
  '',
  'Rubis',
  'Grand Large TV',
  '',
  '',
  'Nuit Blanche et Associés (Luxembourg)',
  'Etoile',
  'Cabinet 18',
];
const sites = Array.from({ length: 30 }, (_, i) =>
  site(
    i % 7 === 3 ? `videos-tres-long-nom-de-domaine-${i}.example` : `site${i + 1}.example`,
    names[i % 10] || `site${i + 1}.example`,
  ),
);
const runs: SiteRun[] = [];
for (let week = 0; week < 14; week++)
  for (const [i, s] of sites.entries()) {
    if (week < i % 5) continue;
    if (i === 29) continue;
    const at = new Date(Date.parse('2026-08-19T03:00:00.000Z') + week * 7 * 86400e3).toISOString();
    const told = { site: s.origin, at, report: `${s.address.host}/${at.slice(0, 10)}` };
    const k = (i * 7 + week * (i % 3)) % 11;
    if (k === 4) runs.push(noRun('unreachable', { site: s.origin, at }));
    else if (k === 9 && week % 2) runs.push(noRun('fault', { site: s.origin, at }));
    else if (k < 3 || (week === 13 && i === 8))
      runs.push(
        run({
          ...told,
          findings: [
            finding('S-03/media'),
            finding('S-05/script'),
            ...(week === 13 ? [finding('S-11/x'), finding('S-02/y', 'would-breach')] : []),
          ],
        }),
      );
    else if (k < 6) runs.push(run({ ...told, findings: [finding('S-08/host', 'would-breach')] }));
    else if (k < 8) runs.push(run({ ...told, verdict: 'inconclusive', outcomes: { 'S-02': 'untested' } }));
    else runs.push(run(told));
  }
it('shots', async () => {
  mkdirSync('/tmp/watch-shots', { recursive: true });
  const browser = await launchBrowser();
  for (const language of ['en', 'fr'] as const) {
    const path = `/tmp/watch-shots/overview.${language}.html`;
    writeFileSync(
      path,
      renderOverview({ sites, runs, now: Date.parse('2026-11-22T19:12:00Z'), every: 7 * 86400e3 }, language),
    );
    for (const [name, width, colorScheme] of [
      ['wide', 1280, 'light'],
      ['narrow', 390, 'light'],
      ['dark', 1280, 'dark'],
    ] as const) {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      await page.goto(`file://${path}`);
      await page.screenshot({ path: `/tmp/watch-shots/${language}-${name}.png`, fullPage: name !== 'narrow' });
      console.log(language, name, await page.evaluate(() => document.documentElement.scrollWidth));
      await page.close();
    }
    const page = await browser.newPage();
    await page.goto(`file://${path}`);
    await page.pdf({ path: `/tmp/watch-shots/${language}.pdf`, preferCSSPageSize: true });
  }
  await browser.close();
});
