import { readFileSync } from 'node:fs';
import { epochAfter, epochAt } from '@bauta/sdk/protocol';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { reminderFile } from '../../../services/wallet/pages/stock/reminder.ts';
import { launchBrowser, readStored, whyNoBrowser } from '../../browser/browser.ts';
import { openPerson, type Person } from './presenting.ts';
import { startWorld, WEDNESDAY, type World } from './world.ts';

const THIS = epochAt(WEDNESDAY);
const NEXT = epochAfter(THIS);

describe.skipIf(whyNoBrowser)(`the stock in Chromium${whyNoBrowser ? ` (skipped: ${whyNoBrowser})` : ''}`, () => {
  let browser: Browser;
  let world: World;
  let person: Person;
  let page: Page;

  beforeAll(async () => {
    browser = await launchBrowser();
    world = await startWorld();
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  beforeEach(async () => {
    person = await openPerson(browser, world, { browser: { timezoneId: 'Europe/Paris' } });
    page = person.page;
    await person.enrol(0);
  });
  afterEach(async () => {
    await person.close();
    expect(person.faults.splice(0)).toEqual([]);
  });

  const button = (name: string) => person.button(name);
  const heading = (name: string) => person.heading(name);
  const openWallet = () => person.openWallet();
  const countOf = async (epoch: string) =>
    (await readStored(page)).tokens?.filter((token) => token.epoch === epoch).length;

  /** Leaves `left` visits of this week in the database, as presentations would. */
  async function useUp(left: number): Promise<void> {
    await page.evaluate(
      async ({ week, keep }) => {
        const opening = indexedDB.open('bauta');
        await new Promise((resolve) => {
          opening.onsuccess = resolve;
        });
        const tx = opening.result.transaction('tokens', 'readwrite');
        const all = tx.objectStore('tokens').getAll();
        all.onsuccess = () => {
          const ofWeek = all.result.filter(({ epoch }) => epoch === week);
          for (const { id } of ofWeek.slice(keep)) tx.objectStore('tokens').delete(id);
        };
        await new Promise((resolve) => {
          tx.oncomplete = resolve;
        });
        opening.result.close();
      },
      { week: THIS, keep: left },
    );
  }

  it('counts down in a sentence, at the end of a top-up and in the wallet', { timeout: 60_000 }, async () => {
    await page.getByText('30\u00a0visits for this week, until Sunday 22 November.').waitFor();
    await openWallet();
    await heading('Your visits');
    await page.getByText('30\u00a0visits for this week, until Sunday 22 November.').waitFor();
    await useUp(7);
    await page.reload();
    await page.getByText('7\u00a0visits for this week, until Sunday 22 November.').waitFor();
    expect(await page.title()).toBe('Your visits · Bauta');
  });

  it('offers thirty more when few are left, and fetches them on that word alone', { timeout: 60_000 }, async () => {
    await openWallet();
    await heading('Your visits');
    expect(await button('Fetch 30 more for this week').count()).toBe(0);
    await useUp(2);
    await page.reload();
    await page.getByText('An account has 3 batches a week.').waitFor();
    const granted = world.attester.granted.size;
    await button('Fetch 30 more for this week').click();
    await heading('Ready');
    expect([await countOf(THIS), await countOf(NEXT)]).toEqual([32, 30]);
    expect(world.attester.granted.size - granted).toBe(1);

    // All used up: nothing comes without that button.
    await openWallet();
    await useUp(0);
    await page.reload();
    await button('Fetch 30 more for this week').waitFor();
    expect(await button('Fetch visits').count()).toBe(0);
  });

  it('gives a calendar file that is made in the page', { timeout: 60_000 }, async () => {
    await openWallet();
    await heading('Your visits');
    const asked = Object.values(world.rooms).map(({ arrivals }) => arrivals.length);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      button('Put a weekly reminder into my calendar').click(),
    ]);
    expect(download.suggestedFilename()).toBe('bauta.ics');
    expect(readFileSync(await download.path(), 'utf8')).toBe(reminderFile(WEDNESDAY));
    expect(Object.values(world.rooms).map(({ arrivals }) => arrivals.length)).toEqual(asked);
  });

  it('says that the browser may delete the wallet, and asks it when told to', { timeout: 60_000 }, async () => {
    // An automated browser promises nothing: what a person meets whom the browser refused.
    expect(await page.evaluate(() => navigator.storage.persisted())).toBe(false);
    await page.getByText('This browser may delete the wallet when space runs short.').waitFor();
    await openWallet();
    await page.getByText('This browser may delete the wallet when space runs short.').waitFor();
    await button('Ask it to keep the wallet').click();
    await page.getByText(/The browser did not agree\.|This browser keeps the wallet until you delete it\./).waitFor();
    await expect.poll(() => button('Ask it to keep the wallet').count()).toBe(0);
  });

  it.each(['localStorage', 'caches'] as const)(
    'notices that the wallet was taken away, by %s alone',
    {
      timeout: 60_000,
    },
    async (left) => {
      await page.goto(world.rooms.phone.origin);
      const site = await person.context.newCDPSession(page);
      const gone = left === 'caches' ? 'indexeddb,local_storage' : 'indexeddb,cache_storage';
      await site.send('Storage.clearDataForOrigin', { origin: world.rooms.wallet.origin, storageTypes: gone });
      await openWallet();
      await heading('The wallet is no longer here');
      await page.getByText('The visits it held are gone.').waitFor();
      await button('Sign in with my passkey').click();
      await heading('Ready');
      expect((await readStored(page)).tokens).toHaveLength(60);
      await openWallet();
      await heading('Your visits');
    },
  );

  it('keeps beside the wallet the week and nothing else, and says nothing when its owner deleted it', {
    timeout: 60_000,
  }, async () => {
    await openWallet();
    const kept = await page.evaluate(async () => ({
      local: localStorage.getItem('bauta.mark'),
      cached: await Promise.all(
        (await caches.keys()).map(async (name) => (await caches.match('/mark', { cacheName: name }))?.text()),
      ),
    }));
    expect(kept).toEqual({ local: NEXT, cached: [NEXT] });
    // As a browser that was never here.
    await page.goto(world.rooms.phone.origin);
    const site = await person.context.newCDPSession(page);
    await site.send('Storage.clearDataForOrigin', { origin: world.rooms.wallet.origin, storageTypes: 'all' });
    await openWallet();
    await heading('Prove your age, once');
  });
});
