import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type Tab, withPasskey } from '../browser/browser.ts';
import type { FlowRooms } from '../flow/flow.ts';

/** The page that everyone here asks for. */
const FILM = '/films/3';

/** Somebody who came to the gate and opened a wallet. */
export interface Visitor {
  readonly context: BrowserContext;
  /** The tab that the wallet was opened in, with a passkey of its own. */
  readonly wallet: Page;
  readonly passkey: Tab;
}

export interface VisitorOptions {
  readonly locale?: 'en-GB' | 'fr-FR';
  readonly width?: number;
  /** Told of each page's faults and requests. */
  readonly watch?: (context: BrowserContext) => void;
}

/** What a visitor reads on the way, in the language of the browser. */
export const WORDS = {
  'en-GB': {
    prove: 'Prove my age',
    open: 'Open my wallet in a new tab',
    begin: 'Begin',
    methods: 'How do you want to prove your age?',
    choose: (label: string) => `Go on with: ${label}`,
  },
  'fr-FR': {
    prove: 'Prouver mon âge',
    open: 'Ouvrir mon portefeuille dans un nouvel onglet',
    begin: 'Commencer',
    methods: 'Comment voulez-vous prouver votre âge\u00a0?',
    choose: (label: string) => `Continuer avec\u00a0: ${label}`,
  },
} as const;

export const heading = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('heading', { name }).first().waitFor();

/** A new person with a new browser, from the gate of the site to the first screen of the wallet. */
export async function comeToWallet(
  browser: Browser,
  rooms: FlowRooms,
  { locale = 'en-GB', width = 1280, watch }: VisitorOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({ locale, viewport: { width, height: 844 } });
  watch?.(context);
  const site = await context.newPage();
  await site.goto(`${rooms.demoSite}${FILM}`);
  await site.getByRole('link', { name: WORDS[locale].prove }).click();
  const opened = context.waitForEvent('page');
  await site.getByText(WORDS[locale].open).click();
  const wallet = await opened;
  const passkey = await withPasskey(wallet);
  await wallet.getByRole('button', { name: WORDS[locale].begin, exact: true }).waitFor();
  return { context, wallet, passkey };
}

/** From the wallet's first screen to the one of a method. @param label what people call it. */
export async function choose(wallet: Page, label: string, locale: keyof typeof WORDS = 'en-GB'): Promise<void> {
  const words = WORDS[locale];
  await wallet.getByRole('button', { name: words.begin, exact: true }).click();
  await heading(wallet, words.methods);
  await wallet.getByRole('button', { name: words.choose(label), exact: true }).click();
}

/** Opens the phone that a link of the wallet leads to. */
export async function openPhone({ context, wallet }: Visitor, link: string): Promise<Page> {
  const opened = context.waitForEvent('page');
  await wallet.getByRole('link', { name: link }).click();
  const phone = await opened;
  await phone.getByRole('button', { name: 'Share' }).waitFor();
  return phone;
}

/** From the proof that did to "Ready". @param page the tab that goes on, with a passkey. */
export async function protect(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Make my passkey' }).click();
  await heading(page, 'Ready');
}

/** From "Ready" to the page that was asked for. @returns the seconds that its film lasts. */
export async function seeFilm(page: Page, rooms: FlowRooms): Promise<number> {
  await page.goto(`${rooms.demoSite}${FILM}`);
  await page.getByRole('link', { name: 'Prove my age' }).click();
  await page.getByRole('button', { name: 'Now all the same' }).click();
  await page.waitForURL(`${rooms.demoSite}${FILM}`);
  return page.evaluate(async () => {
    const video = document.querySelector('video') as HTMLVideoElement;
    video.muted = true;
    await video.play();
    return video.duration;
  });
}
