import { type Browser, chromium } from 'playwright-core';
import type { BrowserDoor } from './browser-door.ts';
import { openVisit } from './open-visit.ts';

export interface BrowserDoorOptions {
  /** Path of Chrome, Edge or Chromium: see `findBrowser`. */
  readonly executable: string;
  /** Told of each request that the browser sends. */
  readonly count: (requests: number) => void;
  /** Requests that may still be sent. A visit is not begun without any. */
  readonly left?: () => number;
}

/** A browser that talks to nobody but the pages that it is led to. */
const ARGS = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What is added to the browser's own name, so that whoever is visited can tell who came. */
const CALLING_CARD = 'bauta-conformance/0.1 (+age gate conformance check)';

/** By a part of the path: what people call it. */
const BRANDS: readonly (readonly [part: RegExp, brand: string])[] = [
  [/edge/i, 'Edge'],
  [/chromium/i, 'Chromium'],
  [/chrome/i, 'Chrome'],
];

/** @throws Error when the browser does not start */
export async function openBrowserDoor(options: BrowserDoorOptions): Promise<BrowserDoor> {
  const { executable, count, left } = options;
  // Chromium's sandbox refuses to be root's, as in a container.
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const args = isRoot ? [...ARGS, '--no-sandbox', '--disable-gpu'] : ARGS;
  const browser = await chromium.launch({ executablePath: executable, args });
  const userAgent = await nameOf(browser);
  const brand = BRANDS.find(([part]) => part.test(executable))?.[1] ?? 'Chromium';
  return {
    version: `${brand} ${browser.version()}`,
    visit(record, label, visitOptions = {}) {
      if (left !== undefined && left() <= 0) return record.leave('request-cap');
      return openVisit(browser, { record, label, count, userAgent, options: visitOptions });
    },
    close: () => browser.close(),
  };
}

async function nameOf(browser: Browser): Promise<string> {
  const page = await browser.newPage();
  const own = await page.evaluate(() => navigator.userAgent);
  await page.close();
  return `${own} ${CALLING_CARD}`;
}
