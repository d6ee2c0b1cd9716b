import type { Page } from 'playwright-core';
import { en } from '../../../services/wallet/text/en.ts';
import type { World } from '../../unit/wallet/world.ts';

const PATIENCE = 60_000;

/**
 * Opens the wallet and does the one thing that each screen offers, until there is nothing to do: enrols where there is
 * no wallet, finishes or fetches where something is open.
 */
export async function bringWalletToRest(page: Page, world: World): Promise<void> {
  world.attester.evidence = 'proved';
  await page.goto(`${world.rooms.wallet.origin}/app/`);
  const deadline = Date.now() + PATIENCE;
  while (Date.now() < deadline) {
    const screen = await lookAt(page);
    if (screen?.heading === en.done.heading) return;
    if (screen?.heading === en.stock.heading && !screen.hasMain) return;
    if (screen?.hasMain) await pressMain(page, screen.heading);
    await page.waitForTimeout(30);
  }
  throw new Error(`the wallet does not come to rest: ${JSON.stringify(await lookAt(page))}`);
}

interface Seen {
  readonly heading: string;
  /** There is one thing to do. */
  readonly hasMain: boolean;
}

/** Undefined while the page is on its way. */
async function lookAt(page: Page): Promise<Seen | undefined> {
  try {
    return await page.evaluate(() => ({
      heading: document.querySelector('h1')?.textContent ?? '',
      hasMain: document.querySelector('button.main:enabled') !== null,
    }));
  } catch {
    return undefined;
  }
}

/** On this screen alone: the next one may be there already. */
async function pressMain(page: Page, heading: string): Promise<void> {
  await page
    .evaluate((expected) => {
      if (document.querySelector('h1')?.textContent !== expected) return;
      document.querySelector<HTMLButtonElement>('button.main:enabled')?.click();
    }, heading)
    .catch(() => {});
}

/** Comes from the site by its own redirect, and answers it. @returns when the site's page is there. */
export async function presentToSite(page: Page, world: World): Promise<void> {
  await page.goto(`${world.rooms.site.origin}/go`);
  await page.locator('button.main:enabled').click({ timeout: PATIENCE });
  await page.waitForURL('**/welcome', { timeout: PATIENCE });
}
