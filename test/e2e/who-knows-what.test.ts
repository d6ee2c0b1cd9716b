import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import { loopbackFetch } from '@bauta/services/loopback';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../browser/browser.ts';
import { runFlow } from '../flow/flow.ts';
import { WEDNESDAY_NOON } from '../rooms/house.ts';
import { LEARNT_FROM_A_PROGRAM, panelOf } from './panel.ts';
import { type RunningRooms, startRooms } from './running-rooms.ts';

const SHOTS = join(import.meta.dirname, '../results/e2e');

describe.skipIf(whyNoBrowser)(`who knows what${whyNoBrowser ? ` (skipped: ${whyNoBrowser})` : ''}`, () => {
  let rooms: RunningRooms;
  let browser: Browser;
  let context: BrowserContext;
  let wallet: Page;
  let site: Page;
  const sent: { readonly url: string; readonly headers: Readonly<Record<string, string>> }[] = [];
  const faults: string[] = [];

  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    rooms = await startRooms(23_400);
    await rooms.setClock(WEDNESDAY_NOON);
    browser = await launchBrowser();
    context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 } });
    context.on('request', async (request) => {
      sent.push({ url: request.url(), headers: await request.allHeaders().catch(() => ({})) });
    });
    context.on('weberror', (error) => faults.push(String(error.error())));
    context.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    wallet = await context.newPage();
    site = await context.newPage();
    await wallet.goto(`${rooms.origins.wallet}/knows`);
    await site.goto(`${rooms.origins.demoSite}/who-knows-what`);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await rooms?.stop();
  });

  async function shoot(page: Page, name: string): Promise<void> {
    await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${name}: ${id} ${nodes[0]?.html}`)).toEqual([]);
  }

  it('knows nothing of a visit before there was one, and says so', { timeout: 60_000 }, async () => {
    for (const page of [wallet, site]) {
      await page.getByRole('heading', { name: 'The issuer' }).waitFor();
      const { learnt, pairs } = await panelOf(page);
      expect(Object.values(learnt).flatMap((kinds) => Object.keys(kinds))).toEqual([]);
      expect(Object.values(pairs)).not.toContainEqual(expect.objectContaining({ state: 'common' }));
      // Nobody sent the site or the phone anything: that is no proof of a difference.
      expect(pairs['demo-site wallet']?.state).toBe('nothing-yet');
    }
    await shoot(wallet, 'knows-empty');
  });

  it('shows what each room has learnt as it comes in, and that nothing leads from the site to the others', {
    timeout: 60_000,
  }, async () => {
    expect((await runFlow(rooms.origins, WEDNESDAY_NOON, loopbackFetch)).ok).toBe(true);
    for (const page of [wallet, site]) {
      // What it looked at last may be of the middle of the journey.
      await expect.poll(async () => (await panelOf(page)).learnt).toEqual(LEARNT_FROM_A_PROGRAM);
      const { pairs, news } = await panelOf(page);
      for (const other of ['issuer', 'attester', 'phone']) {
        expect([other, pairs[`demo-site ${other}`]]).toEqual([
          other,
          { state: 'nothing', common: 0, said: expect.stringMatching(/Nothing in common.+strings.+bytes.+: 0 found/s) },
        ]);
      }
      expect(pairs['attester phone']).toMatchObject({ state: 'common' });
      await page.getByText('What the site received and what the others received have nothing in common.').waitFor();
      expect(news).toMatch(/^New lines at: .*The site.*\.$|has learnt: /);
    }
  });

  it('is the same on the page of the wallet and of the site, at every width, by day and by night', {
    timeout: 120_000,
  }, async () => {
    // Each page looks again on its own, and what the rooms send each other goes on coming in.
    const isSame = async (): Promise<boolean> => {
      const [{ learnt, pairs }, there] = await Promise.all([panelOf(wallet), panelOf(site)]);
      return isDeepStrictEqual([learnt, pairs], [there.learnt, there.pairs]);
    };
    await expect.poll(isSame).toBe(true);
    for (const [name, page] of [
      ['wallet', wallet],
      ['site', site],
    ] as const) {
      for (const [width, colorScheme] of [
        [1280, 'dark'],
        [390, 'dark'],
        [320, 'light'],
        [1280, 'light'],
      ] as const) {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        // The same code draws both: the site's page is looked at where the two could differ.
        if (page === wallet || width === 1280) await shoot(page, `knows-${name}-${width}-${colorScheme}`);
      }
      await page.getByText('The same as tables').click();
      await expect.poll(() => page.getByRole('table').count()).toBe(2);
      await shoot(page, `knows-${name}-tables`);
    }
  });

  it('speaks French too, goes on with what it has seen, and rests when told', { timeout: 60_000 }, async () => {
    await wallet.getByRole('button', { name: 'Français' }).click();
    await wallet.getByRole('heading', { name: 'Qui sait quoi' }).waitFor();
    expect((await panelOf(wallet)).learnt).toEqual(LEARNT_FROM_A_PROGRAM);
    await shoot(wallet, 'knows-wallet-fr');
    await site.getByRole('link', { name: 'Français' }).click();
    await site.getByText('Rien en commun').first().waitFor();
    await shoot(site, 'knows-site-fr');

    await wallet.getByRole('button', { name: 'Pause' }).click();
    const asked = () => sent.filter(({ url }) => url.includes('/_demo/')).length;
    // What was under way may still come; then, for more than two of its paces, nothing.
    const askedWithin = async (milliseconds: number): Promise<number> => {
      const before = asked();
      await wallet.waitForTimeout(milliseconds);
      return asked() - before;
    };
    await expect.poll(() => askedWithin(1500)).toBe(0);
    expect(await askedWithin(2500)).toBe(0);
    await wallet.getByRole('button', { name: 'Continuer' }).click();
  });

  it('leads from the wallet and from the site to its page there', { timeout: 60_000 }, async () => {
    const page = await context.newPage();
    await page.goto(`${rooms.origins.wallet}/`);
    await page.locator('a[href="/knows"]').click();
    await page.waitForURL(`${rooms.origins.wallet}/knows`);
    await page.close();
  });

  it('told no other room which site it stands in, and is in no transcript itself', async () => {
    const { demoSite, wallet: walletOrigin, attester, issuer, phone } = rooms.origins;
    const host = new URL(demoSite).host;
    const elsewhere = sent.filter(({ url }) => !url.startsWith(demoSite));
    expect(elsewhere.length).toBeGreaterThan(20);
    expect(elsewhere.filter(({ headers }) => JSON.stringify(headers).includes(host))).toEqual([]);
    for (const origin of [demoSite, walletOrigin, attester, issuer, phone]) {
      const told = await (await loopbackFetch(`${origin}/_demo/received`)).text();
      expect([origin, /\/_demo\/|who-knows-what|\/knows|_test\/clock|healthz/.test(told)]).toEqual([origin, false]);
    }
    expect(faults).toEqual([]);
  });
});
