import { en, type ProviderText } from './en.ts';
import { fr } from './fr.ts';

/** The languages of the page, the first for whoever reads none of them. */
export const TEXT: Readonly<Record<string, ProviderText>> = { en, fr };

/**
 * The language of a page: the one that was chosen, else the first of the browser's that there is.
 * @param accepted an Accept-Language header, whose order stands for its weights
 */
export function languageOf(chosen: unknown, accepted: string): string {
  const wanted = [String(chosen), ...accepted.split(',').map((one) => one.trim().slice(0, 2).toLowerCase())];
  return wanted.find((one) => Object.hasOwn(TEXT, one)) ?? 'en';
}
