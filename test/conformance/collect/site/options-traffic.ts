import type { ElementHandle, Page } from 'playwright-core';
import type { Json } from '../../evidence/observation.ts';
import { readGateSigns } from '../../reading/gate-signs.ts';
import { readHtml } from '../../reading/html.ts';
import { inPage } from '../browser/in-page.ts';
import type { ProbeAct } from '../probe-act.ts';
import { gateAddressOf } from './gate-address.ts';
import { visitPage } from './visit-page.ts';

const MOST_OPTIONS = 3;

/**
 * What goes out when a person chooses a way to prove their age: each way is pressed once and nothing is filled in. Records
 * a fact `options` (their labels), and for each exchanges and a page `option-N`, N from 1, and a fact `option-N`
 * `{ label, href?, landed }`, addresses without what follows `#`; `landed` is where the browser was led.
 */
export const optionsTraffic: ProbeAct = {
  name: 'options-traffic',
  title: { en: 'What each way of proving sends out', fr: 'Ce que chaque moyen de preuve envoie' },
  needs: ['browser'],
  async run(context) {
    const { record, seen, target } = context;
    const address = gateAddressOf(seen, target);
    const first = await visitPage(context, 'before-options', address);
    if (first === undefined) return record.leave('no-answer');
    const page = readHtml(await first.page.content(), first.page.url());
    await first.close();
    const { options } = readGateSigns({ status: 200, headers: [], page });
    record.add({ kind: 'fact', label: 'options', value: options.map(({ label }) => label) });
    for (const [at, option] of options.slice(0, MOST_OPTIONS).entries()) {
      const name = `option-${at + 1}`;
      const visit = await visitPage(context, name, address);
      if (visit === undefined) continue;
      const isPressed = await press(visit.page, option.label);
      await visit.settle(8_000);
      const pages = visit.context.pages();
      const landed = (pages.at(-1) ?? visit.page).url().split('#', 1)[0] ?? '';
      const led: Json = option.href === undefined ? {} : { href: option.href };
      record.add({ kind: 'fact', label: name, value: { label: option.label, ...led, landed, isPressed } });
      await visit.look(name, { screenshot: true });
      await visit.close();
    }
  },
};

/** Presses the first link or button of that label. @returns false where there is none to be pressed */
async function press(page: Page, label: string): Promise<boolean> {
  const handle = await page.evaluateHandle(inPage(findControl, label)).catch(() => undefined);
  const element = handle?.asElement() as ElementHandle<Element> | null | undefined;
  if (!element) return false;
  try {
    await element.click({ timeout: 3_000 });
    return true;
  } catch {
    return false;
  }
}

/** Runs in the page. */
function findControl(label: string): Element | undefined {
  const flat = (text: string | null | undefined) => (text ?? '').replace(/\s+/g, ' ').trim();
  const controls = [
    ...document.querySelectorAll<HTMLElement>('a[href], button, input[type=submit], input[type=button], [role=button]'),
  ];
  const nameOf = (one: HTMLElement) =>
    flat(one.innerText) || flat(one.getAttribute('aria-label')) || flat((one as HTMLInputElement).value);
  return controls.find((one) => flat(one.textContent) === flat(label) || nameOf(one) === flat(label));
}
