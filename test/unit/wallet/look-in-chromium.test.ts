import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../../browser/browser.ts';
import { pressOn } from './presenting.ts';
import { startWorld, type World } from './world.ts';

/** A phone from 2016; also what is left of 1280 px at 400 %. */
const NARROW = { width: 320, height: 640 };
/** What can be reached without a wallet, and what must stand there. */
const PATHS = ['/', '/app/', '/present', '/present#done', '/present#nonsense', '/present-online', '/integrity.json'];
const LOOKS = (['en-GB', 'fr-FR'] as const).flatMap((locale) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ locale, colorScheme })),
);

describe.skipIf(whyNoBrowser)(`the pages in Chromium${whyNoBrowser ? ` (skipped: ${whyNoBrowser})` : ''}`, () => {
  let browser: Browser;
  let world: World;
  let context: BrowserContext | undefined;

  beforeAll(async () => {
    browser = await launchBrowser();
    world = await startWorld({ attesters: 2 });
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });
  afterEach(async () => {
    await context?.close();
    context = undefined;
  });

  async function openPage(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    context = await browser.newContext({ viewport: NARROW, ...options });
    return context.newPage();
  }

  /** Every page and state that needs no wallet, one after the other. */
  async function visitAll(page: Page, look: (name: string) => Promise<void>): Promise<void> {
    const { wallet, site } = world.rooms;
    for (const path of PATHS) {
      await page.goto('about:blank');
      await page.goto(`${wallet.origin}${path}`);
      if (path !== '/integrity.json') await page.locator('h1').waitFor();
      await look(path);
    }
    await page.goto(site.origin);
    await page.getByRole('link', { name: 'go' }).click();
    await page.locator('h1.address').waitFor();
    await look('/present of a site');
    await page.goto(`${wallet.origin}/`);
    await page.evaluate(() => localStorage.setItem('bauta.mark', '2026-W47'));
    await page.goto(`${wallet.origin}/app/`);
    await page.locator('h1').waitFor();
    await look('/app/ without its wallet');
    await page.locator('button.main').first().waitFor();
    await page.evaluate(() => localStorage.removeItem('bauta.mark'));
    await page.goto(`${wallet.origin}/app/`);
    await pressOn(page, page.locator('button.main').first());
    await look('/app/ after its first button');
  }

  it.each(LOOKS)(
    'need no scrolling to the side at 320 px, $locale, $colorScheme',
    { timeout: 60_000 },
    async (look) => {
      const page = await openPage(look);
      await visitAll(page, async (name) => {
        const wide = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          const beyond = [...document.body.querySelectorAll('*')].filter(
            (one) =>
              one.getBoundingClientRect().right > clientWidth + 0.5 && getComputedStyle(one).position !== 'absolute',
          );
          return {
            over: scrollWidth - clientWidth,
            beyond: beyond.map(({ tagName, className }) => `${tagName} ${className}`),
          };
        });
        if (name !== '/integrity.json') expect([name, wide]).toEqual([name, { over: 0, beyond: [] }]);
      });
    },
  );

  it('give every target 24 px at least, and show where the keyboard is', { timeout: 60_000 }, async () => {
    const page = await openPage({ locale: 'fr-FR' });
    await visitAll(page, async (name) => {
      if (name === '/integrity.json') return;
      const small = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('button, a, label, summary, select')]
          .map((one) => ({ text: one.textContent, box: one.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
          .map(({ text, box }) => `${text} ${box.width} x ${box.height}`),
      );
      expect([name, small]).toEqual([name, []]);
      const stops = await page.locator('button:visible, a:visible, input:visible').count();
      for (let i = 0; i < Math.min(stops, 8); i++) {
        await page.keyboard.press('Tab');
        const outline = await page.evaluate(() => {
          const { activeElement } = document;
          if (!activeElement || activeElement === document.body) return 'none reached';
          const { outlineStyle, outlineWidth } = getComputedStyle(activeElement);
          return `${outlineStyle} ${outlineWidth}`;
        });
        if (outline !== 'none reached') expect([name, i, outline]).toEqual([name, i, 'solid 3px']);
      }
    });
  });

  it('move nothing, whoever asked for less motion or not', { timeout: 60_000 }, async () => {
    for (const reducedMotion of ['reduce', 'no-preference'] as const) {
      const page = await openPage({ reducedMotion });
      await visitAll(page, async (name) => {
        const moving = await page.evaluate(() => {
          const styles = [...document.querySelectorAll('*')].map((one) => getComputedStyle(one));
          const timed = styles.filter(
            ({ animationName, transitionDuration }) => animationName !== 'none' || transitionDuration !== '0s',
          );
          return timed.length + document.getAnimations().length;
        });
        expect([name, moving]).toEqual([name, 0]);
      });
      await context?.close();
    }
  });

  it.each(LOOKS)('have the ground that they tell the browser of, $locale, $colorScheme', async (look) => {
    const page = await openPage(look);
    for (const path of ['/', '/app/', '/present']) {
      await page.goto(`${world.rooms.wallet.origin}${path}`);
      const [ground, told] = await page.evaluate((scheme) => {
        const meta = document.querySelector<HTMLMetaElement>(`meta[name=theme-color][media*=${scheme}]`);
        const probe = document.createElement('i');
        probe.hidden = true;
        document.body.append(probe);
        probe.style.setProperty('color', meta?.content ?? '');
        return [getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(probe).color];
      }, look.colorScheme);
      expect([path, ground]).toEqual([path, told]);
    }
  });

  it('can be installed at /app/, and nowhere else', { timeout: 60_000 }, async () => {
    const page = await openPage({ viewport: { width: 800, height: 600 } });
    const devtools = await (context as BrowserContext).newCDPSession(page);
    await page.goto(`${world.rooms.wallet.origin}/app/`);
    await page.locator('h1').waitFor();
    const { url, errors } = await devtools.send('Page.getAppManifest');
    expect([new URL(url).pathname.startsWith('/assets/manifest-'), errors]).toEqual([true, []]);
    const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
    // The tests’ own window is a private one.
    expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
    const asked = () => world.rooms.wallet.arrivals.map(({ path }) => path);
    await expect.poll(() => asked().some((path) => path.startsWith('/assets/icon-'))).toBe(true);

    for (const path of ['/', '/present', '/present-online']) {
      await page.goto(`${world.rooms.wallet.origin}${path}`);
      expect([path, (await devtools.send('Page.getAppManifest')).url]).toEqual([path, '']);
      expect([path, await page.evaluate(() => navigator.serviceWorker.getRegistrations())]).toEqual([path, []]);
    }
  });

  it('run no script and apply no style whose bytes are others than the page was built with', async () => {
    const { wallet } = world.rooms;
    const honest = wallet.handle;
    wallet.handle = async (arrival) => {
      const answer = await honest(arrival);
      return /\.(js|css)$/.test(arrival.path)
        ? { ...answer, body: `${Buffer.from(answer.body as Uint8Array)} ` }
        : answer;
    };
    try {
      const page = await openPage();
      const said: string[] = [];
      page.on('console', (message) => said.push(message.text()));
      await page.goto(`${wallet.origin}/`);
      await page.waitForLoadState('load');
      await expect.poll(() => said.filter((text) => /integrity/.test(text))).toHaveLength(2);
      expect(await page.locator('h1').count()).toBe(0);
    } finally {
      wallet.handle = honest;
    }
  });

  it('name the build that integrity.json describes', async () => {
    const page = await openPage();
    await page.goto(`${world.rooms.wallet.origin}/integrity.json`);
    const { version } = JSON.parse(await page.locator('body').innerText());
    for (const path of ['/', '/app/', '/present']) {
      await page.goto(`${world.rooms.wallet.origin}${path}`);
      const named = await page.locator('footer').innerText();
      expect([path, named]).toEqual([path, `Version ${version}`]);
    }
  });
});
