import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BATCHES_PER_WEEK } from '../../../services/wallet/pages/stock/second-batch.ts';
import { en } from '../../../services/wallet/text/en.ts';
import { launchBrowser, readStored, whyNoBrowser } from '../../browser/browser.ts';
import { askByButton } from '../../unit/wallet/presenting.ts';
import { startWorld, WEDNESDAY, type World } from '../../unit/wallet/world.ts';
import { type ManySites, startManySites } from '../store/many-sites.ts';
import { createDevicePasskeys } from './device-passkeys.ts';
import { bringWalletToRest } from './wallet-journeys.ts';

/** How often the tabs race; more runs find rarer moments. */
const RUNS = Number(process.env.BAUTA_RACE_RUNS ?? 5);
const HOUR = 3600;

interface Tally {
  runs: number;
  acts: number;
  shown: number;
  /** Acts that found no token left. */
  empty: number;
  wallets: number;
  topUps: number;
  /** Tabs that were told that another one is fetching. */
  busy: number;
}

describe.skipIf(whyNoBrowser)(`tabs at once${whyNoBrowser ? ` (skipped: ${whyNoBrowser})` : ''}`, () => {
  let browser: Browser;
  let world: World;
  let sites: ManySites;
  let context: BrowserContext;

  beforeAll(async () => {
    browser = await launchBrowser();
    world = await startWorld();
    sites = await startManySites({
      now: () => world.now,
      wallet: world.rooms.wallet.origin,
      issuer: world.rooms.issuer.name,
    });
  });
  afterAll(async () => {
    await browser?.close();
    await sites?.close();
    await world?.close();
  });

  async function setClock(now: number): Promise<void> {
    world.now = now;
    await context.clock.setFixedTime(now * 1000);
  }

  const usable = async (page: Page): Promise<number> => {
    const { tokens = [] } = await readStored(page);
    return tokens.filter(({ epoch }) => epoch === '2026-W47').length;
  };

  /** Every tab asks for another site and is answered at the same moment. @returns how many found nothing. */
  async function presentAtOnce(tabs: readonly Page[], run: string): Promise<number> {
    const names = tabs.map((_, i) => `${run}-tab${i}`);
    await Promise.all(tabs.map((tab, i) => tab.goto(sites.enter(names[i] as string))));
    await Promise.all(tabs.map((tab) => tab.locator('.actions > .main').waitFor()));
    await Promise.all(
      tabs.map((tab) => tab.evaluate(() => document.querySelector<HTMLElement>('button.main')?.click())),
    );
    const ends = await Promise.all(
      tabs.map((tab) =>
        Promise.race([
          tab.waitForURL('**/welcome').then(() => 'shown'),
          tab
            .getByRole('heading', { level: 2, name: en.present.emptyHeading })
            .waitFor()
            .then(() => 'empty'),
        ]),
      ),
    );
    return ends.filter((end) => end === 'empty').length;
  }

  /** Every tab opens the wallet and fetches at the same moment. @returns how many were told to wait. */
  async function topUpAtOnce(tabs: readonly Page[]): Promise<number> {
    await Promise.all(tabs.map((tab) => tab.goto(`${world.rooms.wallet.origin}/app/`)));
    const button = (tab: Page) => tab.getByRole('button', { name: en.stock.more });
    await Promise.all(tabs.map((tab) => button(tab).waitFor()));
    // Whoever comes first is kept at the attester's door until the others have been sent away.
    let open = (): void => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const { handle } = world.rooms.attester;
    world.rooms.attester.handle = async (arrival) => {
      if (arrival.path === '/grants/challenge') await opened;
      return handle(arrival);
    };
    await Promise.all(tabs.map((tab) => button(tab).evaluate((pressed: HTMLElement) => pressed.click())));
    const heading = (tab: Page, name: string) => tab.getByRole('heading', { level: 1, name }).waitFor();
    let sentAway = 0;
    await new Promise<void>((resolve) => {
      for (const tab of tabs) {
        heading(tab, en.topUp.declinedHeading).then(
          () => ++sentAway === tabs.length - 1 && resolve(),
          () => {},
        );
      }
    });
    open();
    await Promise.any(tabs.map((tab) => heading(tab, en.done.heading)));
    world.rooms.attester.handle = handle;
    return sentAway;
  }

  /** Tabs of one wallet, which is new and holds 30 visits that have rested. */
  async function openTabs(count: number): Promise<readonly [Page, ...Page[]]> {
    context = await browser.newContext({ locale: 'en-GB' });
    await askByButton(context);
    await setClock(WEDNESDAY);
    await createDevicePasskeys(world.rooms.wallet.origin, false).install(context);
    const tabs = await Promise.all(Array.from({ length: count }, () => context.newPage()));
    const [first, ...others] = tabs as [Page, ...Page[]];
    await bringWalletToRest(first, world);
    await setClock(world.now + 2 * HOUR);
    expect(await usable(first)).toBe(30);
    return [first, ...others];
  }

  async function race(count: number, runs: number, label: string): Promise<void> {
    const tally: Tally = { runs: 0, acts: 0, shown: 0, empty: 0, wallets: 0, topUps: 0, busy: 0 };
    const began = performance.now();
    const earlier = (await sites.shown()).length;
    let tabs: readonly [Page, ...Page[]] | undefined;
    let [left, batches] = [0, 0];

    const look = async ([first]: readonly [Page, ...Page[]]): Promise<number> => {
      await first.goto(`${world.rooms.wallet.origin}/`);
      return usable(first);
    };
    const refill = async (): Promise<readonly [Page, ...Page[]]> => {
      if (tabs === undefined || batches === BATCHES_PER_WEEK) {
        await context?.close();
        batches = 1;
        tally.wallets++;
        return openTabs(count);
      }
      const granted = world.attester.granted.size;
      tally.busy += await topUpAtOnce(tabs);
      tally.topUps++;
      batches++;
      // All of them together have asked once.
      expect(world.attester.granted.size - granted).toBe(1);
      expect(await look(tabs)).toBe(30);
      await setClock(world.now + 2 * HOUR);
      return tabs;
    };

    while (tally.runs < runs) {
      if (left === 0) {
        tabs = await refill();
        // One goes first, so that there is a race for the last one too.
        await presentAtOnce([tabs[0]], `${label}-alone${tally.runs}`);
        tally.acts++;
        left = 29;
      }
      const racing = tabs as readonly [Page, ...Page[]];
      const empty = await presentAtOnce(racing, `${label}-run${tally.runs}`);
      tally.runs++;
      tally.acts += count;
      tally.empty += empty;
      expect([tally.runs, empty]).toEqual([tally.runs, Math.max(0, count - left)]);
      left = Math.max(0, left - count);
      // Each act was sent once or, when there was nothing left, not at all; and no token went that was not shown.
      tally.shown = (await sites.shown()).length - earlier;
      expect([tally.runs, tally.shown]).toEqual([tally.runs, tally.acts - tally.empty]);
      if (left === 0 || tally.runs % 5 === 0) expect([tally.runs, await look(racing)]).toEqual([tally.runs, left]);
    }
    await context.close();

    const shown = (await sites.shown()).slice(earlier);
    expect(new Set(shown.map(({ nullifier }) => nullifier)).size).toBe(shown.length);
    expect(new Set(shown.map(({ site }) => site)).size).toBe(shown.length);
    for (const { site, audience } of shown) expect(new URL(audience).hostname).toBe(`${site}.localhost`);
    // What was shown is what a site takes.
    for (const { token } of shown.slice(0, 3)) await world.site.verifier.verifyToken(token, world.now);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(
      `${count} tabs in ${seconds} s: ${JSON.stringify(tally)}; no token to two sites, none lost, none twice`,
    );
  }

  it(
    'two of them show a token each to another site, never the same one',
    async () => {
      await race(2, RUNS, 'two');
    },
    60_000 + 5000 * RUNS,
  );

  it(
    'three of them do too',
    async () => {
      await race(3, Math.max(11, Math.ceil(RUNS / 4)), 'three');
    },
    60_000 + 5000 * RUNS,
  );
});
