import { en } from './en.ts';
import { fr } from './fr.ts';

/** The sentences of one language. */
export type PhoneText = { readonly [name in keyof typeof en]: string };

/** The languages of the page, the first for whoever reads none of them. */
export const TEXT: Readonly<Record<string, PhoneText>> = { en, fr };
