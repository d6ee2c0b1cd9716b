import { calendarOf, checkPublicUrl, nameOf, originOf, type Slot } from '@bauta/sdk/protocol';
import { z } from 'zod';
import { FURTHER_ATTESTER, ROOM_NAMES, ROOMS, type RoomName } from '../rooms.ts';
import { checkAppeal } from './appeal.ts';
import { parseSecret } from './secret.ts';
import { checkSecurityContact, checkSecurityPolicy } from './security-contact.ts';
import { parseSigningKey } from './signing-key.ts';

/** Where a room keeps what it must remember. */
export type StoreUrl = { readonly kind: 'memory' } | { readonly kind: 'sqlite'; readonly path: string };

/** Ages that a key may stand for (protocol.md §3). */
const AGES: readonly number[] = [13, 15, 16, 18, 21];

/** Where the XML of a trusted list is. */
export type XmlPlace =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'file'; readonly path: string };

/** What defaults may depend on. */
export interface SettingGiven {
  readonly room: RoomName;
  /** Of a further attester. */
  readonly attesterName?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly portBase: number;
  readonly dataDir: string;
}

/** One row of the table: where a value comes from, what it must be, and who uses it. */
export interface Setting<T, R extends RoomName = RoomName> {
  /** The environment variable; `ROOM_` in front stands for the prefix of each room that uses the setting. */
  readonly env: string;
  readonly reads: z.ZodType<T, string>;
  /** Takes the place of `reads` with --production. */
  readonly readsInProduction?: z.ZodType<T, string>;
  /** What holds when nothing is set. */
  readonly byDefault?: (given: SettingGiven) => string;
  /** True: no default in production. */
  readonly required?: true;
  /** Variables, one of which takes the place of a required one. */
  readonly unless?: readonly string[];
  /** The variable beside which it must be set, in production or not. */
  readonly beside?: string;
  /**
   * It may also stand in a file named by `…_FILE`. True: 32 random bytes, outside of production made when missing;
   * `given`: never made, and whether it must be there only `beside` says.
   */
  readonly secret?: true | 'given';
  readonly rooms: readonly R[];
  /** What it is, for whoever has to set it. */
  readonly sentence: string;
}

function setting<T, const R extends RoomName>(row: Setting<T, R>): Setting<T, R> {
  return row;
}

/** A text that `parse` takes; whatever it throws becomes `message`. */
function text<T>(message: string, parse: (text: string) => T): z.ZodType<T, string> {
  return z.string().transform((value, context) => {
    try {
      return parse(value);
    } catch {
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }
  });
}

function wholeNumber(least: number, most: number): z.ZodType<number, string> {
  const message = `must be a whole number from ${least} to ${most}`;
  const number = z.number(message).int(message).min(least, message).max(most, message);
  return z.string().regex(/^\d+$/, message).transform(Number).pipe(number);
}

function refuse(): never {
  throw new TypeError();
}

function refuseUnless(condition: boolean): asserts condition {
  if (!condition) refuse();
}

function listOf<T>(value: string, parse: (item: string) => T): readonly T[] {
  const items = value.split(/[\s,]+/).map(parse);
  refuseUnless(new Set(items).size === items.length);
  return items;
}

function parseSlot(text: string): Slot {
  const [, age, epoch = '', generation] = /^(\d{1,3}) (\d{4}-W\d{2}) (\d)$/.exec(text.trim()) ?? [];
  refuseUnless(AGES.includes(Number(age)));
  calendarOf(epoch);
  return { threshold: Number(age), epoch, generation: Number(generation) };
}

function parseStoreUrl(value: string): StoreUrl {
  if (value === 'memory:') return { kind: 'memory' };
  refuseUnless(/^sqlite:./.test(value));
  return { kind: 'sqlite', path: value.slice('sqlite:'.length) };
}

/** Anything that looks like an address has to be a good one. */
export function parseXmlPlace(value: string): XmlPlace | undefined {
  if (value === '') return undefined;
  if (!/^[a-z][a-z0-9+.-]*:/i.test(value)) return { kind: 'file', path: value };
  return { kind: 'url', url: checkPublicUrl(value).href };
}

function developmentOrigin(room: RoomName, portBase: number, attesterName?: string): string {
  const host = attesterName ?? ROOMS[room].host;
  return `http://${host}.localhost:${portOf({ room, portBase, attesterName })}`;
}

/** Where a room listens. */
export function portOf({ room, portBase, attesterName }: Pick<SettingGiven, 'room' | 'portBase' | 'attesterName'>) {
  return portBase + (attesterName === undefined ? ROOMS[room].offset : FURTHER_ATTESTER);
}

/** What the names of a room's own files begin with. */
export function stemOf({ room, attesterName }: Pick<SettingGiven, 'room' | 'attesterName'>): string {
  return attesterName === undefined ? room : `${room}-${attesterName}`;
}

function parseOrigin(value: string): string {
  const { origin } = checkPublicUrl(`${value}/`);
  refuseUnless(origin === value);
  return origin;
}

/** The settings that other settings' defaults are made of; every room has them. */
export const FRAME = {
  portBase: setting({
    env: 'PORT_BASE',
    reads: wholeNumber(1024, 65_000),
    byDefault: () => '4000',
    rooms: ROOM_NAMES,
    sentence: 'the first of the ports of the rooms',
  }),
  dataDir: setting({
    env: 'DATA_DIR',
    reads: z.string(),
    byDefault: () => '.data',
    rooms: ROOM_NAMES,
    sentence: 'the folder of stores, secrets and logs',
  }),
};

export const ORIGIN = setting({
  env: 'ROOM_ORIGIN',
  reads: text('must be an https origin, or an http one on localhost, without a slash at its end', parseOrigin),
  readsInProduction: text('must be an https origin without a slash at its end', (value) => {
    refuseUnless(value.startsWith('https://'));
    return parseOrigin(value);
  }),
  byDefault: ({ room, portBase, attesterName }) => developmentOrigin(room, portBase, attesterName),
  required: true,
  rooms: ROOM_NAMES,
  sentence: 'the origin under which the room is known',
});

/** Whose origin a room knows beside its own. Rooms for demonstration are known outside of production only. */
export const KNOWS = {
  'demo-site': ['wallet', 'issuer'],
  wallet: ['attester', 'issuer', 'phone'],
  attester: ['wallet', 'issuer', 'phone', 'provider'],
  issuer: ['wallet', 'attester'],
  log: [],
  witness: [],
  phone: ['wallet', 'attester'],
  provider: ['wallet', 'attester'],
} as const satisfies Record<RoomName, readonly RoomName[]>;

/** All other settings: a new one is a new row. */
export const SETTINGS = {
  store: setting({
    env: 'ROOM_STORE_URL',
    reads: text('must be sqlite:PATH or memory:', parseStoreUrl),
    readsInProduction: text('must be sqlite:PATH', (value) => {
      refuseUnless(value !== 'memory:');
      return parseStoreUrl(value);
    }),
    byDefault: (given) => given.env.STORE_URL || `sqlite:${given.dataDir}/${stemOf(given)}.db`,
    rooms: ['demo-site', 'attester', 'issuer', 'witness', 'phone'],
    sentence: "the room's own store",
  }),
  thresholds: setting({
    env: 'THRESHOLDS',
    reads: text(`must be some of ${AGES.join(',')}, with commas between`, (value) => {
      const ages = listOf(value, (age) => AGES.find((known) => String(known) === age) ?? refuse());
      return [...ages].sort((a, b) => a - b);
    }),
    byDefault: () => '18',
    rooms: ['wallet', 'attester', 'issuer'],
    sentence: 'the ages in years that keys are made for',
  }),
  grantsPerEpoch: setting({
    env: 'GRANTS_PER_EPOCH',
    reads: wholeNumber(1, 100),
    byDefault: () => '3',
    rooms: ['attester'],
    sentence: 'how many batches an account may draw in a week, for each age',
  }),
  clientLimit: setting({
    env: 'CLIENT_LIMIT',
    reads: wholeNumber(0, 60_000),
    // A room hears of clients from its proxy alone, and cannot know how that one says it.
    byDefault: () => '0',
    beside: 'CLIENT_HEADER',
    rooms: ['attester', 'issuer'],
    sentence: 'how many POSTs one address may make in a minute, 0 for any number; no address is kept',
  }),
  clientHeader: setting({
    env: 'CLIENT_HEADER',
    reads: text('must be the name of a header', (value) => {
      refuseUnless(/^[A-Za-z0-9-]{0,64}$/.test(value));
      return value || undefined;
    }),
    byDefault: () => '',
    beside: 'CLIENT_LIMIT',
    rooms: ['attester', 'issuer'],
    sentence: 'the header in which the proxy before the room says whose address a request came from',
  }),
  attesters: setting({
    env: 'ATTESTERS',
    reads: text('must be names (host, or host:port unless 443) with commas between', (value) =>
      listOf(value, (name) => nameOf(originOf(name))),
    ),
    byDefault: ({ env, portBase }) => nameOf(env.ATTESTER_ORIGIN || developmentOrigin('attester', portBase)),
    rooms: ['wallet', 'issuer'],
    sentence: 'the names of the attesters whose grants are good',
  }),
  attesterLabels: setting({
    env: 'ATTESTER_LABELS',
    reads: z.string().transform((value) => (value === '' ? [] : value.split(',').map((label) => label.trim()))),
    // Whoever names no attester runs the demonstration, whose attester has a port for a name.
    byDefault: ({ env }) => (env.ATTESTERS || env.ATTESTER_ORIGIN ? '' : 'Demo age checker'),
    rooms: ['wallet'],
    sentence: 'what people call the attesters, in the order of ATTESTERS, with commas between',
  }),
  attesterAppeals: setting({
    env: 'ATTESTER_APPEALS',
    reads: text('must be mailto: addresses or https: pages with commas between, nothing for who has none', (value) =>
      value.split(',').map((one) => (one.trim() === '' ? undefined : checkAppeal(one.trim()))),
    ),
    byDefault: () => '',
    rooms: ['wallet'],
    sentence: 'where people write to an attester that refused their proof, in the order of ATTESTERS',
  }),
  securityContact: setting({
    env: 'SECURITY_CONTACT',
    reads: text('must be mailto: and one address, or an https address', (value) =>
      value === '' ? undefined : checkSecurityContact(value),
    ),
    byDefault: () => '',
    beside: 'SECURITY_POLICY',
    rooms: ['demo-site', 'wallet', 'attester', 'issuer', 'log', 'witness'],
    sentence: 'where people report vulnerabilities, in /.well-known/security.txt; without it there is no such file',
  }),
  securityPolicy: setting({
    env: 'SECURITY_POLICY',
    reads: text('must be an https address', (value) => (value === '' ? undefined : checkSecurityPolicy(value))),
    byDefault: () => '',
    rooms: ['demo-site', 'wallet', 'attester', 'issuer', 'log', 'witness'],
    sentence: 'the page with the rules for whoever reports, in the same file',
  }),
  trustedList: setting({
    env: 'TRUSTED_LIST',
    reads: z.string(),
    byDefault: ({ dataDir }) => `${dataDir}/trusted-list.json`,
    required: true,
    unless: ['TRUSTED_LIST_URL', 'TRUSTED_LIST_XML'],
    rooms: ['attester', 'phone'],
    sentence: 'the file of the certificates under which proofs of age are believed',
  }),
  trustedListUrl: setting({
    env: 'TRUSTED_LIST_URL',
    reads: text('must be a plain https address', (value) => (value === '' ? undefined : checkPublicUrl(value).href)),
    byDefault: () => '',
    beside: 'TRUSTED_LIST_KEY',
    rooms: ['attester'],
    sentence: 'where signed snapshots of those certificates are read, in place of the file',
  }),
  trustedListKey: setting({
    env: 'TRUSTED_LIST_KEY',
    reads: text('must be the key of a publisher, name+id+key', (value) => {
      refuseUnless(value === '' || /^[^+\s]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/.test(value));
      return value || undefined;
    }),
    byDefault: () => '',
    beside: 'TRUSTED_LIST_URL',
    rooms: ['attester'],
    sentence: 'whose signature those snapshots bear',
  }),
  oidcProviders: setting({
    env: 'OIDC_PROVIDERS',
    reads: z.string().transform((value) => value || undefined),
    byDefault: () => '',
    beside: 'OIDC_KEY',
    rooms: ['attester'],
    sentence: 'the file of the OpenID providers by which people may show their age',
  }),
  oidcKey: setting({
    env: 'OIDC_KEY',
    reads: text('must be an EC P-256 private key, PKCS #8 PEM or JWK', (value) =>
      value === '' ? undefined : parseSigningKey(value),
    ),
    secret: 'given',
    beside: 'OIDC_PROVIDERS',
    rooms: ['attester'],
    sentence: 'the key by which those providers know the attester',
  }),
  trustedListXml: setting({
    env: 'TRUSTED_LIST_XML',
    reads: text('must be a plain https address, or the path of a file', parseXmlPlace),
    byDefault: () => '',
    beside: 'TRUSTED_LIST_SIGNERS',
    rooms: ['attester'],
    sentence: 'where the trusted list of the European Commission itself is read, in place of the file',
  }),
  trustedListSigners: setting({
    env: 'TRUSTED_LIST_SIGNERS',
    reads: z.string().transform((value) => value || undefined),
    byDefault: () => '',
    beside: 'TRUSTED_LIST_XML',
    rooms: ['attester'],
    sentence: 'the PEM file of the certificates of whoever signs that list',
  }),
  eudiAccessCertificate: setting({
    env: 'EUDI_ACCESS_CERTIFICATE',
    reads: z.string().transform((value) => value || undefined),
    byDefault: () => '',
    beside: 'EUDI_ACCESS_KEY',
    rooms: ['attester'],
    sentence: 'the PEM file of the certificates by which EUDI wallets know the attester, its own first',
  }),
  eudiAccessKey: setting({
    env: 'EUDI_ACCESS_KEY',
    reads: text('must be an EC P-256 private key, PKCS #8 PEM', (value) => {
      refuseUnless(!value.trim().startsWith('{'));
      return value === '' ? undefined : parseSigningKey(value);
    }),
    secret: 'given',
    beside: 'EUDI_ACCESS_CERTIFICATE',
    rooms: ['attester'],
    sentence: 'the key to that certificate',
  }),
  pidTrustedList: setting({
    env: 'PID_TRUSTED_LIST',
    reads: z.string().transform((value) => value || undefined),
    byDefault: () => '',
    rooms: ['attester'],
    sentence: 'the file of the certificates under which dates of birth are believed; setting it lets them in',
  }),
  evidenceModule: setting({
    env: 'EVIDENCE_MODULE',
    reads: z.string().transform((value) => value || undefined),
    byDefault: () => '',
    rooms: ['attester'],
    sentence: "a file of your own that adds ways of showing one's age, on Node alone",
  }),
  zkVerifierUrl: setting({
    env: 'ZK_VERIFIER_URL',
    reads: text('must be a plain https address, or an http one on this machine', (value) =>
      value === '' ? undefined : checkPublicUrl(value).href,
    ),
    byDefault: () => '',
    rooms: ['attester'],
    sentence: 'where zero-knowledge proofs of age are verified; without it none is asked for',
  }),
  keyLog: setting({
    env: 'KEY_LOG',
    reads: z.string(),
    byDefault: ({ dataDir }) => `${dataDir}/key-log.json`,
    required: true,
    rooms: ['demo-site', 'wallet', 'attester', 'issuer', 'log', 'witness'],
    sentence: 'the file that names the log of keys and its witnesses, the same for everyone',
  }),
  logOperators: setting({
    env: 'LOG_OPERATORS',
    reads: z.string(),
    byDefault: ({ dataDir }) => `${dataDir}/log-operators.json`,
    required: true,
    rooms: ['log'],
    sentence: 'the file of those whose entries the log takes',
  }),
  logFolder: setting({
    env: 'LOG_FOLDER',
    reads: z.string(),
    byDefault: ({ dataDir }) => `${dataDir}/log`,
    required: true,
    rooms: ['log'],
    sentence: 'the folder of the log, on a local disk',
  }),
  seed: setting({
    env: 'ROOM_SEED',
    reads: text('must be 32 bytes as 64 hexadecimal or 43 base64url characters', parseSecret),
    secret: true,
    rooms: ['attester', 'issuer', 'log', 'witness'],
    sentence: 'the Ed25519 key with which it signs trees, or what it adds to the log',
  }),
  kek: setting({
    env: 'ROOM_KEK',
    reads: text('must be 32 bytes as 64 hexadecimal or 43 base64url characters', parseSecret),
    secret: true,
    rooms: ['attester', 'issuer'],
    sentence: 'the key that encrypts signing keys at rest',
  }),
  retiredKeys: setting({
    env: 'ROOM_RETIRED_KEYS',
    reads: text('must be keys as AGE WEEK GENERATION (18 2026-W47 0) with commas between', (value) =>
      value.trim() === '' ? [] : value.split(',').map(parseSlot),
    ),
    byDefault: () => '',
    rooms: ['attester', 'issuer'],
    sentence: 'keys that are to be retired in an emergency, once and for all',
  }),
  pepper: setting({
    env: 'ROOM_PEPPER',
    reads: text('must be 32 bytes as 64 hexadecimal or 43 base64url characters', parseSecret),
    secret: true,
    rooms: ['attester'],
    sentence: 'the key under which evidence is recognised',
  }),
  secrets: setting({
    env: 'ROOM_SECRETS',
    reads: text('must be 32 bytes each, as 64 hexadecimal or 43 base64url characters, with commas between', (value) =>
      listOf(value, parseSecret),
    ),
    secret: true,
    rooms: ['demo-site'],
    sentence: 'the keys of challenges and codes: all verify, the first signs',
  }),
};
