import { type Epoch, epochAfter, startOf } from '@bauta/sdk/protocol';
import type { KeyRow, Lane } from './lanes.ts';
import type { PageText } from './text/en.ts';
import { PAGE_LANGUAGES, type PageLanguage } from './text/text.ts';

/** What a part of the page is written with. */
export interface Voice {
  readonly language: PageLanguage;
  readonly text: PageText;
  /** Unix seconds. */
  readonly now: number;
}

export function voiceOf(language: PageLanguage, now: number): Voice {
  return { language, text: PAGE_LANGUAGES[language], now };
}

/** `week 47 of 2026`. */
export function sayWeek({ text }: Voice, epoch: Epoch): string {
  const [year, week] = epoch.split('-W').map(Number);
  return text.week(week ?? 0, year ?? 0);
}

/** `W47`. */
export function sayShortWeek({ text }: Voice, epoch: Epoch): string {
  return text.shortWeek(Number(epoch.split('-W')[1]));
}

/** The Mondays between which so many weeks lie, from `weeks` after the epoch's own. */
export function sayDays({ text }: Voice, epoch: Epoch, weeks: number, length: number): string {
  const dayOf = (count: number): string => text.day(startOf(epochAfter(epoch, count)));
  return text.days(dayOf(weeks), dayOf(weeks + length));
}

/** `Issuer issuer.example`. */
export function sayLane({ text }: Voice, { role, name }: Lane): string {
  return `${text.roles[role]} ${name}`;
}

/** What is to be said of keys beside their week and ages: which generation, why late, whether retired. */
export function sayMarks({ text }: Voice, { generation, exception, isRetired }: KeyRow): readonly string[] {
  const { windows } = text;
  return [
    ...(generation > 0 ? [windows.generation(generation + 1)] : []),
    // A later generation is late by its nature, and of a retired key it no longer matters.
    ...(exception && generation === 0 && !isRetired ? [windows.exceptions[exception]] : []),
    ...(isRetired ? [windows.retired] : []),
  ];
}
