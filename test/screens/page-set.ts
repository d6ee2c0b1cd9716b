import type { Page } from 'playwright-core';

/** The languages that people read Bauta in. */
export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One page in one state, as a person may meet it. */
export interface Shown {
  /** Of the picture: lower case and dashes. */
  readonly name: string;
  /** Brings a page of a fresh context to this state. */
  readonly show: (page: Page, language: Language) => Promise<void>;
}
