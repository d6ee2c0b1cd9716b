import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildWallet } from '../../../services/wallet/build.ts';
import type { BuiltFile } from '../../../services/wallet/built-file.ts';
import { documentsOf, fileAt, loadedBy, pagesOf, SETTINGS, textOf } from './built-wallet.ts';

const files = await buildWallet(SETTINGS);
const pages = pagesOf(files);
const LIMIT = 60_000;
const sri = (bytes: Uint8Array): string => `sha256-${createHash('sha256').update(bytes).digest('base64')}`;

interface Integrity {
  readonly version: string;
  readonly settings: unknown;
  readonly files: readonly { readonly path: string; readonly integrity: string; readonly size: number }[];
}
const integrityOf = (among: readonly BuiltFile[]): Integrity => JSON.parse(textOf(fileAt('/integrity.json', among)));

describe('the build', () => {
  it('gives the same bytes twice', async () => {
    expect(await buildWallet({ ...SETTINGS })).toEqual(files);
  });

  it('gives other assets for other settings, and names them by their bytes', async () => {
    const others = await buildWallet({ ...SETTINGS, issuer: 'elsewhere.example' });
    const scripts = (list: readonly BuiltFile[]) =>
      list.map(({ path }) => path).filter((path) => /\/(app|present|present-online)-[0-9a-f]{16}\.js$/.test(path));
    expect(scripts(files)).toHaveLength(3);
    for (const path of scripts(files)) expect(scripts(others)).not.toContain(path);
    expect(integrityOf(others).version).not.toBe(integrityOf(files).version);
    for (const { path, bytes } of files.filter((file) => file.path.startsWith('/assets/'))) {
      expect(path).toContain(createHash('sha256').update(bytes).digest('hex').slice(0, 16));
    }
  });

  it(`keeps every page with all that it loads within ${LIMIT} bytes, gzipped`, () => {
    expect(pages.map(({ path }) => path)).toEqual(['/', '/app/', '/present', '/present-online']);
    for (const page of pages) {
      const sizes = loadedBy(page, files).map(({ bytes }) => gzipSync(bytes).length);
      const total = sizes.reduce((sum, size) => sum + size);
      process.stdout.write(
        `${page.path.padEnd(16)} ${String(total).padStart(6)} bytes gzipped (${sizes.join(' + ')})\n`,
      );
      expect([page.path, total <= LIMIT]).toEqual([page.path, true]);
    }
  });

  it('lets pages load nothing from elsewhere, and run nothing that stands in them', () => {
    for (const page of documentsOf(files)) {
      const html = textOf(page);
      for (const [, address] of html.matchAll(/<(?:script|link|img|iframe)\b[^>]* (?:src|href)="([^"]*)"/g)) {
        expect(address).toMatch(/^(\/assets\/|data:image\/svg\+xml,|data:,$)/);
      }
      expect(html).not.toMatch(/<script(?! defer src)|<style|style="| on\w+="/);
    }
  });

  it('writes text into pages as text only, and no secret of a passkey into a message', () => {
    for (const file of files.filter(({ path }) => path.endsWith('.js'))) {
      expect(textOf(file)).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|\.toJSON\(/);
    }
  });

  it('puts what talks to the network nowhere but where a page may', () => {
    const silent = files.filter(({ path }) => /\/(home|present)-[0-9a-f]+\.js$/.test(path));
    expect(silent).toHaveLength(2);
    for (const file of silent) {
      expect(textOf(file)).not.toMatch(/fetch\(|XMLHttpRequest|sendBeacon|WebSocket|EventSource|importScripts/);
    }
  });

  it('keeps the notice of the one package of others that it holds', () => {
    const scripts = files.filter(({ path }) => path.endsWith('.js')).map(textOf);
    const withCode = scripts.filter((text) => text.includes('Paul Miller'));
    expect(withCode.length).toBeGreaterThan(0);
    for (const text of withCode) expect(text).toContain('SPDX-License-Identifier: MIT OR Apache-2.0');
  });

  it('has no service worker anywhere', () => {
    for (const file of files) {
      expect([file.path, /serviceWorker|ServiceWorker/.test(textOf(file))]).toEqual([file.path, false]);
    }
  });

  it.each([
    { ...SETTINGS, wallet: 'https://wallet.example/' },
    { ...SETTINGS, wallet: 'http://wallet.example' },
    { ...SETTINGS, issuer: 'https://issuer.example' },
    { ...SETTINGS, attesters: [] },
  ])('refuses settings that could never be right (%#)', async (settings) => {
    await expect(buildWallet(settings)).rejects.toThrow(TypeError);
  });
});

describe('integrity.json', () => {
  const { version, settings, files: listed } = integrityOf(files);

  it('lists every file but itself with its hash and size, and the settings', () => {
    const others = files.filter(({ path }) => path !== '/integrity.json');
    expect(listed).toEqual(others.map(({ path, bytes }) => ({ path, integrity: sri(bytes), size: bytes.length })));
    expect(settings).toEqual(SETTINGS);
  });

  it('names the version by all files, with the pages as they are before they name it', () => {
    const lines = files
      .filter(({ path }) => path !== '/integrity.json')
      .map((file) => {
        const bare = pages.includes(file) ? textOf(file).replace(version, '') : undefined;
        return `${file.path} ${sri(bare === undefined ? file.bytes : Buffer.from(bare))}\n`;
      });
    expect(version).toBe(createHash('sha256').update(lines.join('')).digest('hex').slice(0, 12));
  });

  it('is led to by the pages that are not kept; the others name the version and lead nowhere', () => {
    for (const page of pages) {
      const [, footer = ''] = /<footer>(.*)<\/footer>/.exec(textOf(page)) ?? [];
      expect(footer.replace(/<[^>]+>/g, '')).toBe(`Version ${version}`);
      const leads = [...footer.matchAll(/href="([^"]*)"/g)].map(([, path]) => path);
      expect([page.path, leads]).toEqual([page.path, page.path.startsWith('/present') ? [] : ['/integrity.json']]);
    }
  });

  it('agrees with the hashes by which each page binds its script and its style', () => {
    for (const page of pages) {
      const bound = [...textOf(page).matchAll(/(?:src|href)="(\/assets\/[^"]+)" integrity="([^"]+)"/g)];
      expect(bound).toHaveLength(2);
      for (const [, path, integrity] of bound) expect(integrity).toBe(sri(fileAt(path as string, files).bytes));
    }
  });
});

describe('the manifest', () => {
  const [manifest] = files.filter(({ path }) => path.endsWith('.webmanifest'));
  const said = JSON.parse(manifest ? textOf(manifest) : '{}');

  it('stands on /app/ alone, and holds no more than it', () => {
    const withManifest = pages.filter((page) => textOf(page).includes('rel="manifest"')).map(({ path }) => path);
    expect(withManifest).toEqual(['/app/']);
    expect(manifest?.headers['content-type']).toBe('application/manifest+json');
    expect(said).toMatchObject({ id: '/app/', scope: '/app/', start_url: '/app/', display: 'standalone' });
  });

  it('brings the mark as its icon, which keeps inside the circle that any platform shows', () => {
    expect(said.icons).toHaveLength(1);
    const [{ src, purpose, sizes, type }] = said.icons;
    expect({ purpose, sizes, type }).toEqual({ purpose: 'any maskable', sizes: 'any', type: 'image/svg+xml' });
    const icon = textOf(fileAt(src, files));
    expect(icon).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 48 48"/);
    const [, x, y, width, height] =
      /<svg x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"/.exec(icon)?.map(Number) ?? [];
    for (const [a, b] of [
      [x, y],
      [Number(x) + Number(width), Number(y) + Number(height)],
    ]) {
      // W3C App Manifest: the safe zone is a circle of two fifths of the icon's width.
      expect(Math.hypot(Number(a) - 24, Number(b) - 24)).toBeLessThanOrEqual(0.4 * 48);
    }
    expect(icon).not.toMatch(/script|href|url\(/);
  });

  it('has the colours of the pages by day', () => {
    const app = textOf(fileAt('/app/', files));
    expect(app).toContain(
      `<meta name="theme-color" content="${said.theme_color}" media="(prefers-color-scheme: light)">`,
    );
    expect(said.background_color).toBe(said.theme_color);
  });
});
