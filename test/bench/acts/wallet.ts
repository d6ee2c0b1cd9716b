import { formatBase64url, parseBase64url } from '@bauta/sdk/protocol';
import type { Act } from '../act.ts';
import { openBundledPage } from '../bundled-page.ts';
import { medianOf } from '../statistics.ts';
import { createLocalIssuer, type LocalIssuer } from '../tokens.ts';
import type { PageSetting } from './wallet-page.ts';

/** In one round. */
const BATCHES = 5;

/** A wallet's own work for a batch of 30, and 30 bare verifications in the same page. */
export const wallet: Act = {
  name: 'wallet',
  async open({ now }) {
    const page = await openPage(await createLocalIssuer(now));
    if (page === undefined) return 'there is no Chromium';
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
        // One batch is over in a few milliseconds, and the collector's pause may fall on it.
        const taken = [];
        for (let i = 0; i < BATCHES; i++) taken.push(await page.measure());
        return {
          'wallet, 30 tokens': medianOf(taken.map(({ batch }) => batch)) * 1000,
          '30 WebCrypto verifications': medianOf(taken.map(({ verifications }) => verifications)) * 1000,
        };
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

async function openPage(issuer: LocalIssuer): Promise<WalletPage | undefined> {
  const opened = await openBundledPage(new URL('./wallet-page.ts', import.meta.url));
  if (opened === undefined) return undefined;
  const { page, close } = opened;
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
    close,
  };
}
