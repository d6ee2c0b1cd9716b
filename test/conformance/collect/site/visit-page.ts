import type { Page } from 'playwright-core';
import type { BrowserVisit, VisitOptions } from '../browser/browser-door.ts';
import { inPage } from '../browser/in-page.ts';
import type { ProbeContext } from '../probe-act.ts';
import { measureContent } from './measure-content.ts';

/** For a page to answer at all. ms. */
const PATIENCE = 15_000;

/** Opens a page in a fresh profile and waits until it has settled. Whoever asked closes it. Undefined when nothing answers. */
export async function visitPage(
  { browser, record }: Pick<ProbeContext, 'browser' | 'record'>,
  label: string,
  url: string,
  options: VisitOptions & { readonly before?: (visit: BrowserVisit) => Promise<void> } = {},
): Promise<BrowserVisit | undefined> {
  if (browser === undefined) return record.leave('no-browser');
  const { before, ...visitOptions } = options;
  const visit = await browser.visit(record, label, visitOptions);
  await before?.(visit);
  const isThere = await goTo(visit.page, url);
  await visit.settle();
  if (isThere) return visit;
  await visit.close();
  return undefined;
}

/** @returns false when there is no answer */
async function goTo(page: Page, url: string): Promise<boolean> {
  try {
    await page.goto(url, { waitUntil: 'domcontentloaded', timeout: PATIENCE });
    return true;
  } catch {
    // A page that leads elsewhere by itself ends the first way to it.
    return /^https?:/.test(page.url());
  }
}

/** Records what a person can make out (`reached-…`) and how the page stands, scrolled through once for what comes late. */
export async function recordReached(visit: BrowserVisit, record: ProbeContext['record'], name: string): Promise<void> {
  await visit.page.evaluate(inPage(scrollThrough)).catch(() => {});
  await visit.settle(3_000);
  record.add({ kind: 'fact', label: `reached-${name}`, value: await measureContent(visit.page) });
  await visit.look(`after-${name}`, { screenshot: true });
}

/** Runs in the page. */
async function scrollThrough(): Promise<void> {
  for (let step = 1; step <= 4; step++) {
    scrollTo(0, (document.documentElement.scrollHeight * step) / 4);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  scrollTo(0, 0);
}
