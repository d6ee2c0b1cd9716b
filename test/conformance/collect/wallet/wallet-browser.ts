import { type BrowserContext, type BrowserContextOptions, type CDPSession, chromium, type Page } from 'playwright-core';
import type { ProbeRecorder } from '../../evidence/recorder.ts';
import type { BrowserDoor } from '../browser/browser-door.ts';
import { findBrowser, thisMachine } from '../browser/find-browser.ts';
import { type Traffic, watchTraffic } from './watch-traffic.ts';

/** A device with passkeys that one tab meets: a virtual authenticator with user verification and PRF. */
export interface Passkeys {
  /** Answers that it has given so far. */
  readonly asserted: () => number;
  /** Whether whoever holds the device passes its check (finger, face, code). */
  setUserVerified(isVerified: boolean): Promise<void>;
  remove(): Promise<void>;
}

/** A browser with a wallet in it, and what leaves it. */
export interface WalletBrowser {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly passkeys: Passkeys;
  readonly traffic: Traffic;
  close(): Promise<void>;
}

export interface WalletBrowserOptions {
  /** Passed on. */
  readonly context?: BrowserContextOptions;
  /** Somebody has to see it and to take part. */
  readonly isVisible?: boolean;
}

/**
 * Opens a profile of its own, whose first tab has a device with passkeys.
 * @throws ProbeLeft `no-browser` where somebody has to see it and none can be shown
 */
export async function openWalletBrowser(
  door: BrowserDoor,
  record: ProbeRecorder,
  options: WalletBrowserOptions = {},
): Promise<WalletBrowser> {
  const place = await (options.isVisible === true ? openVisible(record, options) : openUnseen(door, record, options));
  const { context } = place;
  const page = await context.newPage();
  const traffic = await watchTraffic(context, page);
  const passkeys = await addPasskeys(page);
  return { context, page, passkeys, traffic, close: place.close };
}

interface Place {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

/** A visit writes down all that it sees, and here are tokens: the wallet lives beside it, in the same browser. */
async function openUnseen(
  door: BrowserDoor,
  record: ProbeRecorder,
  { context: own }: WalletBrowserOptions,
): Promise<Place> {
  const visit = await door.visit(record, 'unused');
  const browser = visit.context.browser();
  if (browser === null) return record.leave('no-browser');
  const context = await browser.newContext({ ...LOCALE, ...own });
  const close = async (): Promise<void> => {
    await context.close();
    await visit.close();
  };
  return { context, close };
}

async function openVisible(record: ProbeRecorder, { context: own }: WalletBrowserOptions): Promise<Place> {
  const executablePath = findBrowser(thisMachine());
  if (executablePath === undefined) return record.leave('no-browser');
  const browser = await chromium.launch({ executablePath, headless: false }).catch(() => record.leave('no-browser'));
  const context = await browser.newContext({ ...LOCALE, ...own });
  return { context, close: () => browser.close() };
}

const LOCALE = { locale: 'en-GB' };

async function addPasskeys(page: Page): Promise<Passkeys> {
  const cdp: CDPSession = await page.context().newCDPSession(page);
  let asserted = 0;
  await cdp.send('WebAuthn.enable');
  cdp.on('WebAuthn.credentialAsserted', () => {
    asserted += 1;
  });
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      hasPrf: true,
    },
  });
  return {
    asserted: () => asserted,
    async setUserVerified(isUserVerified) {
      await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
    async remove() {
      await cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
    },
  };
}
