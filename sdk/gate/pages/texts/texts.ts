import type { HelpKind, Hours } from '../../help/help.ts';
import type { OfferName, PrivacyLevel } from '../../privacy.ts';

/** A title for the tab, a heading, a sentence below it. */
interface Head {
  readonly title: string;
  readonly heading: string;
  readonly lead: string;
}

/** What the gate page says of an option. */
export interface OfferTexts {
  /** On the button. */
  readonly action: string;
  /** What each party learns. @param age in years */
  readonly learns: (age: number) => string;
}

/** What the gate says, in one language: a language is one file. Ages are in years. */
export interface Texts {
  /** The language's name, in itself. */
  readonly name: string;
  /** What the links to the other languages are, for whoever does not see them. */
  readonly languages: string;
  readonly gate: Omit<Head, 'heading'> & { readonly heading: (age: number) => string };
  /** The ways of proving one's age: what is on the button, and what each party learns. */
  readonly offers: Readonly<Record<OfferName, OfferTexts>>;
  /** In front of a level of privacy. */
  readonly level: string;
  readonly levels: Readonly<Record<PrivacyLevel, string>>;
  readonly refusal: Head & {
    readonly action: string;
    /** What it costs the person. */
    readonly cost: string;
    readonly advice: string;
    /** In front of the code. */
    readonly code: string;
  };
  readonly unavailable: Head & { readonly action: string };
  /** For whoever is too young, or troubled, or turned away. */
  readonly help: Head & {
    /** What leads here from the other pages. */
    readonly question: (age: number) => string;
    readonly kinds: Readonly<Record<HelpKind, string>>;
    readonly hours: (hours: Hours) => string;
    readonly call: string;
    readonly back: string;
  };
  /** The way to the site's own people. */
  readonly contact: { readonly heading: string; readonly before: string };
}
