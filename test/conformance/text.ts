/** A sentence for people, in each language of the report. */
export interface Text {
  readonly en: string;
  readonly fr: string;
}

export type Language = keyof Text;
export const LANGUAGES: readonly Language[] = ['en', 'fr'];

/** Joins sentences with a space, in each language. */
export function join(...texts: readonly Text[]): Text {
  return { en: texts.map(({ en }) => en).join(' '), fr: texts.map(({ fr }) => fr).join(' ') };
}
