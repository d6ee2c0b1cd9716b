import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { openTab, readStored, type StoredRecord, type Tab } from '../../browser/browser.ts';
import { WEDNESDAY, type World } from './world.ts';

/** A person's browser, with one tab whose passkey made the wallet. */
export interface Person {
  readonly context: BrowserContext;
  readonly tab: Tab;
  readonly page: Page;
  /** What the browser complained of: blocked scripts, styles, forms, and faults of a script. */
  readonly faults: string[];
  button(name: string): ReturnType<Page['getByRole']>;
  heading(name: string): Promise<void>;
  /** Presses a button, and waits until another screen stands there, though it may say the same. */
  press(name: string): Promise<void>;
  /** Of this browser and of every room. */
  setClock(now: number): Promise<void>;
  openWallet(): Promise<void>;
  /** Makes a wallet of 60 tokens. @param rest how long they then rest, in seconds: fresh ones are not offered alike. */
  enrol(rest?: number): Promise<void>;
  /** Comes from the site as its visitors do: by its own redirect. */
  comeFromSite(origin?: string): Promise<void>;
  /** Shows the site a token. @param button what is pressed for it. */
  present(button?: string): Promise<void>;
  /** Through the browser's history, out of its memory where it kept the page. */
  travel(steps: 1 | -1): Promise<void>;
  /** What lies in the wallet's database, wherever the tab is now. */
  readWallet(): Promise<Readonly<Record<string, readonly StoredRecord[]>>>;
  close(): Promise<void>;
}

export const HOUR = 3600;

/** In this browser each visit is as the first one: the passkey is asked after a button, never at once. */
export async function askByButton(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    try {
      localStorage.removeItem('bauta.returning');
    } catch {
      // A page without an origin has none.
    }
  });
}

export interface PersonOptions {
  /** Whether the passkey can keep a secret for the wallet; it can unless told. */
  readonly hasPrf?: boolean;
  /** Whether the passkey is asked at once from the second visit on, as for people; after a button unless told. */
  readonly isAskedAtOnce?: boolean;
  /** What else is particular to this browser. */
  readonly browser?: BrowserContextOptions;
}

export async function openPerson(browser: Browser, world: World, options: PersonOptions = {}): Promise<Person> {
  const { hasPrf = true, isAskedAtOnce = false } = options;
  const context = await browser.newContext({ locale: 'en-GB', ...options.browser });
  if (!isAskedAtOnce) await askByButton(context);
  const faults: string[] = [];
  context.on('page', (opened) => watch(opened, faults));
  world.attester.evidence = 'waiting';
  const setClock = async (now: number): Promise<void> => {
    world.now = now;
    await context.clock.setFixedTime(now * 1000);
  };
  await setClock(WEDNESDAY);
  const tab = await openTab(context, hasPrf);
  const { page } = tab;
  const wallet = world.rooms.wallet.origin;
  const person: Person = {
    context,
    tab,
    page,
    faults,
    setClock,
    button: (name) => page.getByRole('button', { name }),
    heading: (name) => page.getByRole('heading', { level: 1, name }).waitFor(),
    press: (name) => pressOn(page, person.button(name)),
    openWallet: async () => void (await page.goto(`${wallet}/app/`)),
    async enrol(rest = 2 * HOUR) {
      await person.openWallet();
      await person.button('Begin').click();
      await person.heading('Show your proof of age');
      world.attester.evidence = 'proved';
      await person.button('Make my passkey').click();
      await person.heading('Ready');
      await setClock(WEDNESDAY + rest);
    },
    async comeFromSite(origin = world.rooms.site.origin) {
      await page.goto(origin);
      await page.getByRole('link', { name: 'go' }).click();
      await person.heading(origin);
    },
    async present(button = 'Yes, with my passkey') {
      await person.comeFromSite();
      await person.button(button).click();
      await page.waitForURL('**/welcome');
    },
    // Gone only when the call is answered: a page that is being left may never answer it.
    travel: (steps) => page.evaluate((by) => void setTimeout(() => history.go(by)), steps),
    async readWallet() {
      await page.goto(`${wallet}/`);
      return readStored(page);
    },
    close: () => context.close(),
  };
  return person;
}

function watch(page: Page, faults: string[]): void {
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    // The browser itself says of every answer that is no 2xx that it failed to load.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) faults.push(message.text());
  });
}

/** Presses a button, and waits until another screen stands there: one of the same words would pass for the new one. */
export async function pressOn(page: Page, button: Locator): Promise<void> {
  await page.locator('h1').evaluate((heading) => heading.setAttribute('data-left', ''));
  await button.click();
  await page.locator('h1:not([data-left])').waitFor();
}

/** Everything of a page that a script or a person could read a token from. */
export function readPage(page: Page): Promise<string> {
  return page.evaluate(readAll);
}

/** Runs in the page: what `readPage` gives. */
export function readAll(): string {
  const values = [...document.querySelectorAll('input, textarea, [action]')].map((one) => [
    (one as HTMLInputElement).value,
    one.getAttribute('action'),
  ]);
  const kept = [{ ...localStorage }, { ...sessionStorage }, history.state, location.href, window.name, document.title];
  return JSON.stringify([document.documentElement.outerHTML, values, kept]);
}
