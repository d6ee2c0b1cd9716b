import { randomBytes } from '#crypto';
import type { KeyLog } from '../log/key-log.ts';
import { type Bytes, checkPublicUrl, type ErrorCode, originOf } from '../protocol/index.ts';
import type { KeptText } from '../verifier/kept-text.ts';
import type { Sessions } from '../verifier/sessions.ts';
import type { SpentSet } from '../verifier/spent-set.ts';
import { type SetTimer, systemTimer } from './directory-schedule.ts';
import { JOINT_RULES } from './joint-rules.ts';
import type { GateMethod } from './method.ts';
import { isApplicationPath, isPublicEntry } from './policy.ts';
import { type PolicyName, readSessionRule, type SessionPolicy, type SessionRule } from './session-rule.ts';
import type { TestIssuer } from './test-issuer.ts';
import { isTheme, type Theme } from './theme.ts';

/** What the gate tells its operator, beside refusals; nothing in it is a visitor's. */
export type GateEvent =
  | { readonly event: 'session-opened' }
  /** An id that had been replaced was seen again: somebody copied the cookie, and the session is over for both. */
  | { readonly event: 'session-copied' }
  | { readonly event: 'directory-refreshed'; readonly keys: number }
  | { readonly event: 'directory-unreachable' }
  /** The door is shut, since the store or the directory cannot answer: `code` says which. */
  | { readonly event: 'shut'; readonly code: ErrorCode }
  /** The gate has begun with a test issuer: it checks nobody's age. */
  | { readonly event: 'test-issuer'; readonly outcome: string };

/** What a site decides once. Nothing of it is ever taken from a request. */
export interface GateOptions {
  /** The site's public origin, for instance `https://site.example`; http on localhost alone. */
  readonly origin: string;
  /** The name of the one issuer whose tokens are believed, for instance `issuer.example`. */
  readonly issuer: string;
  /** The origin of the wallet that visitors are sent to. */
  readonly wallet: string;
  /** Age in years: 13, 15, 16, 18 (default) or 21. */
  readonly threshold?: number;
  /** When a session ends: `fr-arcom` (default), `it-agcom`, or one of them with tighter values. */
  readonly policy?: SessionPolicy;
  /** Keys of challenges and codes, at least 32 bytes each, the same at all instances; the first signs, all verify. */
  readonly secrets: readonly Bytes[];
  /** Which tokens have been spent. Sites of one operator may share it. */
  readonly spent: SpentSet;
  /** One-time codes and session leases. */
  readonly sessions: Sessions;
  /** What is open to everyone: exact paths, or prefixes that end in `/`. Everything else is gated. Default: nothing. */
  readonly publicPaths?: readonly string[];
  /** The site's country, two capital letters: whose help is listed for whoever is turned away. Default: the policy's. */
  readonly country?: string;
  /** `https:` or `mailto:`: where whoever is turned away can appeal or ask. On this site, among `publicPaths`. */
  readonly contact?: string;
  readonly theme?: Theme;
  /** Whether the gate's pages carry the RTA label, by which parental controls know them. Default: true. */
  readonly rta?: boolean;
  /** Gated paths for the self-description, media among them: whoever checks the site asks for these. */
  readonly canaries?: readonly string[];
  /** SHA-256 of the site's last conformance report, for the self-description. */
  readonly report?: string;
  /** From `openKeyLog()` of `@bauta/sdk/log`: only keys that everyone is shown are believed. Default: all that are listed. */
  readonly keyLog?: KeyLog;
  /** Where instances that come and go, as on Workers, keep the directory for one another. Default: each reads its own. */
  readonly kept?: KeptText;
  /** Further ways of proving one's age here, less private than the wallet, for instance `euWallet()` of `@bauta/sdk/eu-wallet`. */
  readonly methods?: readonly GateMethod[];
  /** For development alone, from `@bauta/sdk/test-issuer`: stands in for issuer and wallet, whatever is named above. */
  readonly testIssuer?: TestIssuer;
  /** The network, for the key directory alone. */
  readonly fetch?: (url: string) => Promise<Response>;
  /** Whole Unix seconds. */
  readonly now?: () => number;
  /** `length` bytes from a generator fit for keys. */
  readonly random?: (length: number) => Bytes;
  readonly setTimer?: SetTimer;
  /** Must not throw. */
  readonly onEvent?: (event: GateEvent) => void;
  /** Gets the true code of a refused proof of age, which no visitor sees. Must not throw. */
  readonly onRefused?: (code: ErrorCode) => void;
}

interface Rule {
  readonly needed?: true;
  /** What must hold, for the operator. */
  readonly sentence: string;
  readonly holds: (value: unknown) => boolean;
}

/** Where a policy is the law. */
const COUNTRIES: Readonly<Record<PolicyName, string>> = { 'fr-arcom': 'FR', 'it-agcom': 'IT' };

const AGES: readonly unknown[] = [13, 15, 16, 18, 21];

const isText = (value: unknown): value is string => typeof value === 'string';
const isFunction = (value: unknown): boolean => typeof value === 'function';
const hasMethods = (value: unknown, names: readonly string[]): boolean =>
  typeof value === 'object' && value !== null && names.every((name) => isFunction((value as never)[name]));

function isOrigin(value: unknown): boolean {
  return isText(value) && succeeds(() => checkPublicUrl(`${value}/`).origin === value);
}

function isContact(value: unknown): boolean {
  if (!isText(value) || value.length > 300) return false;
  if (/^mailto:[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/.test(value)) return true;
  return /^https:\/\/[^\s"'<>\\@]+$/.test(value) && succeeds(() => new URL(value).hostname !== '');
}

function succeeds(test: () => boolean): boolean {
  try {
    return test();
  } catch {
    return false;
  }
}

const ORIGIN: Rule = {
  needed: true,
  sentence: 'must be an https origin, or an http one on localhost, without a slash at its end',
  holds: isOrigin,
};
const CODE: Rule = { sentence: 'must be a function', holds: isFunction };

/** One row for each option: there is no other way to configure a gate, and none without a server behind it. */
const RULES: { readonly [N in keyof GateOptions]-?: Rule } = {
  origin: ORIGIN,
  issuer: {
    needed: true,
    sentence: 'must be a name: a host, or host:port unless 443',
    holds: (value) => isText(value) && succeeds(() => originOf(value) !== ''),
  },
  wallet: ORIGIN,
  threshold: { sentence: 'must be 13, 15, 16, 18 or 21', holds: (value) => AGES.includes(value) },
  policy: {
    sentence: 'must be fr-arcom or it-agcom, or { preset } with values in seconds, none looser than its own',
    holds: (value) =>
      (isText(value) || typeof value === 'object') && succeeds(() => readSessionRule(value as never).leaseSeconds > 0),
  },
  secrets: {
    needed: true,
    sentence: 'must be a list of keys of at least 32 bytes each',
    holds: (value) =>
      Array.isArray(value) && value.length > 0 && value.every((key) => key instanceof Uint8Array && key.length >= 32),
  },
  spent: { needed: true, sentence: 'must be a SpentSet', holds: (value) => hasMethods(value, ['spend']) },
  sessions: {
    needed: true,
    sentence: 'must be Sessions',
    holds: (value) => hasMethods(value, ['put', 'read', 'take', 'replace']),
  },
  publicPaths: {
    sentence: 'must be plain paths, or prefixes that end in a slash; neither the whole site nor the gate itself',
    holds: (value) => Array.isArray(value) && value.every((entry) => isText(entry) && isPublicEntry(entry)),
  },
  country: {
    sentence: 'must be two capital letters, for instance FR',
    holds: (value) => isText(value) && /^[A-Z]{2}$/.test(value),
  },
  contact: { sentence: 'must be an https address or mailto: and an e-mail address', holds: isContact },
  theme: {
    sentence:
      'must be { properties, darkProperties, logo }: colours as #rrggbb, fonts, a length; an SVG of shapes or a plain path',
    holds: isTheme,
  },
  rta: { sentence: 'must be true or false', holds: (value) => typeof value === 'boolean' },
  canaries: {
    sentence: 'must be plain paths of the application',
    holds: (value) => Array.isArray(value) && value.every((path) => isText(path) && isApplicationPath(path)),
  },
  report: {
    sentence: 'must be a SHA-256 digest: 64 small hexadecimal digits',
    holds: (value) => isText(value) && /^[0-9a-f]{64}$/.test(value),
  },
  keyLog: {
    sentence: 'must be what openKeyLog() of @bauta/sdk/log gives',
    holds: (value) => hasMethods(value, ['prove']),
  },
  kept: {
    sentence: 'must be what keep() of a store gives',
    holds: (value) => hasMethods(value, ['load', 'save']),
  },
  methods: {
    sentence: 'must be a list of methods',
    holds: (value) => Array.isArray(value) && value.every((one) => hasMethods(one, ['answer'])),
  },
  testIssuer: {
    sentence: 'must be what testIssuer() of @bauta/sdk/test-issuer gives, and absent in production',
    holds: (value) => hasMethods(value, ['directory', 'answer']),
  },
  fetch: CODE,
  now: CODE,
  random: CODE,
  setTimer: CODE,
  onEvent: CODE,
  onRefused: CODE,
};

/** The options with every default in its place. */
export type GateSettings = Required<
  Omit<GateOptions, 'policy' | 'contact' | 'report' | 'keyLog' | 'kept' | 'testIssuer'>
> &
  Pick<GateOptions, 'contact' | 'report' | 'keyLog' | 'kept' | 'testIssuer'> & { readonly policy: SessionRule };

/** The names of all options. */
export const OPTION_NAMES: readonly string[] = Object.keys(RULES);

/** Every rule that does not hold: the option's name, and what must hold instead. Neither quotes a value. */
export function findOptionFaults(given: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] {
  const faults = Object.entries(RULES)
    .filter(([name, { needed, holds }]) => (given[name] === undefined ? needed : !holds(given[name])))
    .map(([name, { sentence }]): [string, string] => [name, sentence]);
  const wrong = faults.map(([name]) => name);
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(RULES, name)) faults.push([name, 'is not an option of the gate']);
  }
  for (const { of, find } of JOINT_RULES) {
    if (wrong.some((name) => (of as readonly string[]).includes(name))) continue;
    // None of the options that the rule reads is at fault, so they are what their types say.
    for (const sentence of find(given as unknown as GateOptions)) faults.push([of[0], sentence]);
  }
  return faults;
}

/** @throws TypeError that lists every fault at once, and no value: one of them is a secret. */
export function readOptions(options: GateOptions): GateSettings {
  const faults = findOptionFaults({ ...options });
  if (faults.length > 0) {
    throw new TypeError(`ageGate cannot start:\n${faults.map(([name, fault]) => `  ${name}: ${fault}`).join('\n')}`);
  }

  const { testIssuer, threshold = 18, now = () => Math.floor(Date.now() / 1000) } = options;
  const policy = readSessionRule(options.policy ?? 'fr-arcom');
  const settings: GateSettings = {
    ...options,
    issuer: testIssuer?.name ?? options.issuer,
    threshold,
    policy,
    publicPaths: [...(options.publicPaths ?? [])],
    country: options.country ?? COUNTRIES[policy.name],
    theme: structuredClone(options.theme ?? {}),
    rta: options.rta ?? true,
    canaries: [...(options.canaries ?? [])],
    methods: [...(options.methods ?? [])],
    secrets: [...options.secrets],
    fetch: testIssuer ? () => testIssuer.directory(threshold, now()) : (options.fetch ?? fetchDirectory),
    now,
    random: options.random ?? randomBytes,
    setTimer: options.setTimer ?? systemTimer,
    onEvent: options.onEvent ?? (() => {}),
    onRefused: options.onRefused ?? (() => {}),
  };
  return settings;
}

/** A directory stands where its name says: a redirect, which is not 200, would be somebody else's. */
function fetchDirectory(url: string): Promise<Response> {
  return fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(10_000) });
}
