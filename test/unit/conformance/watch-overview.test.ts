import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../../browser/browser.ts';
import { renderOverview } from '../../conformance/watch/overview/render-overview.ts';
import type { WatchedSite } from '../../conformance/watch/site-list.ts';
import type { SiteRun } from '../../conformance/watch/site-run.ts';
import { finding, noRun, run, site } from './watch-sample.ts';

const NOW = Date.parse('2026-11-22T19:12:00Z');
const WEEK = 7 * 86_400_000;
const LANGUAGES = ['en', 'fr'] as const;
const media = finding('S-03/media');
const host = finding('S-08/host', 'would-breach');

const at = (weeks: number): string => new Date(NOW - weeks * WEEK).toISOString();
const at3 = (origin: string, name: string) => ({ site: origin, report: `${name}/2026` });

/** One site of each kind, in no order. */
const sites = ['calm', 'probable', 'silent', 'broken', 'fresh', 'doubtful', 'known'].map((name) =>
  site(`${name}.example`),
);
const of = (name: string) => at3(`https://${name}.example`, `${name}.example`);
const runs: readonly SiteRun[] = [
  run({ ...of('calm'), at: at(2) }),
  run({ ...of('known'), at: at(2), findings: [media] }),
  run({ ...of('silent'), at: at(2) }),
  run({ ...of('calm'), at: at(1) }),
  run({ ...of('probable'), at: at(1), findings: [host] }),
  noRun('unreachable', { site: 'https://silent.example', at: at(1) }),
  run({ ...of('broken'), at: at(1), findings: [media] }),
  run({ ...of('doubtful'), at: at(1), verdict: 'inconclusive' }),
  run({ ...of('known'), at: at(1), findings: [media] }),
];

const rowsOf = (page: string): readonly string[] =>
  [...page.matchAll(/<th scope="row".*?<\/tr>/gs)].map(([row]) =>
    row
      .replace(/<svg.*?<\/svg>/gs, ' ')
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );

describe('the overview', () => {
  test('puts the gravest first, says what changed, and leads to the last report', () => {
    const page = renderOverview({ sites, runs, now: NOW, every: WEEK }, 'en');
    expect(rowsOf(page)).toEqual([
      'broken.example 1 0 33 of 56 First run New breach: S-03 15 Nov 2026',
      'known.example 1 0 33 of 56 Unchanged since 8 Nov 2026 15 Nov 2026',
      'probable.example 0 1 33 of 56 First run New finding: S-08 15 Nov 2026',
      'doubtful.example 0 0 33 of 56 First run 15 Nov 2026',
      'silent.example – – – Before: No breach found 8 Nov 2026',
      'calm.example 0 0 33 of 56 Unchanged since 8 Nov 2026 15 Nov 2026',
      'fresh.example Not run yet',
    ]);
    expect(page).toContain('href="silent.example/2026/report.en.html"');
    expect(page).toContain('<p class="news">1\u00a0site had a new breach at the last run.</p>');
    expect(page).toContain('a run every 7\u00a0days');
  });

  test('counts where the sites stand', () => {
    const page = renderOverview({ sites, runs, now: NOW }, 'fr');
    const totals = /<ul class="totals".*?<\/ul>/s
      .exec(page)?.[0]
      .replace(/<svg.*?<\/svg>|<[^>]*>/gs, ' ')
      .replace(/\s+/g, ' ');
    expect(totals?.trim()).toBe(
      '2 Manquement constaté 1 Manquement probable, base à confirmer 1 Non concluant 1 Injoignable 0 Défaut de la suite 1 Aucun manquement détecté',
    );
    expect(page).toContain('essais à la demande');
  });

  test('says the strip in words, and shows no more than twelve runs', () => {
    const many = Array.from({ length: 20 }, (_, i) => run({ at: at(20 - i), findings: i === 19 ? [media] : [] }));
    const page = renderOverview({ sites: [site('video.example', 'Vidéos')], runs: many, now: NOW }, 'fr');
    expect(page).toContain('>Vidéos\u00a0: ses 12 derniers essais</title>');
    const said = /<desc [^>]*>(.*?)<\/desc>/.exec(page)?.[1]?.split(' · ') ?? [];
    expect(said).toHaveLength(12);
    expect(said.at(-1)).toBe('15\u00a0nov.\u00a02026\u00a0: Manquement constaté');
    expect(said[0]).toContain('Aucun manquement détecté');
  });

  test('is the same page for the same input, and holds nothing that acts', () => {
    const page = renderOverview({ sites, runs, now: NOW }, 'en');
    expect(renderOverview({ sites, runs, now: NOW }, 'en')).toBe(page);
    expect(page).not.toMatch(/<script|<img|<link|\son\w+=|\bsrc=|@import|url\(/i);
    expect(page).toContain('default-src &#39;none&#39;');
  });

  test.each(LANGUAGES)('takes names and findings as text, in %s', (language) => {
    const evil = '"><script>alert(1)</script>&<b>\u202e';
    const named: WatchedSite = { ...site('video.example'), name: evil };
    const hostile = run({
      findings: [{ check: evil, rule: evil, weight: 'breach' }],
      measure: { catalogue: evil, sha256: '00', suite: evil, isStrict: false },
    });
    const page = renderOverview({ sites: [named], runs: [hostile], now: NOW }, language);
    expect(page).not.toMatch(/<script|<b>|\u202e/);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&amp;&lt;b&gt;[U+202E]');
  });

  test.each(LANGUAGES)('promises nothing in %s', (language) => {
    expect(renderOverview({ sites, runs, now: NOW }, language)).not.toMatch(/certifi|anonym|conforme\b|compliant/i);
  });
});

describe.skipIf(whyNoBrowser)(`the overview in Chromium${whyNoBrowser ? ` (skipped: ${whyNoBrowser})` : ''}`, () => {
  let browser: Browser;
  let dir = '';
  beforeAll(async () => {
    browser = await launchBrowser();
    dir = mkdtempSync(join(tmpdir(), 'watch-'));
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  async function open(language: 'en' | 'fr', given: Parameters<typeof renderOverview>[0], width = 1280) {
    const path = join(dir, `overview.${language}.html`);
    writeFileSync(path, renderOverview(given, language));
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('console', (message) => void faults.push(message.text()));
    page.on('request', (request) => void (request.url().startsWith('file:') || faults.push(request.url())));
    await page.goto(pathToFileURL(path).href);
    return { page, faults, close: () => context.close() };
  }

  test.each(LANGUAGES)('is accessible in light and dark, on a screen and on a phone, in %s', async (language) => {
    for (const width of [1280, 360]) {
      const { page, faults, close } = await open(language, { sites, runs, now: NOW, every: WEEK }, width);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
        expect(violations.map(({ id, nodes }) => `${width} ${colorScheme} ${id} ${nodes[0]?.html}`)).toEqual([]);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(await page.getByRole('rowheader').count()).toBe(sites.length);
      expect(await page.getByRole('img').count()).toBe(sites.length - 1);
      expect(faults).toEqual([]);
      await close();
    }
  });

  test.each(LANGUAGES)('prints thirty sites on one page of A4, in %s', async (language) => {
    const all = Array.from({ length: 30 }, (_, i) => site(`site-number-${i}.example`, `Un site de vidéos ${i}`));
    const twoEach = all.flatMap(({ origin, address }, i) => [
      run({ ...at3(origin, address.host), at: at(2) }),
      run({ ...at3(origin, address.host), at: at(1), findings: i % 2 === 0 ? [media, host] : [] }),
    ]);
    const { page, close } = await open(language, { sites: all, runs: twoEach, now: NOW });
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    await close();
  });
});
