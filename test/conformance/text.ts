/** A sentence for people, in each language of the report. */
export interface Text {
  readonly en: string;
  readonly fr: string;
}

export type Language = keyof Text;
export const LANGUAGES: readonly Language[] = ['en', 'fr'];
