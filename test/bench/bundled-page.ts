import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium, type Page } from 'playwright-core';
import { CHROMIUM_ARGS, findChromium } from '../browser/chromium.ts';

/** An empty page in a secure context, with a script of ours and what it imports. */
export interface BundledPage {
  readonly page: Page;
  close(): Promise<void>;
}

/** @returns undefined where there is no Chromium */
export async function openBundledPage(script: URL): Promise<BundledPage | undefined> {
  const executablePath = findChromium();
  if (executablePath === undefined) return undefined;
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(script)],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    conditions: ['bauta-source'],
  });
  // WebCrypto wants a secure context, which loopback is.
  const server = createServer((_, response) => response.end('<!doctype html><title>bench</title>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
  return {
    page,
    async close() {
      await browser.close();
      server.close();
    },
  };
}
