import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../browser/browser.ts';
import { type PlainChromium, startPlainChromium } from '../browser/plain-chromium.ts';
import { ask } from '../door/raw-ask.ts';
import { FILM, FILM_PAGE, type SessionSite, startSessionSite } from './session-site.ts';

const GATE = 'a[href="/_age/go"]';
const VIDEO = 'video.screen';

let site: SessionSite;
beforeEach(async () => {
  site = await startSessionSite();
});
afterEach(() => site.close());

/** What was asked of an address, without the rest. */
const askedOf = (path: string): readonly number[] =>
  site.asked.filter((one) => one.path === path).map(({ status }) => status);

async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const patienceEnds = performance.now() + 20_000;
  while (!(await holds())) {
    if (performance.now() > patienceEnds) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

describe.skipIf(whyNoBrowser)(`a browser (${whyNoBrowser ?? 'Chromium'})`, () => {
  let folder: string;
  const open: PlainChromium[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bauta-session-'));
  });
  afterEach(async () => {
    for (const browser of open.splice(0)) await browser.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  async function start(): Promise<PlainChromium> {
    const browser = await startPlainChromium({
      profile: folder,
      netLog: join(folder, 'net-log.json'),
      // "Continue where you left off": session cookies come back too.
      flags: ['--restore-last-session'],
    });
    open.push(browser);
    return browser;
  }

  async function enterAndBeat(browser: PlainChromium) {
    const tab = await browser.openTab();
    await tab.visit(site.letIn);
    await tab.until(`document.querySelector('${VIDEO}')`);
    await until(() => askedOf('/_age/beat').length >= 2, 'a second beat');
    return tab;
  }

  /** @returns whether a page of the site opens, or the gate. */
  async function comeBack(): Promise<'open' | 'gate'> {
    const tab = await (await start()).openTab();
    await tab.visit(`${site.origin}/films/4`);
    await tab.until(`document.querySelector('main.frame, ${GATE.replaceAll('"', '\\"')}')`);
    return (await tab.read<boolean>(`!!document.querySelector('${GATE}')`)) ? 'gate' : 'open';
  }

  it('that was closed and opened again at once is still in: it does keep the cookie', { timeout: 90_000 }, async () => {
    const browser = await start();
    await enterAndBeat(browser);
    await browser.close();
    expect(await comeBack()).toBe('open');
  });

  it('that was closed 16 s ago meets the gate', { timeout: 90_000 }, async () => {
    const browser = await start();
    const tab = await enterAndBeat(browser);
    await tab.close();
    await until(() => site.asked.some(({ body }) => body === 'leave'), 'the word that the site is left');
    await browser.close();
    site.clock.now += 16;
    expect(await comeBack()).toBe('gate');
  });

  it('that died without a word meets it after the lease', { timeout: 90_000 }, async () => {
    const browser = await start();
    await enterAndBeat(browser);
    await browser.kill();
    expect(site.asked.some(({ body }) => body === 'leave')).toBe(false);
    site.clock.now += 90;
    expect(await comeBack()).toBe('gate');
  });

  const isDark = "document.documentElement.style.display === 'none'";

  it('that froze it, as standby does, shows nothing before the server has answered: the gate', {
    timeout: 60_000,
  }, async () => {
    const tab = await enterAndBeat(await start());
    await tab.send('Page.setWebLifecycleState', { state: 'frozen' });
    await tab.until(isDark);
    const beats = askedOf('/_age/beat').length;
    site.clock.now += 91;
    await tab.send('Page.setWebLifecycleState', { state: 'active' });
    await tab.until(`document.querySelector('${GATE}')`);
    expect(askedOf('/_age/beat').slice(beats)).toContain(401);
  });

  it('that froze it for a moment shows it again once the server has answered', { timeout: 60_000 }, async () => {
    const tab = await enterAndBeat(await start());
    await tab.send('Page.setWebLifecycleState', { state: 'frozen' });
    await tab.until(isDark);
    await tab.send('Page.setWebLifecycleState', { state: 'active' });
    await tab.until(`!(${isDark}) && document.querySelector('${VIDEO}')`);
  });
});

describe.skipIf(whyNoBrowser)(`a page of the site (${whyNoBrowser ?? 'Chromium'})`, () => {
  let browser: Browser;
  let context: BrowserContext;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  beforeEach(async () => {
    context = await browser.newContext();
  });
  afterEach(() => context.close());
  afterAll(() => browser.close());

  /** What the film is answered with the cookies of these pages, asked by no browser. */
  async function filmFor(cookies: BrowserContext): Promise<number> {
    const { host, port } = new URL(site.origin);
    const pairs = (await cookies.cookies()).map(({ name, value }) => `${name}=${value}`);
    const headers = [`Host: ${host}`, `Cookie: ${pairs.join('; ')}`];
    return (await ask(Number(port), { line: `GET ${FILM}`, headers })).status;
  }

  async function enter(page: Page): Promise<void> {
    await page.goto(site.letIn);
    await page.locator(VIDEO).waitFor();
    await until(() => askedOf('/_age/beat').includes(204), 'a beat');
  }

  it('that plays a film to nobody ends after 60 minutes, not before', { timeout: 120_000 }, async () => {
    const page = await context.newPage();
    await page.clock.install();
    await enter(page);
    await page.evaluate((selector) => {
      const film = document.querySelector(selector) as HTMLVideoElement;
      film.muted = true;
      return film.play();
    }, VIDEO);
    // The last sign of the person is their coming in; each half minute the page beats, and the film is asked for.
    for (let second = 30; second < 3600; second += 30) {
      const beats = askedOf('/_age/beat').length;
      site.clock.now += 30;
      await page.clock.runFor(30_000);
      await until(() => askedOf('/_age/beat').length > beats, `the beat of second ${second}`);
      if (second % 600 === 0) {
        const part = await page.evaluate(
          async (path) => (await fetch(path, { headers: { range: 'bytes=0-9' } })).status,
          FILM,
        );
        expect(part).toBe(206);
        expect(await page.evaluate((s) => (document.querySelector(s) as HTMLVideoElement).paused, VIDEO)).toBe(false);
      }
    }
    expect(new Set(askedOf('/_age/beat'))).toEqual(new Set([204]));
    site.clock.now += 60;
    await page.clock.runFor(30_000);
    await page.locator(GATE).waitFor();
    expect(await filmFor(context)).toBe(401);
  });

  describe('whose cookie is carried elsewhere', () => {
    /** Turns the clock by so many half minutes, in each of which the owner's page beats. */
    async function beatOn(page: Page, times: number): Promise<void> {
      for (let i = 0; i < times; i++) {
        const beats = askedOf('/_age/beat').length;
        site.clock.now += 30;
        await page.clock.runFor(30_000);
        await until(() => askedOf('/_age/beat').length > beats, 'a beat');
      }
    }

    it.each([
      ['a private window', async () => browser.newContext()],
      ['a second browser with a profile of its own', async () => (await launchBrowser()).newContext()],
    ])(
      '%s meets the gate without it, and with an old one; and then so does the owner',
      { timeout: 90_000 },
      async (_, elsewhere) => {
        const page = await context.newPage();
        await page.clock.install();
        await enter(page);
        const [cookie] = (await context.cookies()).filter(({ name }) => name === '__Host-age');
        const other = await elsewhere();
        const stranger = await other.newPage();
        await stranger.goto(site.origin + FILM_PAGE);
        await stranger.locator(GATE).waitFor();

        await beatOn(page, 3);
        await other.addCookies([cookie as NonNullable<typeof cookie>]);
        await stranger.goto(site.origin + FILM_PAGE);
        await stranger.locator(GATE).waitFor();
        expect(await filmFor(other)).toBe(401);
        await page.clock.runFor(30_000);
        await page.locator(GATE).waitFor();
        if (other.browser() !== browser) await other.browser()?.close();
        else await other.close();
      },
    );
  });
});
