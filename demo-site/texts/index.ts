import { chooseLanguage } from '@bauta/sdk/gate';
import { en } from './en.ts';
import { fr } from './fr.ts';
import type { Texts } from './texts.ts';

/** The texts in the language that the visitor reads best. */
export function textsFor(request: Request): Texts {
  return { en, fr }[chooseLanguage(request.headers.get('accept-language'), ['en', 'fr'])];
}
