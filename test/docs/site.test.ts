import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../browser/browser.ts';
import { readEntryPoints } from './entry-points.ts';
import { type Shown, serveFolder } from './serve-folder.ts';
import { findDeadEnds, findStrangers, listOutsideLinks, readSite, type Site } from './site-links.ts';

const ROOT = join(import.meta.dirname, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'bauta-docs-'));

/** What the command said, and how it ended. */
async function runDocs(...args: readonly string[]) {
  const program = ['--conditions=bauta-source', '--import', 'tsx', join(ROOT, 'test/docs/cli.ts'), ...args];
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, program, { cwd: ROOT })) };
  } catch (error) {
    return error as { readonly code: number; readonly stdout: string; readonly stderr: string };
  }
}

const out = join(scratch, 'site');
let site: Site;
let run: Awaited<ReturnType<typeof runDocs>>;
let shown: Shown;

// A compiler reads the whole SDK.
beforeAll(async () => {
  run = await runDocs('--out', out);
  site = readSite(out);
  shown = await serveFolder(out, 0);
}, 300_000);

afterAll(() => {
  shown?.close();
  rmSync(scratch, { recursive: true, force: true });
});

describe('the written site', () => {
  it('finds every name that a docstring or a type leads to', () => {
    expect(run).toMatchObject({ code: 0, stderr: '' });
  });

  it('has a page for every entry point of the package', () => {
    const { exports } = JSON.parse(readFileSync(join(ROOT, 'sdk/package.json'), 'utf8')) as { exports: object };
    const names = Object.keys(exports).filter((name) => name !== './package.json');
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) expect(site.files).toContain(`sdk/${name.slice('./'.length)}.html`);
  });

  it('leads to each of them, and to each room, from its first page', () => {
    const front = readFileSync(join(out, 'index.html'), 'utf8');
    for (const { name, does } of readEntryPoints()) {
      expect(front).toContain(`href="sdk/${name}.html">@bauta/sdk/${name}</a>`);
      expect(readFileSync(join(out, `sdk/${name}.html`), 'utf8')).toContain(does);
    }
    for (const page of site.files) if (/^http\//.test(page)) expect(front).toContain(`href="${page}"`);
  });

  it('leads nowhere that is not there', () => {
    expect(findDeadEnds(site)).toEqual([]);
  });

  it('loads nothing from elsewhere, and links nobody', () => {
    expect(findStrangers(site)).toEqual([]);
    expect(listOutsideLinks(site)).toEqual([]);
    const loaded = [...site.files].filter((path) => /\.(css|js)$/.test(path));
    expect(loaded.length).toBeGreaterThan(5);
    for (const path of loaded) {
      const text = readFileSync(join(out, path), 'utf8');
      expect([path, text.match(/@import|url\((?!["']?data:)|(fetch|import|importScripts)\(["'`]https?:/g)]).toEqual([
        path,
        null,
      ]);
    }
  });

  it('names the type of all codes instead of listing them', () => {
    const page = readFileSync(join(out, 'sdk/gate/GateOptions.html'), 'utf8');
    expect(page).toContain('ErrorCode.html');
    expect(page).not.toContain('ERR_TOKEN_SPENT');
  });
});

describe('the site as it is shown', () => {
  it('gives no file from outside of its folder', async () => {
    writeFileSync(join(scratch, 'secret.html'), 'secret');
    expect((await fetch(`${shown.url}http/issuer.html`)).status).toBe(200);
    for (const path of ['..%2fsecret.html', '%2e%2e/secret.html', 'gone.html', '%00', '%']) {
      expect([path, (await fetch(shown.url + path)).status]).toEqual([path, 404]);
    }
  });

  it('takes another port rather than that of another program', async () => {
    const { code, stderr } = await runDocs('--port', new URL(shown.url).port);
    expect(code).toBe(3);
    expect(stderr).toContain('EADDRINUSE');
  }, 300_000);
});

describe.skipIf(whyNoBrowser)(`the site in Chromium${whyNoBrowser ? ` (skipped: ${whyNoBrowser})` : ''}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  it.each(['index.html', 'http/attester.html', 'http/refusals.html'])(
    '%s fits 320 px, has no violation in light and dark, and a way past what is above',
    async (path) => {
      const context = await browser.newContext({ viewport: { width: 320, height: 700 } });
      const page = await context.newPage();
      await page.goto(shown.url + path);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
        expect(violations.map(({ id, nodes }) => `${colorScheme}: ${id} ${nodes[0]?.html}`)).toEqual([]);
      }
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await expect.poll(() => new URL(page.url()).hash).toBe('#main');
      await context.close();
    },
  );

  it('finds a name in the library, and asks nobody else for anything', async () => {
    const page = await browser.newPage();
    const asked: string[] = [];
    const faults: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    await page.goto(`${shown.url}sdk/gate.html`);
    await page.locator('#tsd-search-trigger').click();
    await page.locator('#tsd-search-input').fill('ageGate');
    await page.locator('#tsd-search-results a', { hasText: 'ageGate' }).first().click();
    await page.waitForURL(/sdk\/gate\/.*ageGate/i);
    expect(faults).toEqual([]);
    expect(asked.filter((url) => !url.startsWith(shown.url) && !url.startsWith('data:'))).toEqual([]);
    await page.close();
  });
});

describe('the reader of links', () => {
  it('finds what leaves the site, and what leads nowhere', () => {
    const folder = join(scratch, 'links');
    mkdirSync(join(folder, 'a'), { recursive: true });
    writeFileSync(
      join(folder, 'index.html'),
      '<a href="a/b.html#there">1</a><a href="a/b.html#gone">2</a><p id="x"></p>',
    );
    writeFileSync(
      join(folder, 'a/b.html'),
      '<p id="there"></p><a href="../index.html#x">3</a><a href="c.html">4</a><a href="https://rfc.example">5</a>' +
        '<a href="http://plain.example">6</a><img src="//cdn.example/x.png"><link href="https://font.example/x.css">',
    );
    const site = readSite(folder);
    expect(findDeadEnds(site)).toEqual([
      'index.html: a/b.html#gone: there is no such place',
      'a/b.html: c.html: there is no such file',
    ]);
    expect(findStrangers(site)).toEqual([
      'a/b.html: <a href="http://plain.example">',
      'a/b.html: <img src="//cdn.example/x.png">',
      'a/b.html: <link href="https://font.example/x.css">',
    ]);
  });
});

describe('npm run docs', () => {
  it('removes nothing that it did not write', async () => {
    const folder = join(scratch, 'others');
    mkdirSync(join(folder, 'sdk'), { recursive: true });
    writeFileSync(join(folder, 'sdk/kept.ts'), 'kept');
    expect(await runDocs('--out', folder)).toMatchObject({ code: 3, stdout: '' });
    expect(readFileSync(join(folder, 'sdk/kept.ts'), 'utf8')).toBe('kept');
  });

  it('says how it is used', async () => {
    const { code, stderr } = await runDocs('--port', 'high');
    expect(code).toBe(3);
    expect(stderr).toContain('npm run -s docs -- [--port N | --out DIR]');
  });
});
