import { describe, expect, it } from 'vitest';
import { sayIn } from '../../../sdk/gate/pages/markup.ts';
import { type Language, otherLanguages, textsOf } from '../../../sdk/gate/pages/texts/index.ts';

const LANGUAGES: readonly Language[] = ['en', ...otherLanguages('en')];

/** Every sentence by its path, functions called with an age, or with hours. */
function sentencesOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    const arguments_ = path.endsWith('hours') ? ['always', [9, 23]] : [16, 18];
    return arguments_.map((argument, i) => [`${path}(${i})`, value(argument)]);
  }
  return Object.entries(value as object).flatMap(([name, part]) => sentencesOf(part, `${path}.${name}`));
}

const ALL = new Map(LANGUAGES.map((language) => [language, sentencesOf(textsOf(language))]));

describe('the texts of the gate', () => {
  it('are there in English, French and Italian', () => {
    expect(LANGUAGES).toEqual(['en', 'fr', 'it']);
    expect(LANGUAGES.map((language) => textsOf(language).name)).toEqual(['English', 'Français', 'Italiano']);
  });

  it.each(LANGUAGES)('in %s: every sentence, none empty, none that is left in another language', (language) => {
    const own = ALL.get(language) ?? [];
    expect(own.map(([path]) => path)).toEqual(ALL.get('en')?.map(([path]) => path));
    expect(own.filter(([, text]) => text.trim() !== text || text === '')).toEqual([]);
    for (const other of LANGUAGES.filter((one) => one !== language)) {
      const theirs = new Map(ALL.get(other));
      expect(own.filter(([path, text]) => text.includes(' ') && theirs.get(path) === text)).toEqual([]);
    }
  });

  it.each(LANGUAGES)('in %s: calm, and without a claim', (language) => {
    for (const [path, text] of ALL.get(language) ?? []) {
      expect(`${path}: ${text}`).not.toMatch(
        /!|\.\.\.|anonym|anonim|certifi|minorenn|mineur|underage|interdit|vietat/i,
      );
      // Apostrophes and quotation marks as print has them, and no space that a browser would fold.
      expect(`${path}: ${text}`).not.toMatch(/['"`]|\s{2}|\n/);
    }
  });

  it('in French: a space before each double sign, which does not break', () => {
    for (const [, text] of ALL.get('fr') ?? []) {
      expect(text).not.toMatch(/[^\s\u00a0][:;?!»]/);
      expect(sayIn('fr')(text)).not.toMatch(/ [:;?!»]/);
    }
    expect(sayIn('fr')('Pas encore 18 ans, ou besoin d’en parler ?')).toBe(
      'Pas encore\u00a018\u00a0ans, ou besoin d’en parler\u00a0?',
    );
    expect(sayIn('fr')('Tous les jours, de 9 h à 23 h.')).toBe('Tous les jours, de\u00a09\u00a0h à\u00a023\u00a0h.');
  });

  it('in English and Italian: no space before such a sign', () => {
    for (const language of ['en', 'it'] as const) {
      for (const [, text] of ALL.get(language) ?? []) expect(text).not.toMatch(/\s[:;?!,.]/);
    }
  });

  it('in Italian: the formal address alone, and accents as they are written', () => {
    const tu =
      /\b(tu|ti|te|tuo|tua|tuoi|tue|dimostra|prova a|attendi|riparti|scrivi|chiama|clicca|puoi|sei|hai|vuoi)\b/i;
    for (const [, text] of ALL.get('it') ?? []) {
      expect(text).not.toMatch(tu);
      expect(text).not.toMatch(/\b(perchè|nè|sè|poichè|finchè)\b|\b(e'|piu'|eta')/i);
    }
  });

  it('cannot leave the text they stand in', () => {
    expect(sayIn('en')('<a href="x">&</a>')).toBe('&lt;a href=&quot;x&quot;&gt;&amp;&lt;/a&gt;');
  });
});
