import { formatBase64url, parseBase64url, parseProof, readToken } from '@bauta/sdk/protocol';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, readStored, whyNoBrowser } from '../../browser/browser.ts';
import { HOUR, openPerson, type Person, readAll, readPage } from './presenting.ts';
import { startWorld, WEDNESDAY, type World } from './world.ts';

const YES = 'Yes, with my passkey';
const NOW = WEDNESDAY + 2 * HOUR;

describe.skipIf(whyNoBrowser)(
  `handing over in Chromium${whyNoBrowser ? ` (skipped: ${whyNoBrowser})` : ''}`,
  {
    timeout: 60_000,
  },
  () => {
    let browser: Browser;
    let world: World;
    let person: Person;
    let siteAnswers: World['rooms']['site']['handle'];

    beforeAll(async () => {
      browser = await launchBrowser();
      world = await startWorld();
      siteAnswers = world.rooms.site.handle;
    });
    afterAll(async () => {
      await browser?.close();
      await world?.close();
    });
    beforeEach(async () => {
      world.site.posts.length = 0;
      world.rooms.site.handle = siteAnswers;
      person = await openPerson(browser, world);
      await person.enrol();
    });
    afterEach(async () => {
      await person.close();
      expect(person.faults.splice(0)).toEqual([]);
    });

    /** Answers posts another way; everything else as before. @param until when they are answered; at once unless given. */
    function answerPosts(status: number, until?: Promise<void>): void {
      world.rooms.site.handle = async (arrival) => {
        const answer = await siteAnswers(arrival);
        if (arrival.method !== 'POST') return answer;
        await until;
        return status === 303 ? answer : { status, headers: { 'content-type': 'text/html' }, body: '<h1>Fault</h1>' };
      };
    }

    function posted(n: number): { readonly token: string; readonly nonce: string; readonly challenge: string } {
      const fields = [...new URLSearchParams(world.site.posts[n])];
      expect(fields.map(([name]) => name)).toEqual(['token', 'dpop']);
      const token = fields[0]?.[1] as string;
      const { challenge } = parseProof(fields[1]?.[1] as string);
      return { token, nonce: formatBase64url(readToken(parseBase64url(token)).nonce), challenge };
    }

    /** How often a token went anywhere at all: in an address, a header or a body. */
    function timesSeen(token: string): number {
      const arrivals = Object.values(world.rooms).flatMap((room) => room.arrivals);
      const told = arrivals.map(({ path, headers, body }) => JSON.stringify([path, headers]) + body.toString());
      return told.filter((one) => one.includes(token) || one.includes(token.slice(4, 60))).length;
    }

    it('lets no token leave, and deletes none, while the passkey does not verify its user', async () => {
      const { tab, page } = person;
      await person.comeFromSite();
      await tab.setUserVerified(false);
      for (let i = 0; i < 2; i++) {
        await person.press(YES);
        await page.getByText('The passkey did not agree. Nothing was sent.').waitFor();
      }
      expect(world.site.posts).toEqual([]);
      const { tokens, recent } = await readStored(page);
      expect([tokens?.length, recent?.length]).toEqual([60, 0]);
      expect(await person.button(YES).isEnabled()).toBe(true);
    });

    it('answers one of fifty challenges that are put into one page: the one it came with', async () => {
      const { page } = person;
      await person.comeFromSite();
      const others = await Promise.all(Array.from({ length: 50 }, (_, i) => world.site.request(NOW - 1 - i)));
      const swap = (fragments: readonly string[]): void => {
        for (const fragment of fragments) {
          location.hash = fragment;
          location.replace(`#${fragment}`);
          dispatchEvent(new HashChangeEvent('hashchange'));
        }
      };
      await page.evaluate(swap, others);
      await expect.poll(() => page.url()).toBe(`${world.rooms.wallet.origin}/present`);
      await person.button(YES).click();
      await page.waitForURL('**/welcome');
      await person.travel(-1);
      await person.heading('Nothing more to do here');
      await page.evaluate(swap, others);
      expect(await page.getByRole('button', { name: YES }).count()).toBe(0);
      expect(world.site.posts).toHaveLength(1);
      const { challenge } = posted(0);
      const asked = others.map((one) => JSON.parse(Buffer.from(one, 'base64url').toString()).challenge);
      expect(asked).not.toContain(challenge);
      expect((await person.readWallet()).tokens).toHaveLength(59);
    });

    it('stays with its request whatever an opener does', async () => {
      const opener = await person.context.newPage();
      await opener.goto(world.rooms.site.origin);
      const mine = await world.site.request(NOW);
      const others = await Promise.all(Array.from({ length: 50 }, (_, i) => world.site.request(NOW - 60 - i)));
      const wallet = `${world.rooms.wallet.origin}/present`;
      const opened = person.context.waitForEvent('page');
      await opener.evaluate((url) => Object.assign(globalThis, { held: open(url, 'held') }), `${wallet}#${mine}`);
      const popup = await opened;
      await popup.getByRole('heading', { level: 1, name: world.rooms.site.origin }).waitFor();
      const pages = person.context.pages().length;
      const state = await opener.evaluate(
        async ([url, fragments]) => {
          const { held } = globalThis as unknown as { held: Window };
          for (const fragment of fragments) {
            held.location.replace(`${url}#${fragment}`);
            held.postMessage(fragment, '*');
          }
          await new Promise((resolve) => setTimeout(resolve, 500));
          return { isClosed: held.closed, frames: held.length };
        },
        [wallet, others] as const,
      );
      expect(state).toEqual({ isClosed: true, frames: 0 });
      expect([popup.url(), person.context.pages().length]).toEqual([wallet, pages]);
      expect(await popup.evaluate(() => [opener, window.name, document.referrer])).toEqual([null, '', '']);
      await popup.getByRole('button', { name: YES }).waitFor();
    });

    it('never shows a token again that a site answered with 500', async () => {
      const { page } = person;
      answerPosts(500);
      await person.comeFromSite();
      await person.button(YES).click();
      await page.getByRole('heading', { name: 'Fault' }).waitFor();
      const first = posted(0);
      // Back, and loaded anew.
      await person.travel(-1);
      await person.heading('Nothing more to do here');
      expect(await readPage(page)).not.toContain(first.token.slice(4, 60));
      await page.reload();
      await person.heading('No site is asking');
      expect((await readStored(page)).tokens).toHaveLength(59);
      // Another visit, later: another token.
      await person.setClock(NOW + 700);
      answerPosts(303);
      await person.comeFromSite();
      await person.button(YES).click();
      await page.waitForURL('**/welcome');
      expect(world.site.posts).toHaveLength(2);
      expect(posted(1).nonce).not.toBe(first.nonce);
      expect([timesSeen(first.token), timesSeen(posted(1).token)]).toEqual([1, 1]);
      expect((await person.readWallet()).tokens).toHaveLength(58);
    });

    it('keeps nothing of a token in the page, before and after the site answers, and sends it once', async () => {
      const { page } = person;
      let letGo = (): void => {};
      answerPosts(303, new Promise((resolve) => (letGo = resolve)));
      await person.comeFromSite();
      // Pressed three times, and read while the site has the post and does not answer: until it does, nothing that is
      // asked of the page reaches it, and so all of this is asked at once.
      const waiting = await page.evaluate<string>(`(async () => {
        const yes = document.querySelector('button.main');
        const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
        yes.click();
        yes.click();
        for (let i = 0; i < 300 && !document.body.innerText.includes('The site takes over.'); i++) await pause(50);
        yes.click();
        await pause(300);
        return (${readAll})();
      })()`);
      await expect.poll(() => world.site.posts.length).toBe(1);
      letGo();
      const { token } = posted(0);
      const secret = token.slice(4, 60);
      expect(waiting).toContain('The site takes over.');
      expect(waiting).not.toContain(secret);
      await page.waitForURL('**/welcome');
      await person.travel(-1);
      await person.heading('Nothing more to do here');
      expect(await readPage(page)).not.toContain(secret);
      expect(await page.locator('form[action], input, button.main').count()).toBe(0);
      await person.travel(1);
      await page.waitForURL('**/welcome', { waitUntil: 'commit' });
      await person.heading('Site');
      await person.travel(-1);
      await person.heading('Nothing more to do here');
      await page.reload();
      await person.heading('No site is asking');
      expect(await readPage(page)).not.toContain(secret);
      expect(JSON.stringify(await readStored(page))).not.toContain(secret);
      expect([world.site.posts.length, timesSeen(token)]).toEqual([1, 1]);
    });

    it('waits a minute before a second visit to one site, over a reload too, and goes on by a button', async () => {
      const { page } = person;
      await person.comeFromSite();
      await person.button(YES).click();
      await page.waitForURL('**/welcome');

      await person.comeFromSite();
      await person.button(YES).click();
      const goOn = person.button('Go on, and use another visit');
      await page.getByText('A visit went to this site a moment ago').waitFor();
      expect(await goOn.isDisabled()).toBe(true);
      const heard = page.locator('[role=status].unseen');
      await expect.poll(() => heard.textContent()).toBe('60 seconds to wait.');
      await person.setClock(NOW + 25);
      await page.getByText('35 seconds to wait.').waitFor();
      expect(await heard.textContent()).toBe('60 seconds to wait.');
      await person.setClock(NOW + 32);
      await page.getByText('28 seconds to wait.').first().waitFor();
      await expect.poll(() => heard.textContent()).toBe('28 seconds to wait.');
      // In another language the wait is the same.
      await person.button('Français').click();
      await page.getByText('Encore 28').first().waitFor();
      await person.button('English').click();
      expect((await readStored(page)).tokens).toHaveLength(59);

      await page.reload();
      await person.heading('No site is asking');
      await person.comeFromSite();
      await person.button(YES).click();
      await page.getByText('28 seconds to wait.').first().waitFor();
      await person.setClock(NOW + 60);
      await page.getByText('The wait is over. Go on if you want to.').first().waitFor();
      expect(world.site.posts).toHaveLength(1);
      await goOn.click();
      await page.waitForURL('**/welcome');
      expect(world.site.posts).toHaveLength(2);

      const { recent = [], tokens } = await person.readWallet();
      expect(tokens).toHaveLength(58);
      expect(recent.map((one) => Object.keys(one).sort())).toEqual(recent.map(() => ['at', 'mac', 'resume']));
      expect(JSON.stringify(recent)).not.toContain('localhost');
      // Ten minutes later the wallet has forgotten it.
      await person.setClock(NOW + 60 + 600);
      await person.comeFromSite();
      expect((await readStored(page)).recent).toEqual([]);
    });
  },
);
