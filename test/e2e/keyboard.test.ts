import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openTab, type Tab, whyNoBrowser } from '../browser/browser.ts';
import { press } from '../browser/press.ts';
import { WEDNESDAY_NOON } from '../rooms/house.ts';
import { type RunningRooms, startRooms } from './running-rooms.ts';

describe.skipIf(whyNoBrowser)(`by keyboard alone${whyNoBrowser ? ` (skipped: ${whyNoBrowser})` : ''}`, () => {
  let rooms: RunningRooms;
  let browser: Browser;
  let context: BrowserContext;
  let tab: Tab;
  const acts: string[] = [];

  beforeAll(async () => {
    rooms = await startRooms(21_600);
    browser = await launchBrowser();
    context = await browser.newContext({ locale: 'en-GB' });
    await setClock(WEDNESDAY_NOON);
    tab = await openTab(context);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await rooms?.stop();
  });

  async function setClock(now: number): Promise<void> {
    await rooms.setClock(now);
    await context.clock.setFixedTime(now * 1000);
  }

  async function act(page: Page, name: string): Promise<void> {
    await press(page, name);
    acts.push(name);
  }

  it('a new person comes from the gate to the page in seven acts', { timeout: 90_000 }, async () => {
    const { page } = tab;
    await page.goto(`${rooms.origins.demoSite}/films/3`);
    await act(page, 'Prove my age');
    const waiting = page.getByRole('heading', { name: 'There is no visit in this wallet' });
    await waiting.waitFor();
    // The virtual passkey belongs to one tab: the wallet that opens here in a new one is gone through in this one.
    const opened = context.waitForEvent('page');
    await act(page, 'Open my wallet in a new tab');
    await (await opened).close();
    await page.goto(`${rooms.origins.wallet}/app/`);
    await act(page, 'Begin');
    await act(page, 'Go on with: Age app');
    const phoneOpened = context.waitForEvent('page');
    await act(page, 'Open the simulated phone');
    const phone = await phoneOpened;
    await act(phone, 'Share');
    await phone
      .getByText(/go back/i)
      .first()
      .waitFor();
    await phone.close();
    await act(page, 'Make my passkey');
    await page.getByRole('heading', { name: 'Ready' }).waitFor();
    await page.goto(`${rooms.origins.demoSite}/films/3`);
    await page.getByRole('link', { name: 'Prove my age' }).press('Enter');
    await act(page, 'Now all the same');
    await page.waitForURL(`${rooms.origins.demoSite}/films/3`);
    expect(acts).toEqual([
      'Prove my age',
      'Open my wallet in a new tab',
      'Begin',
      'Go on with: Age app',
      'Open the simulated phone',
      'Share',
      'Make my passkey',
      'Now all the same',
    ]);
  });

  it('a returning person needs one, and the gesture of the passkey', { timeout: 60_000 }, async () => {
    acts.length = 0;
    const { page } = tab;
    // The film is left first: its page would load itself again as soon as its session is over, into the next steps.
    await page.goto('about:blank');
    await setClock(WEDNESDAY_NOON + 2 * 3600);
    await page.goto(`${rooms.origins.demoSite}/`);
    await act(page, 'Prove my age');
    await page.getByText(/^Film 1$/).waitFor();
    expect(acts).toEqual(['Prove my age']);
  });

  it('what is kept can be seen and deleted', { timeout: 60_000 }, async () => {
    const { page } = tab;
    await page.goto(`${rooms.origins.wallet}/app/`);
    await act(page, 'See or delete what is kept');
    await page.getByRole('heading', { name: /kept/i }).first().waitFor();
    await act(page, 'Delete the wallet in this browser');
  });
});
