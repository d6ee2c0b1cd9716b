import { readFlags } from '../commands/read-flags.ts';
import { readRunOptions } from '../commands/run-options.ts';
import { ConfigurationFault } from '../exit-codes.ts';
import type { Text } from '../text.ts';
import { EVERY_FAULT, readEvery } from './every.ts';

export interface WatchOptions {
  /** Path of the list of sites. */
  readonly list: string;
  readonly out: string;
  /** ms; undefined for one round. */
  readonly every?: number;
  readonly concurrency: number;
  /** What each run is told, but for its address and folder. */
  readonly runArgs: readonly string[];
}

const TEXTS = [
  'catalogue',
  'tokens',
  'operator',
  'browser',
  'sign',
  'timestamp',
  'max-requests',
  'per-second',
] as const;
const SWITCHES = ['no-browser', 'i-have-authority', 'long', 'strict'] as const;
const MOST_AT_ONCE = 8;

const SAYS = {
  list: {
    en: 'watch: name one list of sites, a text file with one address per line',
    fr: 'watch\u00a0: nommez une liste de sites, un fichier texte avec une adresse par ligne',
  },
  both: { en: '--every: not together with --once', fr: '--every\u00a0: pas avec --once' },
  concurrency: {
    en: `--concurrency: a whole number from 1 to ${MOST_AT_ONCE}`,
    fr: `--concurrency\u00a0: un nombre entier de 1 à ${MOST_AT_ONCE}`,
  },
} as const satisfies Record<string, Text>;
const DEFAULTS = { out: 'watch', every: '7d', concurrency: '2' };

/** @throws ConfigurationFault naming the flag */
export function readWatchOptions(args: readonly string[]): WatchOptions {
  const { values, positionals } = readFlags('watch', args, OPTIONS);
  const [list, ...more] = positionals;
  if (list === undefined || more.length > 0) return refuse(SAYS.list);
  if (values.once === true && values.every !== undefined) refuse(SAYS.both);
  const every = readEvery(values.every ?? DEFAULTS.every) ?? refuse(EVERY_FAULT);
  const concurrency = Number(values.concurrency ?? DEFAULTS.concurrency);
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > MOST_AT_ONCE) refuse(SAYS.concurrency);
  const runArgs = [
    ...TEXTS.flatMap((name) => (values[name] === undefined ? [] : [`--${name}=${values[name]}`])),
    ...SWITCHES.flatMap((name) => (values[name] === true ? [`--${name}`] : [])),
  ];
  // What is wrong with them is said before the first site hears anything.
  readRunOptions('site', ['https://site.example', ...runArgs]);
  return { list, out: values.out ?? DEFAULTS.out, ...(values.once === true ? {} : { every }), concurrency, runArgs };
}

const OPTIONS = {
  out: { type: 'string' },
  every: { type: 'string' },
  once: { type: 'boolean' },
  concurrency: { type: 'string' },
  lang: { type: 'string' },
  catalogue: { type: 'string' },
  tokens: { type: 'string' },
  operator: { type: 'string' },
  browser: { type: 'string' },
  sign: { type: 'string' },
  timestamp: { type: 'string' },
  'max-requests': { type: 'string' },
  'per-second': { type: 'string' },
  'no-browser': { type: 'boolean' },
  'i-have-authority': { type: 'boolean' },
  long: { type: 'boolean' },
  strict: { type: 'boolean' },
} as const;

function refuse(text: Text): never {
  throw new ConfigurationFault(text);
}
