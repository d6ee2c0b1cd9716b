import type { BrowserContext, Page } from 'playwright-core';
import { launchBrowser, openTab, whyNoBrowser } from '../../browser/browser.ts';
import { enrol } from '../../browser/journey.ts';
import { type RunningRooms, startRooms } from '../../e2e/running-rooms.ts';
import type { Act } from '../act.ts';

/** Of rooms that no other command starts. */
const PORT_BASE = 21_700;
/** The gate's redirect and page, the wallet's page, the site's answer to the form, and the page itself. */
const LOADS = 4;
/** Visits younger than this are offered only with a question. */
const RESTED_SECONDS = 3700;

declare global {
  interface Window {
    markPasskey(at: 'asked' | 'answered'): Promise<void>;
  }
}

/** Seconds between two visits, so that none has to wait for the one before. */
const BETWEEN_SECONDS = 700;

/**
 * A returning person's one tap at the gate, in real rooms and real Chromium; the passkey answers at once here, and its
 * time is not counted. The aim is under a second.
 */
export const visit: Act = {
  name: 'visit',
  async open({ now }) {
    if (whyNoBrowser) return whyNoBrowser;
    const visitor = await openVisitor(now);
    return {
      plans: [{ act: 'a returning visit', limit: 'four loads of a small page', of: ['four page loads'] }],
      async measure() {
        const { ours, loads } = await visitor.visit();
        return { 'a returning visit': ours * 1000, 'four page loads': loads * 1000 };
      },
      close: () => visitor.close(),
    };
  },
};

/** In milliseconds of the machine's clock. */
interface VisitTimes {
  /** From the tap at the gate to the passkey's prompt, and from its answer to the page that was asked for. */
  readonly ours: number;
  /** The same number of loads of the smallest page of the same rooms, one after the other. */
  readonly loads: number;
}

interface Visitor {
  visit(): Promise<VisitTimes>;
  close(): Promise<void>;
}

async function openVisitor(now: number): Promise<Visitor> {
  const rooms = await startRooms(PORT_BASE);
  const browser = await launchBrowser();
  const context = await browser.newContext({ locale: 'en-GB' });
  const { page } = await openTab(context);
  let clock = now;
  const passTime = async (seconds: number): Promise<void> => {
    clock += seconds;
    await rooms.setClock(clock);
    await context.clock.setFixedTime(clock * 1000);
  };
  await passTime(0);
  await page.goto(`${rooms.origins.wallet}/app/`);
  await enrol(context, page);
  await passTime(RESTED_SECONDS);
  // The first answer is given by a button; whoever returns is asked at once.
  await page.goto(`${rooms.origins.demoSite}/films/3`);
  await page.getByRole('link', { name: 'Prove my age' }).click();
  await page.getByRole('button', { name: 'Yes, with my passkey' }).click();
  await page.waitForURL(`${rooms.origins.demoSite}/films/3`);
  const marks = await watchPasskey(context);
  return {
    async visit() {
      await passTime(BETWEEN_SECONDS);
      return measureVisit(context, page, rooms, marks);
    },
    async close() {
      await browser.close();
      await rooms.stop();
    },
  };
}

/** When the passkey was asked last, and when it answered, in milliseconds since 1970. */
async function watchPasskey(context: BrowserContext): Promise<Record<'asked' | 'answered', number>> {
  const marks = { asked: 0, answered: 0 };
  await context.exposeBinding('markPasskey', (_, at: keyof typeof marks) => {
    marks[at] = Date.now();
  });
  await context.addInitScript(() => {
    if (!('CredentialsContainer' in window)) return;
    const original = CredentialsContainer.prototype.get;
    CredentialsContainer.prototype.get = async function (
      this: CredentialsContainer,
      options?: CredentialRequestOptions,
    ) {
      void window.markPasskey('asked');
      const answer = await original.call(this, options);
      void window.markPasskey('answered');
      return answer;
    };
  });
  return marks;
}

async function measureVisit(
  context: BrowserContext,
  page: Page,
  { origins }: RunningRooms,
  marks: Readonly<Record<'asked' | 'answered', number>>,
): Promise<VisitTimes> {
  await context.clearCookies();
  await page.goto(`${origins.demoSite}/films/3`);
  const gate = page.getByRole('link', { name: 'Prove my age' });
  await gate.waitFor();
  const tapped = Date.now();
  await gate.click();
  await page.waitForURL(`${origins.demoSite}/films/3`);
  const arrived = Date.now();
  for (let i = 0; i < LOADS; i++) await page.goto(`${origins.demoSite}/robots.txt`);
  return { ours: marks.asked - tapped + (arrived - marks.answered), loads: Date.now() - arrived };
}
