import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { formatBase64url, parseBase64url } from '@bauta/sdk/protocol';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { CHROMIUM_ARGS, findChromium } from '../../browser/chromium.ts';
import type { Act } from '../act.ts';
import { createLocalIssuer, type LocalIssuer } from '../tokens.ts';
import type { PageSetting } from './wallet-page.ts';

/** A wallet's own work for a batch of 30, and 30 bare verifications in the same page. */
export const wallet: Act = {
  name: 'wallet',
  async open({ now }) {
    const executablePath = findChromium();
    if (executablePath === undefined) return 'there is no Chromium';
    const page = await openPage(executablePath, await createLocalIssuer(now));
    // The first batches of a page are slower until its code is compiled; a person's top-up has two.
    for (let i = 0; i < 2; i++) await page.measure();
    return {
      plans: [
        {
          act: 'wallet, 30 tokens',
          limit: '30 WebCrypto RSA-PSS verifications',
          of: ['30 WebCrypto verifications'],
          bound: { most: 15 },
        },
      ],
      async measure() {
        const { batch, verifications } = await page.measure();
        return { 'wallet, 30 tokens': batch * 1000, '30 WebCrypto verifications': verifications * 1000 };
      },
      close: () => page.close(),
    };
  },
};

interface WalletPage {
  /** Milliseconds, one after the other. */
  measure(): Promise<{ batch: number; verifications: number }>;
  close(): Promise<void>;
}

async function openPage(executablePath: string, issuer: LocalIssuer): Promise<WalletPage> {
  const { outputFiles } = await build({
    entryPoints: [new URL('./wallet-page.ts', import.meta.url).pathname],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    conditions: ['bauta-source'],
  });
  const script = outputFiles[0]?.text ?? '';
  // WebCrypto wants a secure context, which loopback is.
  const server = createServer((_, response) => response.end('<!doctype html><title>bench</title>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.addScriptTag({ content: script });

  const { tokenKey, grantKey } = issuer.keys;
  const { n } = issuer.privateKey.export({ format: 'jwk' });
  await page.exposeFunction('signBatch', (body: string) => formatBase64url(issuer.sign(parseBase64url(body))));
  const setting: PageSetting = {
    epoch: tokenKey.epoch,
    tokenKey: formatBase64url(tokenKey.key.spki),
    grantKey: formatBase64url(grantKey.key.spki),
    modulus: n as string,
  };
  return {
    measure: () => page.evaluate((given) => window.measureWallet(given), setting),
    async close() {
      await browser.close();
      server.close();
    },
  };
}
