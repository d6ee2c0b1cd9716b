import type { Language } from '../../../gate/pages/texts/index.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import { it } from './it.ts';
import type { Texts } from './texts.ts';

/** One file for each language of the gate. */
export const TEXTS: Readonly<Record<Language, Texts>> = { en, fr, it };
