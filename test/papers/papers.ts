import type { Language } from './kept/kept.ts';

/** A document that is made of a template and the table of what is kept. */
export interface Paper {
  /** Its file in `test/papers/templates`. */
  readonly template: string;
  readonly path: string;
  readonly language: Language;
  /** The same in the other language, where there is one: both have the same sections. */
  readonly other?: string;
}

export const PAPERS: readonly Paper[] = [
  { template: 'retention.md', path: 'spec/guides/retention.md', language: 'en' },
  { template: 'dpia.md', path: 'spec/guides/dpia.md', language: 'en', other: 'spec/guides/aipd.md' },
  { template: 'aipd.md', path: 'spec/guides/aipd.md', language: 'fr', other: 'spec/guides/dpia.md' },
  {
    template: 'privacy-notice.md',
    path: 'spec/guides/privacy-notice.md',
    language: 'en',
    other: 'spec/guides/notice-confidentialite.md',
  },
  {
    template: 'notice-confidentialite.md',
    path: 'spec/guides/notice-confidentialite.md',
    language: 'fr',
    other: 'spec/guides/privacy-notice.md',
  },
  { template: 'iso-27566-1.md', path: 'spec/guides/iso-27566-1.md', language: 'en' },
];
