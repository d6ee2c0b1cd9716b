import { en } from './en.ts';
import { fr } from './fr.ts';

/** Every sentence of the wallet. English sets the names; a language that lacks one does not compile. */
export type Text = typeof en;

/** The languages of the wallet: a new one is a new row. */
export const LANGUAGES = { en, fr } as const satisfies Record<string, Text>;

export type Language = keyof typeof LANGUAGES;
