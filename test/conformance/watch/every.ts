import type { Language, Text } from '../text.ts';

const HOUR = 3_600_000;
const UNITS: Readonly<Record<string, number>> = { h: HOUR, d: 24 * HOUR, j: 24 * HOUR };
const LEAST = HOUR;
const MOST = 30 * 24 * HOUR;
/** A site whose last run is nearly as old as that goes with the others of its round. */
const NEARLY = 0.9;

export const EVERY_FAULT: Text = {
  en: '--every: from 1h to 30d, such as 12h or 7d',
  fr: '--every\u00a0: de 1h à 30j, par exemple 12h ou 7j',
};

/** `12h`, `7d`, in French `7j` too. @returns ms; undefined unless from one hour to thirty days */
export function readEvery(text: string): number | undefined {
  const [, count, unit] = /^([1-9]\d{0,2})([hdj])$/.exec(text) ?? [];
  const every = Number(count) * (UNITS[unit ?? ''] ?? Number.NaN);
  return every >= LEAST && every <= MOST ? every : undefined;
}

/** Last time that a site was run, ms; undefined if never. */
export type LastRun = (site: string) => number | undefined;

/** The sites whose turn it is: so a watch that was stopped takes up where it was. */
export const sitesDue = <Site extends { readonly origin: string }>(
  sites: readonly Site[],
  last: LastRun,
  every: number,
  now: number,
): readonly Site[] => sites.filter(({ origin }) => now - (last(origin) ?? Number.NEGATIVE_INFINITY) >= every * NEARLY);

/** When the next is due, ms; at once for one that has never been run. */
export function nextDue(
  sites: readonly { readonly origin: string }[],
  last: LastRun,
  every: number,
  now: number,
): number {
  const due = sites.map(({ origin }) => (last(origin) ?? Number.NEGATIVE_INFINITY) + every);
  return Math.max(now, Math.min(...due));
}

/** Longer than a timer can count, and a machine that slept has missed its time: looked at each quarter of an hour. */
const LOOK = HOUR / 4;

export async function waitUntil(at: number, now: () => number, wait: (ms: number) => Promise<unknown>): Promise<void> {
  for (let left = at - now(); left > 0; left = at - now()) await wait(Math.min(left, LOOK));
}

/** `22/11/2026 19:12`, `2026-11-22 19:12`, in UTC, for a terminal. */
export function shortInstant(ms: number, language: Language): string {
  const [date = '', time = ''] = new Date(ms).toISOString().split('T');
  const day = language === 'fr' ? date.split('-').reverse().join('/') : date;
  return `${day} ${time.slice(0, 5)} UTC`;
}
