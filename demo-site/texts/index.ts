import { chooseLanguage } from '@bauta/sdk/gate';
import { en } from './en.ts';
import { fr } from './fr.ts';
import type { Texts } from './texts.ts';

const LANGUAGES: Readonly<Record<string, Texts>> = { en, fr };

/** The texts in the language that the address asks for by `?lang=`, else in the one that the visitor reads best. */
export function textsFor(request: Request): Texts {
  const asked = new URL(request.url).searchParams.get('lang') ?? '';
  if (Object.hasOwn(LANGUAGES, asked)) return LANGUAGES[asked] as Texts;
  return { en, fr }[chooseLanguage(request.headers.get('accept-language'), ['en', 'fr'])];
}
