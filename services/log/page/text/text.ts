import { en, type PageText } from './en.ts';
import { fr } from './fr.ts';

/** The languages of the page, the first for whoever reads none of them: a new one is a new row. */
export const PAGE_LANGUAGES = { en, fr } as const satisfies Record<string, PageText>;

export type PageLanguage = keyof typeof PAGE_LANGUAGES;

/** All of them, in the order of preference. */
export const LANGUAGES = Object.keys(PAGE_LANGUAGES) as [PageLanguage, ...PageLanguage[]];
