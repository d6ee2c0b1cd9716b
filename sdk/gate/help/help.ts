/** What a service is for: the sentences are each language's own. */
export type HelpKind = 'listening' | 'danger' | 'reporting' | 'parents' | 'europe' | 'finding';

/** When somebody answers: at any time, or every day between two full hours. */
export type Hours = 'always' | readonly [from: number, to: number];

/** A service for whoever is too young, or troubled by what they saw, or their parents: facts alone, with their source. */
export interface Help {
  readonly kind: HelpKind;
  readonly name: string;
  /** The number to call. */
  readonly number?: string;
  readonly hours?: Hours;
  readonly href: string;
  /** Where the facts were read. Look there again before each release. */
  readonly source: string;
}
