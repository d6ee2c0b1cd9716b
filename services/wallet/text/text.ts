import { en, type Text } from './en.ts';
import { fr } from './fr.ts';

/** The languages of the wallet: a new one is a new row. */
export const LANGUAGES = { en, fr } as const satisfies Record<string, Text>;

export type Language = keyof typeof LANGUAGES;
