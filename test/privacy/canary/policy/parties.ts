/** Who could learn something. */
export const PARTIES = [
  'attester',
  'issuer',
  'wallet host',
  'log',
  'witness',
  'site',
  'web server',
  'bank',
  'age app',
  'browser',
] as const;
export type Party = (typeof PARTIES)[number];

/** Where something could be found. */
export const PLACES = ['sees', 'says', 'errors', 'keeps', 'logs'] as const;
export type Place = (typeof PLACES)[number];

/** What each place is. */
export const PLACE_TEXTS: Readonly<Record<Place, string>> = {
  sees: 'requests that came to it, head and body',
  says: 'its answers, head and body',
  errors: 'bodies of its refusals',
  keeps: 'its store on disk, the write-ahead log, a backup of it; of a browser, the whole profile',
  logs: 'its log lines, metrics and access log',
};
