import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { formatBase64url, parseBase64url } from '@bauta/sdk/protocol';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { CHROMIUM_ARGS, findChromium } from '../../browser/chromium.ts';
import type { LocalIssuer } from '../tokens.ts';
import type { PageSetting } from './wallet-page.ts';

/** A wallet's own work in Chromium. */
export interface WalletBench {
  /** Milliseconds for a batch of 30 and for 30 bare verifications, one after the other in the same page. */
  measure(): Promise<{ batch: number; verifications: number }>;
  close(): Promise<void>;
}

/** @returns undefined when there is no Chromium. */
export async function openWalletBench(issuer: LocalIssuer): Promise<WalletBench | undefined> {
  const executablePath = findChromium();
  if (executablePath === undefined) return undefined;
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
