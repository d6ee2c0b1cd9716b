import { en, type PanelText } from './en.ts';
import { fr } from './fr.ts';

/** The languages of the panel: a new one is a new row. */
export const PANEL_LANGUAGES = { en, fr } as const satisfies Record<string, PanelText>;

export type PanelLanguage = keyof typeof PANEL_LANGUAGES;

/** The language that the page stands in, else English. */
export function panelLanguage(): PanelLanguage {
  const { lang } = document.documentElement;
  return Object.hasOwn(PANEL_LANGUAGES, lang) ? (lang as PanelLanguage) : 'en';
}
