import type { Page, Route } from 'playwright-core';
import type { Json } from '../../evidence/observation.ts';
import { DECLARES, LEADS_AWAY, WAY_OF_PROVING } from '../../reading/gate-words.ts';
import type { BrowserVisit } from '../browser/browser-door.ts';
import { inPage } from '../browser/in-page.ts';
import type { ProbeAct } from '../probe-act.ts';
import { gateAddressOf } from './gate-address.ts';
import { recordReached, visitPage } from './visit-page.ts';

const MOST_CONTROLS = 6;

/**
 * Saying to be of age, as anyone can: each control of the gate that sounds like it is pressed in a fresh visit, after
 * boxes were ticked and dates of birth filled in with 1980-01-01. No way to another origin is followed. Records a fact
 * `controls` (their labels), and for `none` and each N from 1 exchanges and a page `after-declared-N` and a fact
 * `reached-declared-N` (`ShownContent`); facts `declared-N` `{ label, isPressed }`.
 */
export const declaration: ProbeAct = {
  name: 'declaration',
  title: { en: 'Only saying to be of age', fr: 'Se dire majeur, sans plus' },
  needs: ['browser', 'authority'],
  async run(context) {
    const { record, seen, target } = context;
    const address = gateAddressOf(seen, target);
    const first = await visitPage(context, 'after-declared-none', address);
    if (first === undefined) return record.leave('no-answer');
    await recordReached(first, record, 'declared-none');
    const labels = await first.page.evaluate<string[]>(inPage(prepare, WORDS)).catch(() => []);
    await first.close();
    record.add({ kind: 'fact', label: 'controls', value: labels.slice(0, MOST_CONTROLS) });
    for (const [at, label] of labels.slice(0, MOST_CONTROLS).entries()) {
      const name = `declared-${at + 1}`;
      const visit = await visitPage(context, `after-${name}`, address, { before: stayHere(target.origin) });
      if (visit === undefined) continue;
      const isPressed = await press(visit.page, at);
      record.add({ kind: 'fact', label: name, value: { label, isPressed } });
      await visit.settle();
      await recordReached(visit, record, name);
      await visit.close();
    }
  },
};

const sourcesOf = (words: readonly RegExp[]): string[] => words.map(({ source }) => source);
const WORDS: Json = { declares: sourcesOf(DECLARES), others: sourcesOf([...WAY_OF_PROVING, ...LEADS_AWAY]) };
const MARK = 'data-conformance-control';

/** Whatever the page does, its own window stays with its origin. */
const stayHere =
  (origin: string) =>
  async ({ page, context }: BrowserVisit): Promise<void> => {
    const hold = (route: Route) => {
      const request = route.request();
      const leaves = request.isNavigationRequest() && new URL(request.url()).origin !== origin;
      return leaves && request.frame() === page.mainFrame() ? route.abort('blockedbyclient') : route.fallback();
    };
    await context.route('**/*', hold);
  };

async function press(page: Page, at: number): Promise<boolean> {
  try {
    await page.evaluate(inPage(prepare, WORDS));
    const control = page.locator(`[${MARK}="${at}"]`);
    await control.click({ timeout: 3_000 }).catch(() => control.dispatchEvent('click', {}, { timeout: 1_000 }));
    return true;
  } catch {
    return false;
  }
}

/** Runs in the page: fills in what a person would and marks each control that declares an age. @returns their labels */
function prepare({ declares, others }: { declares: string[]; others: string[] }): string[] {
  const plain = (text: string) =>
    text
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[\u2018\u2019\u02bc]/g, "'")
      .replace(/\s+/g, ' ')
      .trim();
  const fits = (sources: string[], text: string) => sources.some((source) => new RegExp(source).test(text));
  const fill = (field: HTMLInputElement | HTMLSelectElement, value: string) => {
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  };
  let isDated = false;
  const rows: [RegExp, string][] = [
    [/year|annee|anno|jahr|\bano\b|yyyy|aaaa/, '1980'],
    [/month|mois|mese|monat|\bmes\b/, '1'],
    [/day|jour|giorno|\btag\b|\bdia\b/, '1'],
    [/birth|naissance|nascita|geburt|nacimiento|\bdob\b/, '01/01/1980'],
    [/\bage\b|\beta\b|\balter\b|\bedad\b/, '45'],
  ];
  for (const field of document.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select')) {
    if (field.type === 'date') {
      fill(field, '1980-01-01');
      isDated = true;
    } else if (field.type === 'checkbox') {
      if (!field.matches(':checked')) field.click();
    } else if (/^(text|number|tel|select-one)$/.test(field.type)) {
      const words = plain(
        [field.name, field.id, field.getAttribute('placeholder'), field.getAttribute('aria-label')].join(' '),
      );
      const value = rows.find(([word]) => word.test(words))?.[1];
      if (value === undefined) continue;
      isDated = true;
      const choices = field instanceof HTMLSelectElement ? [...field.options].map((one) => one.value) : [];
      fill(field, choices.find((one) => Number(one) === Number(value)) ?? value);
    }
  }
  const selector = 'a[href], button, input[type=submit], input[type=button], [role=button], [onclick], summary';
  const controls = [...document.querySelectorAll<HTMLElement>(selector)].filter((one) => {
    const label = plain(one.innerText || one.getAttribute('aria-label') || (one as HTMLInputElement).value || '');
    if (one instanceof HTMLAnchorElement && /^https?:/.test(one.href) && one.origin !== location.origin) return false;
    if (label !== '' && label.length <= 80 && fits(declares, label) && !fits(others, label)) return true;
    // A form that asks for a date of birth or a tick is a declaration, whatever its button says.
    const form = one.closest('form');
    const declaresByForm = isDated || form?.querySelector('input[type=checkbox]');
    return !!form && !!declaresByForm && one.matches('button:not([type=button]), input[type=submit]');
  });
  for (const [at, control] of controls.entries()) control.setAttribute('data-conformance-control', String(at));
  return controls.map((one) =>
    (one.innerText || (one as HTMLInputElement).value || '').replace(/\s+/g, ' ').trim().slice(0, 80),
  );
}
