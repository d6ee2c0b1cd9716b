import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { epochAfter, epochAt, writeUtf8 } from '@bauta/sdk/protocol';
import { loopbackFetch } from '@bauta/services/loopback';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { launchBrowser, readStored, whyNoBrowser, withPasskey } from '../browser/browser.ts';
import { press } from '../browser/press.ts';
import { givesVisits, whyNoVisits } from '../flow/week-gives-visits.ts';
import { occursIn } from '../privacy/haystack.ts';
import { choose, comeToWallet, heading, openPhone, protect, seeFilm, type Visitor, WORDS } from './methods-journey.ts';
import { type MethodsRooms, startMethodsRooms } from './methods-rooms.ts';
import { withVirtualWallet } from './virtual-wallet.ts';

const SHOTS = join(import.meta.dirname, '../results/e2e');

const startsAt = Math.floor(Date.now() / 1000);
const week = epochAt(startsAt);
/** Seconds that this whole file may take; the simulated bank reads the machine's own clock, so all rooms do. */
const LONGEST = 300;
const whyNot = whyNoBrowser ?? whyNoVisits(LONGEST);

/** What an app is asked by, and what people call the method. */
const APPS = [
  { method: 'eu-wallet', label: 'Age app' },
  { method: 'eudi-wallet', label: 'European identity wallet' },
] as const;
const BANK = 'Demo bank';

const LOOKS = [
  [1280, 'light'],
  [390, 'dark'],
] as const;

const HERE = 'Open the simulated app on this device';
const ELSEWHERE = 'Open the simulated phone';

describe.skipIf(whyNot)(`from gate to page by every method${whyNot ? ` (skipped: ${whyNot})` : ''}`, () => {
  let rooms: MethodsRooms;
  let browser: Browser;
  const faults: string[] = [];
  const trail: string[] = [];
  const contexts: BrowserContext[] = [];
  beforeEach(() => onTestFailed(() => console.error(trail.slice(-40).join('\n'))));

  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    rooms = await startMethodsRooms(21_700);
    browser = await launchBrowser();
  }, 180_000);
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    expect(faults.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await rooms?.stop();
  });

  function watch(context: BrowserContext): void {
    contexts.push(context);
    context.on('response', (answer) => {
      trail.push(`${answer.request().method()} ${answer.status()} ${answer.url().slice(0, 120)}`);
    });
    context.on('weberror', (error) => faults.push(String(error.error())));
  }

  const come = (options: { locale?: 'en-GB' | 'fr-FR'; width?: number } = {}): Promise<Visitor> =>
    comeToWallet(browser, rooms.origins, { ...options, watch });

  /** Pictures of a page as a screen by day and a phone by night show it: axe finds nothing, nothing runs off sideways. */
  async function shoot(page: Page, name: string): Promise<void> {
    const before = page.viewportSize();
    for (const [width, colorScheme] of LOOKS) {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme });
      const called = `methods-${name}-${width}-${colorScheme}`;
      await page.screenshot({ path: join(SHOTS, `${called}.png`), fullPage: true });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`);
      const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect([called, ...found, ...(isWide ? ['wider than the screen'] : [])]).toEqual([called]);
    }
    await page.emulateMedia({ colorScheme: 'light' });
    if (before) await page.setViewportSize(before);
  }

  /** From the proof to the page that was asked for, in the tab that has the passkey. */
  async function goOn(page: Page): Promise<void> {
    await protect(page);
    const { tokens = [] } = await readStored(page);
    expect(tokens.filter(({ epoch }) => epoch === week)).toHaveLength(30);
    // The next week's keys are not shown in a week's first minutes.
    if (givesVisits(epochAfter(week), startsAt, LONGEST)) expect(tokens).toHaveLength(60);
    expect(await seeFilm(page, rooms.origins)).toBeGreaterThan(0);
  }

  /** Nobody is enrolled in this browser. */
  async function expectNothingIn(page: Page): Promise<void> {
    const { tokens = [], wraps = [] } = await readStored(page);
    expect([tokens, wraps]).toEqual([[], []]);
  }

  async function share(phone: Page): Promise<void> {
    await phone.getByRole('button', { name: 'Share' }).click();
  }

  /** The phone's tab, which goes on to the wallet and has a passkey then. */
  async function shareHere(phone: Page): Promise<void> {
    await withPasskey(phone);
    await share(phone);
    await heading(phone, 'Protect it with a passkey');
    expect(new URL(phone.url())).toMatchObject({ origin: rooms.origins.wallet, pathname: '/app/', hash: '' });
  }

  for (const { method, label } of APPS) {
    const see = (page: Page, name: string): Promise<void> => shoot(page, `${method}-${name}`);

    describe(label, () => {
      it('through the browser, which an app answers', { timeout: 60_000 }, async () => {
        const { wallet } = await come();
        await (await withVirtualWallet(wallet, method, rooms.origins)).respond();
        await choose(wallet, label);
        await heading(wallet, 'Ask through this browser');
        if (method === 'eu-wallet') await shoot(wallet, 'ask');
        await wallet.getByRole('button', { name: 'Ask my browser' }).click();
        await goOn(wallet);
      });

      it('in an app on this device, after the browser was told no and then nothing', { timeout: 90_000 }, async () => {
        const visitor = await come();
        const { wallet } = visitor;
        await wallet.clock.install();
        const app = await withVirtualWallet(wallet, method, rooms.origins);
        await app.decline();
        await choose(wallet, label);
        const ask = wallet.getByRole('button', { name: 'Ask my browser' });
        await ask.click();
        await wallet.getByText('Nothing was shared. You can ask again').waitFor();
        expect(await ask.isEnabled()).toBe(true);

        await app.wait();
        // The page's time stands, so that a busy machine does not use up what is measured.
        await wallet.clock.pauseAt((await wallet.evaluate(() => Date.now())) + 10_000);
        await ask.click();
        await wallet.getByText('Your browser is asking.').waitFor();
        const hint = wallet.getByText('No app has answered yet.');
        await wallet.clock.fastForward(14_900);
        expect(await hint.count()).toBe(0);
        await wallet.clock.fastForward(200);
        await hint.waitFor();
        await wallet.clock.resume();
        await see(wallet, 'silent');

        // The browser's question stands open all the while.
        const phone = await openPhone(visitor, HERE);
        await see(phone, 'phone');
        await shareHere(phone);
        await heading(wallet, 'It goes on in another tab');
        if (method === 'eu-wallet') await shoot(wallet, 'moved');
        await goOn(phone);
      });

      it('in an app on another device, which scans a code', { timeout: 60_000 }, async () => {
        const visitor = await come();
        const { wallet } = visitor;
        await (await withVirtualWallet(wallet, method, rooms.origins)).decline();
        await choose(wallet, label);
        await wallet.getByRole('button', { name: 'Ask my browser' }).click();
        await wallet.getByText('Nothing was shared. You can ask again').waitFor();
        await wallet.getByRole('img', { name: 'QR code of the request for a proof of age' }).waitFor();
        const phone = await openPhone(visitor, ELSEWHERE);
        await share(phone);
        await heading(phone, 'Shared');
        await phone.close();
        await protect(wallet);
      });
    });
  }

  it('goes on in the tab that comes back although the one that asked was closed', { timeout: 60_000 }, async () => {
    const visitor = await come();
    await choose(visitor.wallet, 'Age app');
    const phone = await openPhone(visitor, HERE);
    await visitor.wallet.close();
    await shareHere(phone);
    await goOn(phone);
  });

  it('refuses through the browser who is not old enough, and offers other ways', { timeout: 60_000 }, async () => {
    const { wallet } = await come();
    await (await withVirtualWallet(wallet, 'eu-wallet', rooms.origins)).respond('young');
    await choose(wallet, 'Age app');
    await wallet.getByRole('button', { name: 'Ask my browser' }).click();
    await heading(wallet, 'This proof did not show the age');
    await shoot(wallet, 'refused');
    await wallet.getByRole('button', { name: 'Prove it another way' }).click();
    await heading(wallet, WORDS['en-GB'].methods);
    await expectNothingIn(wallet);
  });

  describe(BANK, () => {
    const atBank = (page: Page): Promise<void> => heading(page, /asks for your date of birth/);

    it('of an adult, by keyboard alone on a phone', { timeout: 90_000 }, async () => {
      const { wallet } = await come({ width: 390 });
      await press(wallet, 'Begin');
      await heading(wallet, WORDS['en-GB'].methods);
      await shoot(wallet, 'choose');
      await press(wallet, `Go on with: ${BANK}`);
      await heading(wallet, `Go on at ${BANK}`);
      await shoot(wallet, 'provider');
      await press(wallet, `Go to ${BANK}`);
      await atBank(wallet);
      expect(new URL(wallet.url()).origin).toBe(rooms.origins.provider);
      await shoot(wallet, 'bank');
      await press(wallet, 'Share');
      await heading(wallet, 'Protect it with a passkey');
      expect(new URL(wallet.url())).toMatchObject({ origin: rooms.origins.wallet, pathname: '/app/', hash: '' });
      await goOn(wallet);
    });

    it('of somebody of sixteen is refused with words, and another way goes on', { timeout: 60_000 }, async () => {
      const visitor = await come();
      const { wallet } = visitor;
      await choose(wallet, BANK);
      await wallet.getByRole('link', { name: `Go to ${BANK}` }).click();
      await atBank(wallet);
      await wallet.getByLabel('A person of sixteen').check();
      await wallet.getByRole('button', { name: 'Share' }).click();
      await heading(wallet, 'This proof did not show the age');
      await shoot(wallet, 'bank-refused');
      await wallet.getByRole('button', { name: 'Prove it another way' }).click();
      await wallet.getByRole('button', { name: WORDS['en-GB'].choose('Age app') }).click();
      const phone = await openPhone(visitor, ELSEWHERE);
      await share(phone);
      await heading(phone, 'Shared');
      // A browser asks for a passkey in the tab that is looked at.
      await phone.close();
      await protect(wallet);
    });

    it('which is told no brings back to the wallet, in French on a phone', { timeout: 60_000 }, async () => {
      const { wallet } = await come({ locale: 'fr-FR', width: 390 });
      await wallet.getByRole('button', { name: WORDS['fr-FR'].begin, exact: true }).click();
      await heading(wallet, WORDS['fr-FR'].methods);
      await shoot(wallet, 'choose-fr');
      await wallet.getByRole('button', { name: WORDS['fr-FR'].choose('Application d’âge'), exact: true }).click();
      await heading(wallet, 'Demander par ce navigateur');
      await shoot(wallet, 'ask-fr');
      await wallet.reload();
      await choose(wallet, BANK, 'fr-FR');
      await heading(wallet, `Continuez chez ${BANK}`);
      await shoot(wallet, 'provider-fr');
      await wallet.getByRole('link', { name: `Aller chez ${BANK}` }).click();
      await heading(wallet, /demande votre date de naissance/);
      await shoot(wallet, 'bank-fr');
      await wallet.getByRole('button', { name: 'Refuser' }).click();
      await heading(wallet, 'Cette preuve n’a pas montré l’âge');
      await shoot(wallet, 'bank-declined-fr');
      await expectNothingIn(wallet);
    });
  });

  it('counts a proof only in the browser that asked for it, whoever was talked into showing it', {
    timeout: 60_000,
  }, async () => {
    const rogue = await come();
    let session = '';
    rogue.wallet.on('response', async (answer) => {
      if (answer.url().endsWith('/evidence/eu-wallet')) ({ session } = await answer.json());
    });
    await choose(rogue.wallet, 'Age app');
    const link = await rogue.wallet.getByRole('link', { name: HERE }).getAttribute('href');

    const victim = await browser.newContext({ locale: 'en-GB' });
    watch(victim);
    const phone = await victim.newPage();
    await phone.goto(link ?? '');
    await share(phone);
    await heading(phone, 'Go back to where you began');
    expect(new URL(phone.url())).toMatchObject({ origin: rooms.origins.wallet, pathname: '/app/', hash: '' });
    await shoot(phone, 'elsewhere-asked');
    await expectNothingIn(phone);

    // The proof was good, and whoever has the session alone never hears of it, by the page or by hand.
    const resultOf = async (more: object) => {
      const answer = await loopbackFetch(`${rooms.origins.attester}/evidence/result`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: rooms.origins.wallet },
        body: JSON.stringify({ session, ...more }),
      });
      return [answer.status, await answer.json()];
    };
    expect(await resultOf({})).toEqual([200, { state: 'waiting' }]);
    expect(await resultOf({ code: 'A'.repeat(43) })).toEqual([
      401,
      expect.objectContaining({ code: 'ERR_EVIDENCE_SESSION' }),
    ]);
    await rogue.wallet.waitForResponse((answer) => answer.url().endsWith('/evidence/result'));
    await heading(rogue.wallet, 'Show your proof of age');
    await expectNothingIn(rogue.wallet);
    await phone.getByRole('button', { name: 'Begin here instead' }).click();
    await heading(phone, 'Prove your age, once');
  });

  it('told neither the phone nor the bank which site it was for', () => {
    const { demoSite, attester } = rooms.origins;
    const site = new URL(demoSite);
    for (const room of ['phone', 'provider'] as const) {
      const received = rooms.receivedBy(room);
      expect([room, occursIn(received, writeUtf8(new URL(attester).hostname))]).toEqual([room, true]);
      expect([room, occursIn(received, writeUtf8(site.hostname))]).toEqual([room, false]);
      const named = ['/films/', 'demo-site'].filter((text) => Buffer.from(received).includes(text));
      expect([room, named]).toEqual([room, []]);
    }
  });
});
