import type { Browser } from 'playwright-core';
import { withPasskey } from '../browser/browser.ts';
import type { TwoAttesters } from './two-attesters-rooms.ts';

/**
 * In Chromium: proves an age to the attester with this label, makes a passkey for it, fetches visits and opens the site.
 * @returns what the site received with the token, head and body.
 */
export async function openSiteInChromium(
  browser: Browser,
  { first: { demoSite, wallet }, now, site }: Pick<TwoAttesters, 'first' | 'now' | 'site'>,
  label: string,
): Promise<Uint8Array> {
  const context = await browser.newContext({ locale: 'en-GB' });
  await context.clock.setFixedTime(now * 1000);
  const page = await context.newPage();
  await withPasskey(page);
  const press = (name: string): Promise<void> => page.getByRole('button', { name }).click();

  await page.goto(`${wallet}/app/`);
  await page.getByLabel(label, { exact: true }).check();
  await press('Begin');
  await press('Go on with: Age app');
  const opened = context.waitForEvent('page');
  await page.getByRole('link', { name: 'Open the simulated phone' }).click();
  const phone = await opened;
  await phone.getByRole('button', { name: 'Share' }).click();
  await phone
    .getByText(/go back/i)
    .first()
    .waitFor();
  await phone.close();
  await press('Make my passkey');
  await page.getByText('This wallet holds').first().waitFor();

  const from = site.connections.length;
  await page.goto(`${demoSite}/`);
  await page.getByRole('link', { name: 'Prove my age' }).click();
  await press('Now all the same');
  await page.getByText(/^Film 1$/).waitFor();
  await context.close();
  const received = site.connections.slice(from).map(({ chunks }) => Buffer.concat(chunks.map(({ bytes }) => bytes)));
  return shownIn(Buffer.concat(received));
}

/** The one request that shows a token. */
function shownIn(received: Buffer): Uint8Array {
  const begins = received.indexOf('POST /_age/redeem ');
  const body = received.indexOf('\r\n\r\n', begins) + 4;
  const [, length] = /content-length: (\d+)/i.exec(received.toString('latin1', begins, body)) ?? [];
  if (begins < 0 || length === undefined) throw new Error('no token was shown');
  return received.subarray(begins, body + Number(length));
}
