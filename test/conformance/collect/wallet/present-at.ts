import type { Page } from 'playwright-core';
import type { CanarySite } from './canary-site.ts';
import { NEXT, press } from './enrol-wallet.ts';
import type { Passkeys } from './wallet-browser.ts';
import type { Traffic } from './watch-traffic.ts';

const PAUSE = 200;
/** What is put off to an idle moment comes after the page has gone. ms. */
const QUIET = 1_500;

export interface PresentPorts {
  readonly page: Page;
  readonly traffic: Traffic;
  readonly wait: (ms: number) => Promise<void>;
  readonly passkeys: Passkeys;
}

/** What came of one way from the auditor's site through the wallet. A type, since it is recorded as it is. */
export type Way = {
  readonly phase: string;
  readonly site: string;
  /** Times that something came to the site's address for proofs. */
  readonly posted: number;
  /** Answers of the passkey meanwhile. */
  readonly asserted: number;
  /** Times that the wallet's main button was pressed. */
  readonly pressed: number;
  /** ms that were given to it. */
  readonly patience: number;
  /** The wallet's page was reached. */
  readonly arrived: boolean;
  /** The first 400 characters of what stood there in the end. */
  readonly text: string;
};

/**
 * Goes from a site to the wallet as a visitor does, presses what the wallet asks for at most three times, and waits.
 * @param patience ms, when nothing comes to the site.
 */
export async function presentAt(site: CanarySite, phase: string, patience: number, ports: PresentPorts): Promise<Way> {
  const { page, traffic, wait, passkeys } = ports;
  const [before, answers] = [site.posted.length, passkeys.asserted()];
  traffic.begin(phase);
  await page.goto(`${site.origin}/`);
  await page.locator('#go').click();
  let pressed = 0;
  let arrived = false;
  let text = '';
  const ends = Date.now() + patience;
  while (Date.now() < ends && site.posted.length === before) {
    await wait(PAUSE);
    if (new URL(page.url()).origin === site.origin) continue;
    arrived = true;
    text = await page.evaluate(() => document.body.innerText).catch(() => text);
    const canPress = await page.evaluate((next) => document.querySelector(next) !== null, NEXT).catch(() => false);
    if (!canPress || pressed >= 3) continue;
    pressed += 1;
    await press(page);
    await wait(PAUSE * 3);
  }
  await wait(QUIET);
  const asserted = passkeys.asserted() - answers;
  const posted = site.posted.length - before;
  return { phase, site: site.name, posted, asserted, pressed, patience, arrived, text: text.slice(0, 400) };
}
