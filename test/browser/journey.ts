import type { BrowserContext, Page } from 'playwright-core';

/** Taps of a person, each said by what it is on. */
export type Taps = string[];

/**
 * A new person in English, from the wallet's own page to "Ready": begin, simulated phone, passkey. The authenticator of
 * `page` keeps the passkey.
 * @returns the taps it took; gestures of the passkey are not among them.
 */
export async function enrol(context: BrowserContext, page: Page): Promise<Taps> {
  const taps: Taps = [];
  const tap = async (on: Page, role: 'button' | 'link', name: string | RegExp): Promise<void> => {
    await on.getByRole(role, { name }).first().click();
    taps.push(String(name));
  };
  await tap(page, 'button', 'Begin');
  await tap(page, 'button', 'Go on with: Age app');
  const opened = context.waitForEvent('page');
  await tap(page, 'link', 'Open the simulated phone');
  const phone = await opened;
  await tap(phone, 'button', 'Share');
  await phone
    .getByText(/go back/i)
    .first()
    .waitFor();
  await phone.close();
  await tap(page, 'button', 'Make my passkey');
  await page.getByRole('heading', { name: 'Ready' }).waitFor();
  return taps;
}
