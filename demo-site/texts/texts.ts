/** A party, and the one sentence on what it learns of a visit. */
export interface Knows {
  readonly who: string;
  readonly what: string;
}

/** What the site says, in one language. */
export interface Texts {
  readonly language: string;
  readonly welcome: string;
  readonly lead: string;
  readonly learns: { readonly heading: string; readonly rows: readonly Knows[] };
  readonly session: { readonly heading: string; readonly text: (limits: Limits) => string };
  readonly films: string;
  readonly film: (number: number) => string;
  readonly stillNote: string;
  readonly movingNote: string;
  readonly movingBadge: string;
  readonly back: string;
  readonly next: string;
  readonly notFound: { readonly heading: string; readonly lead: string };
  readonly footer: string;
  /** To the panel on who knows what; undefined where there is none. */
  readonly panelLink: string | undefined;
  readonly panel: PanelTexts;
}

/** What stands around the panel. */
export interface PanelTexts {
  readonly heading: string;
  readonly withoutScripts: string;
  readonly back: string;
  readonly otherLanguage: { readonly code: string; readonly name: string };
}

/** When a session ends, in seconds. */
export interface Limits {
  readonly lease: number;
  readonly leave: number;
  readonly idle: number;
}
