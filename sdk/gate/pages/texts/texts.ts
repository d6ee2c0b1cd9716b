/** What the gate says, in one language: a language is one file. Ages are in years. */
export interface Texts {
  /** The language's name, in itself. */
  readonly name: string;
  readonly gate: {
    readonly title: string;
    readonly heading: string;
    readonly lead: string;
    readonly action: string;
    readonly assurance: (age: number) => string;
  };
  readonly refusal: {
    readonly title: string;
    readonly heading: string;
    readonly lead: string;
    readonly action: string;
    /** What it costs the person. */
    readonly cost: string;
    readonly advice: string;
    /** In front of the code. */
    readonly code: string;
  };
  readonly unavailable: {
    readonly title: string;
    readonly heading: string;
    readonly lead: string;
    readonly action: string;
  };
  /** For whoever is too young, or troubled: the question, and a sentence around a link. */
  readonly help: {
    readonly question: (age: number) => string;
    readonly before: string;
    readonly link: { readonly text: string; readonly href: string };
    readonly after: string;
  };
}
