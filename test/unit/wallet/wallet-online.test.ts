import { MODE } from '@bauta/sdk/protocol';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, readStored, whyNoBrowser } from '../../browser/browser.ts';
import { problem } from './fake-room.ts';
import { HOUR, openPerson, type Person } from './presenting.ts';
import { startWorld, WEDNESDAY, type World } from './world.ts';

const YES = 'Yes, with my passkey';

describe.skipIf(whyNoBrowser)(
  `/present-online in Chromium${whyNoBrowser ? ` (skipped: ${whyNoBrowser})` : ''}`,
  {
    timeout: 60_000,
  },
  () => {
    let browser: Browser;
    let world: World;
    let person: Person;

    beforeAll(async () => {
      browser = await launchBrowser();
      world = await startWorld();
      person = await openPerson(browser, world, { hasPrf: false });
    });
    afterAll(async () => {
      await browser?.close();
      await world?.close();
    });

    const arrivals = () =>
      Object.fromEntries(Object.entries(world.rooms).map(([name, room]) => [name, room.arrivals.length]));
    const asked = (from: number): string[] =>
      world.rooms.attester.arrivals.slice(from).flatMap(({ method, path }) => (method === 'POST' ? [path] : []));

    it('is there for a passkey without a secret, chosen on purpose', async () => {
      const { page } = person;
      await page.goto(`${world.rooms.wallet.origin}/app/`);
      await person.button('Begin').click();
      await person.heading('Show your proof of age');
      world.attester.evidence = 'proved';
      await person.button('Make my passkey').click();
      await person.heading('This passkey cannot protect the wallet');
      await person.button('I have only this one').click();
      await page.getByRole('button', { name: 'may see when I open a site' }).click();
      await person.button('Use my passkey').click();
      await person.heading('Ready');
      const { wraps = [], tokens } = await readStored(page);
      expect(wraps.map(({ local }) => String(local).length)).toEqual([64]);
      expect(tokens).toHaveLength(60);
      await person.setClock(WEDNESDAY + 2 * HOUR);
    });

    it('says what it costs before anybody is asked, and goes there by a button only', async () => {
      const { page } = person;
      await person.comeFromSite();
      const before = arrivals();
      await page.getByText('Âge & Co will see that you open a site now, not which one.').waitFor();
      expect(await person.button(YES).count()).toBe(0);
      expect(page.url()).toBe(`${world.rooms.wallet.origin}/present`);
      expect(arrivals()).toEqual(before);

      await person.button('Go on').click();
      await person.button(YES).waitFor();
      expect(page.url()).toBe(`${world.rooms.wallet.origin}/present-online`);
      await person.heading(world.rooms.site.origin);
      await page.getByRole('heading', { name: 'What Âge & Co will know' }).waitFor();
      expect(arrivals()).toMatchObject({ attester: before.attester, issuer: before.issuer, site: before.site });
      // What was kept on the way is gone, and the request is not in the history.
      expect(await page.evaluate(() => [sessionStorage.length, history.state])).toEqual([0, null]);
    });

    it('sends nothing when the age checker is away, and says so', async () => {
      const { page } = person;
      for (const answer of [{ status: 503 }, problem(401, 'ERR_ACCOUNT')]) {
        world.attester.interruptAct = () => answer;
        await person.press(YES);
        await page.getByText('Nothing was sent, and no visit was taken.').waitFor();
      }
      world.attester.interruptAct = undefined;
      expect([world.site.posts.length, (await readStored(page)).tokens?.length]).toEqual([0, 60]);
    });

    it('asks the attester for its half, shows one token to the site, and never the site to the attester', async () => {
      const { page } = person;
      const before = arrivals();
      await person.button(YES).click();
      await page.waitForURL('**/welcome');
      expect(asked(before.attester as number)).toEqual(['/account/challenge', '/account/share']);
      expect(arrivals()).toMatchObject({ issuer: before.issuer, wallet: before.wallet });
      const fields = new URLSearchParams(world.site.posts[0]);
      const presentation = { token: fields.get('token') ?? '', proof: fields.get('dpop') ?? '' };
      expect(await world.site.verifier.redeem(presentation, MODE.form, world.now)).toHaveProperty('code');
      const told = world.rooms.attester.arrivals.map(({ path, headers, body }) => [path, headers, body.toString()]);
      expect(JSON.stringify(told)).not.toContain(world.rooms.site.name);
      expect(JSON.stringify(told)).not.toContain(presentation.token.slice(4, 60));
      await person.travel(-1);
      await person.heading('Nothing more to do here');
      expect((await readStored(page)).tokens).toHaveLength(59);
      expect(world.site.posts).toHaveLength(1);
      expect(person.faults.filter((fault) => !/503|401/.test(fault))).toEqual([]);
    });
  },
);
