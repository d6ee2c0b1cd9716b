import type { BrowserContext, Page } from 'playwright-core';
import { isLoopback } from '../../reading/loopback.ts';
import type { KnownWallet } from './known-wallet.ts';

/** Screens change their words; what is to be done next is always their main button. */
export const NEXT = '#screen button.main:not(:disabled)';
const PAUSE = 250;
const MACHINE_PATIENCE = 60_000;
const PERSON_PATIENCE = 600_000;

export interface EnrolPorts {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly wallet: KnownWallet;
  readonly wait: (ms: number) => Promise<void>;
  readonly progress: (line: string) => void;
  /** Asked between two steps: true ends the way early. */
  readonly isOver?: () => boolean;
}

/** Nobody has to prove an age where the demonstration offers a phone that does. */
export function enrolsByItself({ wallet, phone }: KnownWallet): boolean {
  const { hostname } = new URL(wallet);
  return isLoopback(hostname) && (phone === undefined || isLoopback(new URL(phone).hostname));
}

/**
 * From the wallet's own page to the page that says that all is ready. On loopback it takes the main button of every
 * screen, and shares a proof with the simulated phone; elsewhere a person does, in the browser that they see.
 * @returns whether that page was reached.
 */
export async function enrolWallet(ports: EnrolPorts): Promise<boolean> {
  const { context, page, wallet, wait, progress, isOver = () => false } = ports;
  const byItself = enrolsByItself(wallet);
  await page.goto(`${wallet.wallet}/app/`);
  if (!byItself)
    progress('Please prove your age in the browser window that has opened. Passkeys are answered for you.');
  const shared = new Set<string>();
  const ends = Date.now() + (byItself ? MACHINE_PATIENCE : PERSON_PATIENCE);
  while (Date.now() < ends) {
    if (await isReady(page, wallet.wallet)) return true;
    if (isOver()) return false;
    if (byItself) await step(page, context, wallet, shared);
    await wait(PAUSE);
  }
  return false;
}

async function isReady(page: Page, origin: string): Promise<boolean> {
  const { origin: here, pathname } = new URL(page.url());
  if (here !== origin || pathname !== '/present') return false;
  return page.evaluate(() => document.querySelector('h1') !== null).catch(() => false);
}

async function step(page: Page, context: BrowserContext, { phone }: KnownWallet, shared: Set<string>): Promise<void> {
  const href = phone === undefined ? null : await linkTo(page, phone);
  if (href === null) return press(page);
  if (shared.has(href)) return;
  shared.add(href);
  await shareWithPhone(context, href);
}

/** The last link is for another device: the one before it would lead the phone's tab back to the wallet. */
function linkTo(page: Page, origin: string): Promise<string | null> {
  const find = (prefix: string): string | null =>
    [...document.querySelectorAll<HTMLAnchorElement>(`#screen a[href^="${prefix}"]`)].at(-1)?.href ?? null;
  return page.evaluate(find, origin).catch(() => null);
}

/** Presses what the screen asks for, if there is anything. @returns without waiting for what comes of it */
export async function press(page: Page): Promise<void> {
  const tap = (selector: string): void => document.querySelector<HTMLElement>(selector)?.click();
  await page.evaluate(tap, NEXT).catch(() => undefined);
}

async function shareWithPhone(context: BrowserContext, href: string): Promise<void> {
  const phone = await context.newPage();
  try {
    await phone.goto(href);
    await phone.locator('[data-act=share]').click({ timeout: 15_000 });
    await phone.locator('[data-view=shared]:not([hidden])').waitFor({ timeout: 15_000 });
  } finally {
    await phone.close();
  }
}
