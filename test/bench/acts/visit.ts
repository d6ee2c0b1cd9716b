import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser, openTab, whyNoBrowser } from '../../browser/browser.ts';
import { enrol } from '../../browser/journey.ts';
import { type RunningRooms, startRooms } from '../../e2e/running-rooms.ts';

/** A returning person's visit, in milliseconds of the machine's clock. */
export interface VisitTimes {
  /** From the tap at the gate to the passkey's prompt, and from its answer to the page that was asked for. */
  readonly ours: number;
  /** Taps besides the passkey's own gesture. */
  readonly taps: number;
  /** The same number of loads of the smallest page of the same rooms, one after the other. */
  readonly loads: number;
}

export interface VisitBench {
  measure(): Promise<VisitTimes>;
  close(): Promise<void>;
}

/** The gate's redirect and page, the wallet's page, the site's answer to the form, and the page itself. */
const LOADS = 4;
/** Visits younger than this are offered only with a question. */
const RESTED_SECONDS = 3700;

declare global {
  interface Window {
    /** Milliseconds since 1970, of the passkey's prompt and its answer. */
    markPasskey(at: 'asked' | 'answered', time: number): Promise<void>;
  }
}

/** Real rooms, real Chromium, a virtual passkey that answers at once. @returns undefined when there is no Chromium. */
export async function openVisitBench(portBase: number, now: number): Promise<VisitBench | undefined> {
  if (whyNoBrowser) return undefined;
  const rooms: RunningRooms = await startRooms(portBase);
  const browser: Browser = await launchBrowser();
  const context: BrowserContext = await browser.newContext({ locale: 'en-GB' });
  const { page } = await openTab(context);
  await rooms.setClock(now);
  await context.clock.setFixedTime(now * 1000);
  await page.goto(`${rooms.origins.wallet}/app/`);
  await enrol(context, page);
  await rooms.setClock(now + RESTED_SECONDS);
  await browserAt(context, now + RESTED_SECONDS);

  const marks = { asked: 0, answered: 0 };
  await context.exposeBinding('markPasskey', (_, at: keyof typeof marks, time: number) => {
    marks[at] = time;
  });
  await context.addInitScript(() => {
    if (!('CredentialsContainer' in window)) return;
    const original = CredentialsContainer.prototype.get;
    const time = (): number => performance.timeOrigin + performance.now();
    CredentialsContainer.prototype.get = async function (this: CredentialsContainer, options?: CredentialRequestOptions) {
      const asked = time();
      const answer = await original.call(this, options);
      void window.markPasskey('asked', asked);
      void window.markPasskey('answered', time());
      return answer;
    };
  });
  return {
    measure: () => visit(context, page, rooms, marks),
    async close() {
      await browser.close();
      await rooms.stop();
    },
  };
}

async function browserAt(context: BrowserContext, now: number): Promise<void> {
  await context.clock.setFixedTime(now * 1000);
}

async function visit(
  context: BrowserContext,
  page: Page,
  { origins }: RunningRooms,
  marks: { asked: number; answered: number },
): Promise<VisitTimes> {
  await context.clearCookies();
  await page.goto(`${origins.demoSite}/films/3`);
  const gate = page.getByRole('link', { name: 'Prove my age' });
  await gate.waitFor();
  const tapped = Date.now();
  await gate.click();
  await page.waitForURL(`${origins.demoSite}/films/3`);
  await page.getByRole('heading', { name: 'Film 3' }).waitFor();
  const arrived = Date.now();
  const loads = Date.now();
  for (let i = 0; i < LOADS; i++) await page.goto(`${origins.demoSite}/robots.txt`);
  return {
    ours: marks.asked - tapped + (arrived - marks.answered),
    taps: 1,
    loads: Date.now() - loads,
  };
}
