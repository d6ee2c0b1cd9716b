import { LANGUAGES, type Language } from '../../text/text.ts';

const KEPT_AS = 'bauta.language';

/** The language the person chose here before, else the first of the browser's that there is, else English. */
export function readLanguage(): Language {
  const wanted = [readKept(), ...navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase())];
  return wanted.find(isLanguage) ?? 'en';
}

/** Remembers a choice. A browser that keeps nothing for us only means to choose again. */
export function keepLanguage(language: Language): void {
  try {
    localStorage.setItem(KEPT_AS, language);
  } catch {
    // As said above.
  }
}

function readKept(): string | undefined {
  try {
    return localStorage.getItem(KEPT_AS) ?? undefined;
  } catch {
    return undefined;
  }
}

function isLanguage(text: string | undefined): text is Language {
  return text !== undefined && Object.hasOwn(LANGUAGES, text);
}
