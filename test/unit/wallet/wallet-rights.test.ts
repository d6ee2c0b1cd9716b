import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Device, launchBrowser, readStored, whyNoBrowser } from '../../browser/browser.ts';
import { problem } from './fake-room.ts';
import { HOUR, openPerson, type Person } from './presenting.ts';
import { startWorld, WEDNESDAY, type World } from './world.ts';

const LABEL = 'Âge & Co';

describe.skipIf(whyNoBrowser)(`the person's rights${whyNoBrowser ? ` (skipped: ${whyNoBrowser})` : ''}`, () => {
  let browser: Browser;
  let world: World;
  let person: Person;
  let page: Page;

  beforeAll(async () => {
    browser = await launchBrowser();
    world = await startWorld({ attesters: 2, appeal: 'mailto:appeal@attester.example' });
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  beforeEach(async () => {
    world.attester.interruptAct = undefined;
    world.attester.messages.length = 0;
    person = await openPerson(browser, world, { browser: { colorScheme: 'light' } });
    page = person.page;
  });
  afterEach(async () => {
    await person.close();
    // A blocked script, style or download says so on the console.
    expect(person.faults.splice(0)).toEqual([]);
  });

  const button = (name: string) => person.button(name);
  const heading = (name: string) => person.heading(name);
  const open = () => person.openWallet();
  const asked = () => world.attester.messages.map(({ path }) => path);

  async function expectNoViolation(): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      // These pages have no frames: without looking for any, axe needs no page of its own each time.
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      expect(violations.map(({ id, nodes }) => `${page.url()} ${colorScheme}: ${id} ${nodes[0]?.html}`)).toEqual([]);
    }
  }

  async function seeRights(): Promise<void> {
    await open();
    await button('See or delete what is kept').click();
    await heading('What is kept of you');
    await page.getByRole('heading', { name: `${LABEL} keeps` }).waitFor();
  }

  it('shows what is kept, and gives it along as a file without a secret', { timeout: 60_000 }, async () => {
    await person.enrol(0);
    const before = asked().length;
    await seeRights();
    expect(asked().slice(before)).toEqual(['/account/challenge', '/account/read']);
    const rows = await page.locator('tr').allInnerTexts();
    expect(rows.map((row) => row.replace(/\s+/g, ' '))).toEqual([
      expect.stringMatching(/^Age proved .* Over 18$/),
      expect.stringMatching(/^Good until .* 16 February 2027$/),
      expect.stringMatching(/^Passkeys .* [\w-]{6} · 0 · opens this wallet$/),
      expect.stringMatching(/^Drawn for the week of Monday 16 November .* 1 of 3$/),
      expect.stringMatching(/^Drawn for the week of Monday 23 November 1 of 3$/),
      'Visits for the week of Monday 16 November 30 visits',
      'Visits for the week of Monday 23 November 30 visits',
    ]);
    await expectNoViolation();
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);

    const download = page.waitForEvent('download');
    await button('Save as a file').click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('bauta.json');
    const text = readFileSync(await file.path(), 'utf8');
    expect(JSON.parse(text)).toEqual({
      attester: world.attester.name,
      exported: WEDNESDAY,
      thresholds: [18],
      expires: WEDNESDAY + 7_776_000,
      passkeys: [{ credentialId: expect.stringMatching(/^[\w-]{20,}$/), counter: 0 }],
      drawn: ['2026-W47', '2026-W48'].map((epoch) => ({ threshold: 18, epoch, drawn: 1, of: 3 })),
      wallet: { visits: ['2026-W47', '2026-W48'].map((epoch) => ({ epoch, threshold: 18, count: 30 })) },
    });
    // Still the same screen: nothing was answered by it.
    expect(await button('Save as a file').isEnabled()).toBe(true);

    await button('Français').click();
    await page.getByRole('heading', { name: 'Ce qui est gardé de vous' }).waitFor();
    await expectNoViolation();
  });

  it('adds a passkey that opens the same wallet alone', { timeout: 60_000 }, async () => {
    // People take the hand off a key that has done its part; one that is touched in vain ends the next question.
    let key: Device | undefined;
    await page.exposeFunction('letGo', () => key?.setPresent(false));
    await page.addInitScript(() => {
      const { credentials } = navigator;
      const create = credentials.create.bind(credentials);
      credentials.create = async (options) => {
        const made = await create(options);
        await (window as unknown as { letGo(): Promise<void> }).letGo();
        return made;
      };
    });
    await person.enrol(0);
    await seeRights();
    await person.press('Add a passkey');
    await expectNoViolation();

    // The device that holds one already is not asked for another.
    await button('Make the new passkey').click();
    await page.getByText('that device holds one of this wallet already').waitFor();
    await expectNoViolation();
    expect((await readStored(page)).wraps).toHaveLength(1);

    key = await person.tab.addDevice('usb');
    await button('Make the new passkey').click();
    await heading('The passkey is added');
    await expectNoViolation();
    const stored = await readStored(page);
    expect(stored.wraps).toHaveLength(2);
    expect(world.attester.accounts.size).toBeGreaterThan(0);

    await button(`See what ${LABEL} keeps now`).click();
    await page.getByText('opens this wallet').nth(1).waitFor();

    await person.tab.remove();
    await key.setPresent(true);
    await person.setClock(WEDNESDAY + 2 * HOUR);
    await person.present();
    expect(world.site.posts).toHaveLength(1);
    // And it agrees to acts upon the account.
    await seeRights();
  });

  it('deletes the account, and says what stays and why', { timeout: 60_000 }, async () => {
    await person.enrol(0);
    await seeRights();
    await button(`Delete my account with ${LABEL}`).click();
    await heading(`Delete your account with ${LABEL}?`);
    await page.getByText('until that proof expires (16 February 2027').waitFor();
    await page.getByText('The wallet in this browser stays as it is, with 60 visits.').waitFor();
    await expectNoViolation();
    const accounts = world.attester.accounts.size;

    // A refusal is said in the same place, and nothing is deleted.
    world.attester.interruptAct = ({ path }) => (path === '/account/erase' ? problem(503, 'ERR_NOT_READY') : undefined);
    const confirm = button(`Delete the account: ${LABEL} forgets my passkeys and my age`);
    await confirm.click();
    await page.getByText('A server does not answer.').waitFor();
    expect(world.attester.accounts.size).toBe(accounts);

    world.attester.interruptAct = undefined;
    await confirm.click();
    await heading('The account is deleted');
    await expectNoViolation();
    expect(world.attester.accounts.size).toBe(accounts - 1);
    expect((await readStored(page)).tokens).toHaveLength(60);

    await button('To my wallet').click();
    await button('See or delete what is kept').click();
    await heading('Nothing is kept for this passkey');
    await expectNoViolation();
  });

  it('deletes the wallet in this browser, in every tab', { timeout: 60_000 }, async () => {
    await person.enrol(0);
    const other = await person.context.newPage();
    await other.goto(`${world.rooms.wallet.origin}/app/`);
    await other.getByRole('heading', { name: 'Your visits' }).waitFor();
    await page.bringToFront();
    await page.evaluate(() => localStorage.setItem('bauta.language', 'en'));
    await seeRights();
    const before = asked().length;
    await person.press('Delete the wallet in this browser');
    await expectNoViolation();
    await person.press('Keep it');
    await person.press('Delete the wallet in this browser');
    await button('Delete the wallet and the 60 visits in it, for good').click();
    await heading('The wallet is deleted');
    await page.getByText('look for “wallet.localhost”').waitFor();
    await expectNoViolation();
    await other.waitForURL(`${world.rooms.wallet.origin}/`);
    const left = await page.evaluate(async () => [
      (await indexedDB.databases()).map(({ name }) => name),
      Object.keys(localStorage),
      await caches.keys(),
    ]);
    expect(left).toEqual([[], [], []]);
    expect(asked().slice(before)).toEqual([]);
    await other.getByRole('heading', { name: 'Prove your age without saying who you are' }).waitFor();
    await open();
    await heading('Prove your age, once');
    await expectNoViolation();
  });

  it('takes a passkey without PRF on the person’s word alone, and draws visits with it', {
    timeout: 90_000,
  }, async () => {
    await person.tab.remove();
    await person.tab.addDevice('internal', false);
    await open();
    await button('Begin').click();
    world.attester.evidence = 'proved';
    await button('Make my passkey').click();
    await heading('This passkey cannot protect the wallet');
    await expectNoViolation();
    expect(asked()).not.toContain('/accounts');
    await button('I have only this one').click();
    await heading('What it costs to use this passkey');
    await page.getByText(`Each time you open a site, ${LABEL} will see that you open one, at that time.`).waitFor();
    await expectNoViolation();
    expect(asked()).not.toContain('/accounts');
    await button(`Use this one: ${LABEL} may see when I open a site`).click();
    await heading('Once more, the same passkey');
    await expectNoViolation();
    await button('Use my passkey').click();
    await heading('Ready');
    const acts = asked().filter((path) => /accounts?\b|grants$/.test(path));
    expect(acts).toEqual(['/accounts', '/account/challenge', '/account/share', '/grants']);
    const stored = await readStored(page);
    expect(stored.tokens).toHaveLength(60);
    expect(stored.wraps).toMatchObject([{ local: expect.stringMatching(/^[0-9a-f]{64}$/) }]);

    // Later, with few left, a further batch: the share first, then the grants.
    await page.evaluate(async () => {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open('bauta');
        opening.onsuccess = () => resolve(opening.result);
      });
      const tx = database.transaction('tokens', 'readwrite');
      const all = tx.objectStore('tokens').getAll();
      all.onsuccess = () => {
        const week = all.result.filter(({ epoch }) => epoch === '2026-W47');
        for (const { id } of week.slice(2)) tx.objectStore('tokens').delete(id);
      };
      await new Promise((resolve) => {
        tx.oncomplete = resolve;
      });
      database.close();
    });
    world.attester.messages.length = 0;
    await open();
    await button('Fetch 30 more for this week').click();
    await heading('Ready');
    expect(asked().filter((path) => /share|grants$/.test(path))).toEqual(['/account/share', '/grants']);
    expect((await readStored(page)).tokens).toHaveLength(62);

    // Its owner sees what is kept; deleting the account would lock the visits, and that is said.
    await seeRights();
    await button(`Delete my account with ${LABEL}`).click();
    await page.getByText('nobody opens this wallet: 62 visits will be lost').waitFor();
  });

  it('gives a refused proof every way on', { timeout: 60_000 }, async () => {
    // The other age checker is away, whatever the network here makes of its name.
    await person.context.route('https://other0.example/**', (route) => route.abort());
    await open();
    await button('Begin').click();
    await heading('Show your proof of age');
    await page.getByText('Good until').waitFor();
    await page.getByText('Less than 5 minutes left.').waitFor();
    await page.getByText('Waiting for your phone.').waitFor();
    await expectNoViolation();
    await person.setClock(WEDNESDAY + 250);
    await page.getByText('Less than a minute left.').waitFor();
    world.attester.evidence = 'refused';
    await heading('This proof did not show the age');
    await expectNoViolation();
    const appeal = page.getByRole('link', { name: `Write to ${LABEL}` });
    expect(await appeal.getAttribute('href')).toBe('mailto:appeal@attester.example?subject=k3J9fQ2x');
    expect(await button('Prove it another way').count()).toBe(0);
    await button('Use another age checker').click();
    await heading('Which age checker?');
    await expectNoViolation();
    await button('Other 0').click();
    // Nobody answers there: that too has its ways on.
    await heading('Something went wrong');
    await expectNoViolation();
    await button('Use another age checker').click();
    world.attester.evidence = 'waiting';
    await button(LABEL).click();
    await heading('Show your proof of age');
    await button('Stop here').click();
    await heading('Prove your age, once');
  });
});
