import type { OfferTexts } from '../../../gate/pages/texts/texts.ts';

/** What the pages of direct acceptance say, in one language. Ages are in years. */
export interface Texts {
  /** On the gate page. */
  readonly offer: OfferTexts;
  readonly ask: {
    readonly title: string;
    readonly heading: (age: number) => string;
    /** Who learns what, once more before anything is shown. */
    readonly lead: string;
    /** On the button that asks through the browser, and what comes then. */
    readonly browser: string;
    readonly browserNote: string;
    /** On the link that opens an app of this device. */
    readonly here: string;
    readonly hereNote: string;
    readonly elsewhere: string;
    readonly elsewhereNote: string;
    /** What the picture is, for whoever does not see it. */
    readonly code: string;
    /** On the link for whoever has shown it on another device. */
    readonly shared: string;
    /** When nobody has answered for a while, when the person said no, and when the browser could not ask. */
    readonly silent: string;
    readonly declined: string;
    readonly broken: string;
  };
  readonly waiting: { readonly title: string; readonly heading: string; readonly lead: string; readonly again: string };
  readonly refused: { readonly title: string; readonly heading: string; readonly lead: string; readonly again: string };
  readonly closed: { readonly title: string; readonly heading: string; readonly lead: string };
  /** The way that keeps more from the site. */
  readonly rather: { readonly heading: string; readonly note: string; readonly action: string };
}
