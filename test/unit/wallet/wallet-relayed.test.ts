import { parseProof } from '@bauta/sdk/protocol';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../../browser/browser.ts';
import { type GatedSite, startGatedSite } from './gated-site.ts';
import { openPerson, type Person } from './presenting.ts';
import { startWorld, type World } from './world.ts';

describe.skipIf(whyNoBrowser)(
  `a relayed request in Chromium${whyNoBrowser ? ` (skipped: ${whyNoBrowser})` : ''}`,
  {
    timeout: 60_000,
  },
  () => {
    let browser: Browser;
    let world: World;
    let asked: GatedSite;
    let relay: GatedSite;
    let person: Person;

    beforeAll(async () => {
      browser = await launchBrowser();
      world = await startWorld();
      asked = await startGatedSite('asked', world);
      relay = await startGatedSite('relay', world);
      person = await openPerson(browser, world);
      await person.enrol();
    });
    afterAll(async () => {
      await browser?.close();
      await Promise.all([asked?.room.close(), relay?.room.close(), world?.close()]);
    });

    it('names the site that asked, opens neither browser, and costs the person one visit', async () => {
      const { page } = person;
      // The relay asks the site in a browser of its own, and lays what the site asks before its visitor.
      const held = await asked.go();
      expect(held.location.startsWith(`${world.rooms.wallet.origin}/present#`)).toBe(true);
      const answer = relay.room.handle;
      relay.room.handle = (arrival) =>
        arrival.path === '/trap'
          ? { status: 303, headers: { location: held.location, 'referrer-policy': 'no-referrer' } }
          : answer(arrival);
      await page.goto(`${relay.room.origin}/trap`);

      // The wallet names the site that the answer would go to, and the relay nowhere.
      await person.heading(asked.room.origin);
      expect(await page.title()).toBe(`${asked.room.origin} · Bauta`);
      expect(await page.content()).not.toContain(relay.room.name);
      await person.button('Yes, with my passkey').click();
      await page.waitForURL(`${asked.room.origin}/_age/enter`);

      // The token went to that site alone, bound to it.
      const posts = [asked, relay].map(({ room }) => room.arrivals.filter(({ method }) => method === 'POST'));
      expect(posts.map((all) => all.length)).toEqual([1, 0]);
      const fields = new URLSearchParams(posts[0]?.[0]?.body.toString());
      expect(parseProof(fields.get('dpop') ?? '').audience).toBe(`${asked.room.origin}/_age/redeem`);
      const token = (fields.get('token') ?? '').slice(4, 60);
      expect(JSON.stringify(relay.room.arrivals.map(({ path, headers }) => [path, headers]))).not.toContain(token);

      // The pre-session is the relay's: the door stays shut, and the page says so.
      await page.getByRole('heading', { name: 'This proof was not accepted.' }).waitFor();
      await page.getByText('If your wallet used a visit for it, that one is gone: one, and nothing more.').waitFor();
      expect(asked.refused).toEqual(['ERR_PRE_SESSION']);
      const cookies = await person.context.cookies([asked.room.origin, relay.room.origin]);
      expect(cookies.map(({ name }) => name)).not.toContain('__Host-age');
      for (const path of ['/_age/enter', '/films/3']) {
        expect((await asked.get(path, held.cookies)).status).toBe(403);
        expect((await relay.get(path, held.cookies)).status).toBe(403);
      }

      // It cost one visit. Coming to the site oneself opens it, with another one, after the pause.
      expect((await person.readWallet()).tokens).toHaveLength(59);
      await person.setClock(world.now + 700);
      await page.goto(`${asked.room.origin}/films/3`);
      await page.getByRole('link', { name: 'Prove my age' }).click();
      await person.heading(asked.room.origin);
      await person.button('Yes, with my passkey').click();
      await page.waitForURL(`${asked.room.origin}/films/3`);
      await page.getByText('open').waitFor();
      expect((await person.readWallet()).tokens).toHaveLength(58);
    });
  },
);
