import type { Plan } from '../evidence/observation.ts';
import { ConfigurationFault } from '../exit-codes.ts';
import { readFlags } from './read-flags.ts';

/** What `site`, `issuer` and `wallet` are told. */
export interface RunOptions {
  readonly target: URL;
  readonly catalogue: string;
  readonly out: string;
  readonly tokens?: string;
  readonly declarations?: string;
  readonly operator?: string;
  readonly browser?: string;
  readonly hasBrowser: boolean;
  readonly sign?: string;
  readonly timestamp?: string;
  readonly isAuthorised: boolean;
  readonly isLong: boolean;
  readonly isStrict: boolean;
  readonly isResumed: boolean;
  /** Requests at most, and per second on a target that is not loopback. */
  readonly cap: number;
  readonly perSecond: number;
}

/** The catalogue that a plan is held to where none is named. */
const CATALOGUE: Readonly<Record<Plan, string>> = {
  site: 'fr-arcom-2024-20',
  issuer: 'fr-arcom-2024-20',
  wallet: 'fr-arcom-2024-20',
};

const OPTIONS = {
  catalogue: { type: 'string' },
  out: { type: 'string', default: 'report' },
  tokens: { type: 'string' },
  declarations: { type: 'string' },
  operator: { type: 'string' },
  browser: { type: 'string' },
  'no-browser': { type: 'boolean', default: false },
  sign: { type: 'string' },
  timestamp: { type: 'string' },
  'i-have-authority': { type: 'boolean', default: false },
  long: { type: 'boolean', default: false },
  strict: { type: 'boolean', default: false },
  resume: { type: 'boolean', default: false },
  'max-requests': { type: 'string', default: '800' },
  'per-second': { type: 'string', default: '3' },
  lang: { type: 'string' },
} as const;

/** @throws ConfigurationFault naming the flag */
export function readRunOptions(plan: Plan, args: readonly string[]): RunOptions {
  const { values, positionals } = readFlags(plan, args, OPTIONS);
  const [address, ...more] = positionals;
  if (address === undefined || more.length > 0) {
    throw new ConfigurationFault({
      en: `${plan}: name one address, such as https://site.example`,
      fr: `${plan}\u00a0: indiquez une seule adresse, par exemple https://site.example`,
    });
  }
  const isAuthorised = values['i-have-authority'];
  if (values.timestamp !== undefined && values.sign === undefined) {
    throw new ConfigurationFault({
      en: '--timestamp: needs --sign KEY, since it is the signature that is stamped (make a key with keygen)',
      fr: '--timestamp\u00a0: demande --sign CLÉ, car c’est la signature qui est horodatée (une clé se fait avec keygen)',
    });
  }
  if (values.browser !== undefined && values['no-browser']) {
    throw new ConfigurationFault({
      en: '--browser: not together with --no-browser',
      fr: '--browser\u00a0: pas avec --no-browser',
    });
  }
  const texts = ['tokens', 'declarations', 'operator', 'browser', 'sign', 'timestamp'] as const;
  const named = Object.fromEntries(texts.filter((key) => values[key] !== undefined).map((key) => [key, values[key]]));
  return {
    ...(named as Partial<Record<(typeof texts)[number], string>>),
    target: readTarget(address),
    catalogue: values.catalogue ?? CATALOGUE[plan],
    out: values.out,
    hasBrowser: !values['no-browser'],
    isAuthorised,
    isLong: values.long,
    isStrict: values.strict,
    isResumed: values.resume,
    cap: readNumber('--max-requests', values['max-requests'], 10, 100_000),
    perSecond: readNumber('--per-second', values['per-second'], 0.1, 100),
  };
}

/** @throws ConfigurationFault unless it is the address of a web server */
export function readTarget(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new ConfigurationFault({
      en: 'the address must begin with https:// (or http:// on this machine)',
      fr: 'l’adresse doit commencer par https:// (ou http:// sur cette machine)',
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw new ConfigurationFault({
      en: 'the address must hold no password',
      fr: 'l’adresse ne doit contenir aucun mot de passe',
    });
  }
  url.hash = '';
  return url;
}

function readNumber(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!(value >= least && value <= most)) {
    throw new ConfigurationFault({
      en: `${flag}: a number from ${least} to ${most}`,
      fr: `${flag}\u00a0: un nombre de ${least} à ${most}`,
    });
  }
  return value;
}
