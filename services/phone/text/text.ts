import { en, type PhoneText } from './en.ts';
import { fr } from './fr.ts';

/** The languages of the page, the first for whoever reads none of them. */
export const TEXT: Readonly<Record<string, PhoneText>> = { en, fr };
