import { join } from 'node:path';
import { maskMark, styleTokens } from '@bauta/sdk/gate';
import { formatDocument } from '@bauta/services/wallet/document';
import { walletStyles } from '@bauta/services/wallet/pages/frame/wallet.css';
import { build } from 'esbuild';
import type { BrowserContext, Page } from 'playwright-core';
import type { Shown } from './page-set.ts';
import { WALLET_STATES } from './wallet-states.ts';

const ORIGIN = 'http://gallery.localhost';

/**
 * Every screen of the wallet in the wallet's own frame, stage and style, each shown by its name and without the flow
 * that leads there: so that no state is forgotten because it is hard to reach.
 */
export async function openGallery(): Promise<{ serve(context: BrowserContext): Promise<void>; pages: Shown[] }> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'gallery-page.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    conditions: ['bauta-source'],
    charset: 'utf8',
    tsconfigRaw: '{}',
  });
  const files: Readonly<Record<string, readonly [type: string, body: string]>> = {
    '/': ['text/html', formatDocument({ script: '/gallery.js', style: '/wallet.css', mark: maskMark })],
    '/gallery.js': ['text/javascript', outputFiles[0]?.text ?? ''],
    '/wallet.css': ['text/css', styleTokens + walletStyles],
  };
  return {
    async serve(context) {
      await context.route(`${ORIGIN}/**`, (route) => {
        const [type, body] = files[new URL(route.request().url()).pathname] ?? ['text/plain', ''];
        return route.fulfill({ body, contentType: `${type}; charset=utf-8` });
      });
    },
    pages: Object.keys(WALLET_STATES).map((state) => ({
      name: `wallet-${state}`,
      show: (page) => showState(page, state),
    })),
  };
}

/** The stage speaks the language of the context. */
async function showState(page: Page, state: string): Promise<void> {
  await page.goto(`${ORIGIN}/`);
  await page.evaluate((name) => (window as unknown as { showState(name: string): void }).showState(name), state);
  await page.locator('h1').waitFor();
}
