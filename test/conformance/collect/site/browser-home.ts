import type { Page } from 'playwright-core';
import type { Json } from '../../evidence/observation.ts';
import { readGateSigns } from '../../reading/gate-signs.ts';
import { readHtml } from '../../reading/html.ts';
import type { ProbeAct, ProbeContext } from '../probe-act.ts';
import { measureContent } from './measure-content.ts';
import { visitPage } from './visit-page.ts';

const MOST_TABS = 30;

/**
 * The first page as a person meets it. Records exchanges and pages `gate` (with screenshot, axe, storage), `gate-narrow`
 * (390 px) and `gate-dark`; facts `reached-plain` (`ShownContent` of reading/shown-content.ts), `narrow`
 * `{ needed, width }` in CSS pixels, and `tab-stops` `{ stops: [{ role, name }], main?: name, reachesMain }`, where `main`
 * is the gate's first way of proving one's age and `stops` is what the Tab key came to, at most 30.
 */
export const browserHome: ProbeAct = {
  name: 'browser-home',
  title: { en: 'The first page in a browser', fr: 'La première page dans un navigateur' },
  needs: ['browser'],
  async run(context) {
    const { record, target } = context;
    const home = new URL('/', target).href;
    const visit = await visitPage(context, 'gate', home);
    if (visit === undefined) return record.leave('no-answer');
    record.add({ kind: 'fact', label: 'reached-plain', value: await measureContent(visit.page) });
    await visit.look('gate', { screenshot: true, access: true, storage: true });
    record.add({ kind: 'fact', label: 'tab-stops', value: await tabThrough(visit.page) });
    await visit.close();
    await lookNarrow(context, home);
    await lookDark(context, home);
  },
};

async function lookNarrow(context: ProbeContext, home: string): Promise<void> {
  const options = { context: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } };
  const visit = await visitPage(context, 'gate-narrow', home, options);
  if (visit === undefined) return;
  const needed = await visit.page.evaluate<number>('document.documentElement.scrollWidth').catch(() => 0);
  context.record.add({ kind: 'fact', label: 'narrow', value: { needed, width: 390 } });
  await visit.look('gate-narrow', { screenshot: true, access: true });
  await visit.close();
}

async function lookDark(context: ProbeContext, home: string): Promise<void> {
  const visit = await visitPage(context, 'gate-dark', home, { context: { colorScheme: 'dark' } });
  if (visit === undefined) return;
  await visit.look('gate-dark', { screenshot: true, access: true });
  await visit.close();
}

async function tabThrough(page: Page): Promise<Json> {
  const signs = readGateSigns({
    status: 200,
    headers: [],
    page: readHtml(await page.content().catch(() => ''), page.url()),
  });
  const main = signs.options[0]?.label ?? signs.declarations[0]?.label;
  const stops: { role: string; name: string }[] = [];
  for (let tab = 0; tab < MOST_TABS; tab++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate<{ role: string; name: string } | null>(FOCUSED).catch(() => null);
    if (stop === null) break;
    stops.push(stop);
  }
  const named = main === undefined ? {} : { main };
  return {
    stops,
    ...named,
    reachesMain: stops.some(({ name }) => main !== undefined && name.startsWith(main.slice(0, 80))),
  };
}

/** What the focus is on; null past the end of the page. A frame is opaque: what lies in it is not told apart. */
const FOCUSED = `(() => {
  let one = document.activeElement;
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  if (!one || one === document.body || one === document.documentElement) return null;
  const label = one.labels?.[0]?.innerText;
  const name = (one.innerText || label || one.getAttribute('aria-label') || one.value || one.title || '').replace(/\\s+/g, ' ').trim();
  return { role: one.getAttribute('role') || one.tagName.toLowerCase(), name: name.slice(0, 80) };
})()`;
