/** A sentence or a part of one, for both readers. */
export interface Words {
  readonly en: string;
  readonly fr: string;
}
export type Language = keyof Words;

/** Who holds something. `all`: every room, in its log lines. */
export type Holder = 'attester' | 'issuer' | 'log' | 'witness' | 'wallet host' | 'browser' | 'site' | 'all';

/** Where it lies; what a test can compare with what the code makes. */
export type Where =
  | { readonly memory: Words }
  /** Of a store in SQL: SQLite, or a Durable Object. */
  | { readonly table: string; readonly columns: readonly string[] }
  /** Files and folders of a folder that a room has to itself. */
  | { readonly folder: readonly string[] }
  /** Of IndexedDB: a database and its object stores. */
  | { readonly database: string; readonly stores: readonly string[] }
  /** Names in localStorage, sessionStorage and the caches of the wallet's origin. */
  | { readonly storage: readonly string[] }
  | { readonly cookies: readonly string[] }
  | { readonly nowhere: true }
  | { readonly lines: true };

/**
 * Why the law lets it be: of the reference deployment. Whoever runs a room confirms it or names another.
 * `none`: nothing in it is of a person.
 */
export type Basis = 'none' | 'contract' | 'legal obligation' | 'legitimate interest' | 'asked for on the device';

/** One kind of datum at one place: a row of `spec/guides/retention.md`. */
export interface Kept {
  readonly id: string;
  readonly holders: readonly Holder[];
  readonly where: Where;
  readonly what: Words;
  /** The same to the person themselves; wherever something is of a person. */
  readonly plain?: Words;
  /** Members of the record that the cell or its JSON holds, with dots between levels. */
  readonly members?: readonly string[];
  readonly why: Words;
  readonly basis: Basis;
  readonly howLong: Words;
  readonly howGone: Words;
  /** Files of tests that fail when it is otherwise. */
  readonly tests: readonly string[];
}

export const SWEEP: Words = { en: 'sweep', fr: 'balayage' };
export const FOR_GOOD: Words = { en: 'for good: nothing of a person', fr: 'sans limite : rien d’une personne' };
export const PUBLIC: Words = { en: 'for good: it is public', fr: 'sans limite : c’est public' };
export const NEVER: Words = { en: '-', fr: '-' };
export const ONE_CALL: Words = { en: 'for one call', fr: 'le temps d’un appel' };
export const WITH_THE_CALL: Words = {
  en: 'dropped when the call ends, whatever comes of it',
  fr: 'abandonné à la fin de l’appel, quelle qu’en soit l’issue',
};
export const OVERWRITTEN: Words = { en: 'overwritten', fr: 'écrasé par le suivant' };
/** Of every table whose records all kinds share. */
export const SESSIONS = { table: 'sessions', columns: ['id', 'until', 'value'] } as const;
