import { DIRECTORY_PATH } from '@bauta/sdk/protocol';
import { loopbackFetch } from '@bauta/services/loopback';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { launchBrowser, openTab, readStored, whyNoBrowser } from '../browser/browser.ts';
import { enrol } from '../browser/journey.ts';
import { WEDNESDAY_NOON } from '../rooms/house.ts';
import type { Answer } from './log-doors-proxy.ts';
import { type DoorRooms, startDoorRooms } from './log-doors-rooms.ts';
import { AWAY, forked, frozen, stapling, withByteChanged } from './log-doors-states.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const HONEST: Answer = () => undefined;
const SHUT = 'The door is closed for the moment.';
const NOT_EVERYONES = /^It could not be shown that everyone gets these keys, so nothing was asked for/;

describe.skipIf(whyNoBrowser)(`doors before a log (${whyNoBrowser ? `skipped: ${whyNoBrowser}` : 'Chromium'})`, () => {
  let rooms: DoorRooms;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let now = WEDNESDAY_NOON;
  /** What the browser posted, and where. */
  const posted: string[] = [];
  const trail: string[] = [];
  beforeEach(() => onTestFailed(() => console.error(trail.slice(-25).join('\n'))));

  beforeAll(async () => {
    rooms = await startDoorRooms(23_700, (issuer) => stapling(issuer, undefined));
    browser = await launchBrowser();
    context = await browser.newContext({ locale: 'en-GB' });
    context.on('request', (request) => {
      if (request.method() === 'POST') posted.push(request.url());
    });
    context.on('response', (answer) => {
      trail.push(`${answer.request().method()} ${answer.status()} ${answer.url().slice(0, 100)}`);
    });
    ({ page } = await openTab(context));
    await goTo(now);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await rooms?.stop();
  });

  /** Another time, for all but the site. */
  async function goTo(time: number): Promise<void> {
    now = time;
    await rooms.setClock(now);
    await context.clock.setFixedTime(now * 1000);
  }
  const heading = (name: string | RegExp) => page.getByRole('heading', { name }).first().waitFor();

  /** What a stranger meets at the site, who gets nothing of what is gated whatever it is. */
  async function door(): Promise<number> {
    const { demoSite } = rooms.origins;
    const film = await loopbackFetch(`${demoSite}/media/film-3.webm`);
    expect([401, 503]).toContain(film.status);
    expect(film.headers.get('content-type')).toBe('application/problem+json');
    const met = await loopbackFetch(`${demoSite}/films/3`, { headers: { accept: 'text/html' } });
    expect(await met.text()).not.toMatch(/film|landscape/i);
    return met.status;
  }
  /** The same after the site has looked again. */
  async function doorAt(time: number): Promise<number> {
    await rooms.setSiteClock(time);
    return door();
  }

  /** Goes to a film of the site with a visit of the wallet. */
  async function visit(): Promise<void> {
    await context.clearCookies();
    await page.goto(`${rooms.origins.demoSite}/films/3`);
    await page.getByRole('link', { name: 'Prove my age' }).click();
    const video = page.locator('video');
    const anyway = page.getByRole('button', { name: 'Now all the same' });
    await video.or(anyway).first().waitFor();
    if (!(await video.isVisible())) await anyway.click();
    await video.waitFor();
  }

  describe('the site', () => {
    it('that starts without proofs is shut, then while its log is away or a proof is wrong, and open once all is right', {
      timeout: 60_000,
    }, async () => {
      expect(await door()).toBe(503);
      expect(await doorAt(now)).toBe(503);
      const met = await page.goto(`${rooms.origins.demoSite}/films/3`);
      expect(met?.status()).toBe(503);
      await heading(SHUT);
      rooms.before.issuer.answer = stapling(rooms.issuer, withByteChanged);
      expect(await doorAt(now)).toBe(503);
      rooms.before.issuer.answer = HONEST;
      rooms.before.siteLog.answer = AWAY;
      expect(await doorAt(now)).toBe(503);
      rooms.before.siteLog.answer = HONEST;
      expect(await doorAt(now)).toBe(403);
    });

    it('opens for a visit of a wallet that found the same keys in the log', { timeout: 60_000 }, async () => {
      await page.goto(`${rooms.origins.wallet}/app/`);
      await enrol(context, page);
      await visit();
    });

    it.each<[string, () => Answer | Promise<Answer>]>([
      ['is away', () => AWAY],
      ['was split', () => forked(rooms.log, rooms.dataDir, now)],
      ['is one that nobody has vouched for since', () => frozen(rooms.log)],
    ])('shuts a day after its last good reading when the log %s, and opens when that is mended', async (_, answer) => {
      rooms.before.siteLog.answer = await answer();
      if (rooms.before.siteLog.answer === AWAY) {
        await goTo(now + DAY - HOUR);
        expect(await doorAt(now)).toBe(403);
        await visit();
        await goTo(now + HOUR + MINUTE);
      } else {
        await goTo(now + DAY + MINUTE);
      }
      expect(await doorAt(now)).toBe(503);
      rooms.before.siteLog.answer = HONEST;
      expect(await doorAt(now)).toBe(403);
    });
  });

  describe('the wallet', () => {
    let visits: number;
    beforeAll(async () => {
      rooms.before.walletLog.answer = await frozen(rooms.log);
      await goTo(WEDNESDAY_NOON + 7 * DAY);
      await rooms.setSiteClock(now);
      await page.goto(`${rooms.origins.wallet}/app/`);
      await heading('Your visits');
      visits = ((await readStored(page)).tokens ?? []).length;
      posted.length = 0;
    });

    const crooked: readonly [string, string | RegExp, () => Promise<void> | void][] = [
      ['ERR_LOG_STALE', /^The witnesses last saw the public log of keys more than a day ago/, () => {}],
      [
        'ERR_LOG_PROOF',
        NOT_EVERYONES,
        async () => {
          rooms.before.walletLog.answer = await forked(rooms.log, rooms.dataDir, now);
        },
      ],
      [
        'ERR_LOG_AWAY',
        /^The public log of keys does not answer, so nothing was asked for/,
        () => {
          rooms.before.walletLog.answer = AWAY;
        },
      ],
      [
        'ERR_LOG_PROOF',
        NOT_EVERYONES,
        () => {
          rooms.before.walletLog.answer = HONEST;
          rooms.before.issuer.answer = stapling(rooms.issuer, undefined);
        },
      ],
      [
        'ERR_LOG_PROOF',
        NOT_EVERYONES,
        () => {
          rooms.before.issuer.answer = stapling(rooms.issuer, withByteChanged);
        },
      ],
    ];

    it('says what is wrong in one sentence, asks nobody for anything, and keeps its visits', {
      timeout: 60_000,
    }, async () => {
      await expect(page.getByRole('button', { name: 'Fetch visits' }).count()).resolves.toBe(1);
      let button = 'Fetch visits';
      for (const [code, sentence, spoil] of crooked) {
        await spoil();
        const asked = page.waitForResponse((answer) => answer.url().endsWith(DIRECTORY_PATH));
        await page.getByRole('button', { name: button }).click();
        await asked;
        await page.getByText(`For support: ${code}`).waitFor();
        const said = await page.locator('#screen p').first().innerText();
        expect(said).toMatch(sentence);
        expect(posted).toEqual([]);
        expect((await readStored(page)).tokens).toHaveLength(visits);
        button = 'Try again';
      }
    });

    it('opens sites meanwhile, and fetches once all is right', { timeout: 60_000 }, async () => {
      await visit();
      posted.length = 0;
      await page.goto(`${rooms.origins.wallet}/app/`);
      rooms.before.issuer.answer = HONEST;
      await page.getByRole('button', { name: 'Fetch visits' }).click();
      await heading('Ready');
      expect(posted.some((url) => url.startsWith(rooms.origins.attester))).toBe(true);
      expect((await readStored(page)).tokens).toHaveLength(visits - 1 + 30);
    });
  });
});
