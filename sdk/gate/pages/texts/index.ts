import { addressOf, type GateRequest } from '../../gate-request.ts';
import { chooseLanguage } from '../../language.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import { it } from './it.ts';
import type { Texts } from './texts.ts';

/** The languages of the gate. */
export type Language = 'en' | 'fr' | 'it';

const LANGUAGES: Readonly<Record<Language, Texts>> = { en, fr, it };

const AVAILABLE = Object.keys(LANGUAGES) as [Language, ...Language[]];

/** The texts of a language. */
export function textsOf(language: Language): Texts {
  return LANGUAGES[language];
}

/** The languages beside this one. */
export function otherLanguages(language: Language): readonly Language[] {
  return AVAILABLE.filter((one) => one !== language);
}

/** The language of a page: the one that its address asks for by `?lang=`, else what the browser prefers. */
export function languageOf(request: GateRequest): Language {
  const asked = addressOf(request).searchParams.get('lang');
  return AVAILABLE.find((one) => one === asked) ?? chooseLanguage(request.headers.get('accept-language'), AVAILABLE);
}
