import type { Language, Text } from '../../text.ts';
import { WORDS } from '../texts/index.ts';
import type { Words } from '../texts/words.ts';
import { type Html, html } from './markup.ts';

/** How a report speaks in one language. */
export interface Voice {
  readonly language: Language;
  readonly words: Words;
  /** A sentence, with the spaces that must not break. */
  say(text: Text | string): Html;
  /** `Gravité : élevée`. */
  pair(name: string, value: string): Html;
  /** `1 024`, `1,024`. */
  count(value: number): string;
  /** `18 novembre 2026 à 12:00:00 UTC`. @param iso an instant; anything else is shown as it is */
  instant(iso: string): string;
}

const MONTHS: Readonly<Record<Language, readonly string[]>> = {
  en: 'January February March April May June July August September October November December'.split(' '),
  fr: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' '),
};
const GROUPS: Readonly<Record<Language, string>> = { en: ',', fr: '\u202f' };
const BEFORE_TIME: Readonly<Record<Language, string>> = { en: ', ', fr: ' à ' };

export function speak(language: Language): Voice {
  return {
    language,
    words: WORDS[language],
    say: (text) => html`${typeset(typeof text === 'string' ? text : text[language], language)}`,
    pair: (name, value) => html`${`${name}${language === 'fr' ? '\u00a0' : ''}: ${value}`}`,
    count: (value) => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, GROUPS[language]),
    instant(iso) {
      const [, year, month, day, time] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(iso) ?? [];
      if (time === undefined) return iso;
      const first = language === 'fr' && day === '01' ? '1er' : String(Number(day));
      const name = MONTHS[language][Number(month) - 1] ?? month;
      return `${first}\u00a0${name} ${year}${BEFORE_TIME[language]}${time}\u00a0UTC`;
    },
  };
}

/** French signs keep their word; so do figures, in both languages. */
function typeset(text: string, language: Language): string {
  const whole = text.replace(/(\d) (?=[\p{L}%])/gu, '$1\u00a0');
  return language === 'fr' ? whole.replace(/ (?=[:;?!»])/g, '\u00a0').replace(/« /g, '«\u00a0') : whole;
}
