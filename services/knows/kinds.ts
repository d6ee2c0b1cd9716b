import type { Octets } from './octets.ts';
import type { FoundString } from './strings.ts';
import { cookieLength, type Received, type ShownRoom } from './transcript.ts';

/** What a room received, in the forms in which a kind of information can be looked for. */
export interface Evidence {
  readonly requests: readonly Received[];
  readonly strings: readonly FoundString[];
  readonly readings: ReadonlySet<Octets>;
}

/** What has to be known beforehand to tell some bytes from others; all of it is public. */
export interface Known {
  /** The host of the site, as addresses write it. */
  readonly siteHost: string;
  /** `challenge_digest` of the issuer's tokens, and of the grants good at it: 32 octets each. */
  readonly tokenDigest: Octets;
  readonly grantDigest: Octets;
}

/** How often a kind of information is found in what a room received: 0 when the room has not learnt it. */
type Count = (evidence: Evidence, known: Known) => number;

const differentStrings = ({ strings }: Evidence, fits: (string: FoundString) => boolean): number =>
  new Set(strings.filter(fits).map(({ octets }) => octets)).size;

const requestsWith = ({ requests }: Evidence, fits: (request: Received) => boolean): number =>
  requests.filter(fits).length;

/** A finished token of RFC 9577 that answers to a challenge. */
const tokensFor = (evidence: Evidence, digest: Octets): number =>
  differentStrings(evidence, ({ octets }) => octets.length === 354 && octets.slice(34, 66) === digest);

const stringsWith = (evidence: Evidence, words: string): number =>
  differentStrings(evidence, ({ octets }) => octets.includes(words));

const readingWith = ({ readings }: Evidence, words: string): number =>
  [...readings].some((reading) => reading.includes(words)) ? 1 : 0;

/** The kinds of information, in the order of the picture: a new one is a new row. */
export const KINDS = {
  /** A browser's request: that rooms ask each other for keys says nothing of a person. */
  address: ({ requests }) => requests.filter(({ headers }) => headers.some(([name]) => name === 'user-agent')).length,
  site: (evidence, { siteHost }) => readingWith(evidence, siteHost),
  asker: (evidence) => requestsWith(evidence, ({ body }) => body.includes('av://authorize?')),
  method: (evidence) => requestsWith(evidence, ({ path }) => /^\/evidence\/[^/]+\/answer\//.test(path)),
  proofOfAge: (evidence) => stringsWith(evidence, 'issuerSigned'),
  passkey: (evidence) => stringsWith(evidence, 'authData'),
  gesture: (evidence) => stringsWith(evidence, '"type":"webauthn.get"'),
  account: (evidence) => differentStrings(evidence, ({ name }) => /\.(?:registration|assertion)\.rawId$/.test(name)),
  sealed: (evidence) =>
    differentStrings(evidence, ({ name, octets }) => name.endsWith('.blinded') && octets.length === 256),
  grant: (evidence, { grantDigest }) => tokensFor(evidence, grantDigest),
  token: (evidence, { tokenDigest }) => tokensFor(evidence, tokenDigest),
  /** What it is that makes a token good once: computed from the token, so that whoever has one has the other. */
  nullifier: (evidence) => differentStrings(evidence, ({ name }) => name === NULLIFIER),
  holder: (evidence) => readingWith(evidence, '"typ":"dpop+jwt"'),
  /** The room strikes out its value and says how long it was: 22 characters of base64url are 16 bytes. */
  session: (evidence) => requestsWith(evidence, (request) => (cookieLength(request, '__Host-age') ?? 0) >= 22),
} as const satisfies Record<string, Count>;

export type KindName = keyof typeof KINDS;
export const KIND_NAMES: readonly KindName[] = Object.keys(KINDS) as KindName[];

/** The name of a string that nobody sent, and that follows from a token. */
export const NULLIFIER = 'nullifier';

interface SubjectRow {
  /** What the way to the string looks like. */
  readonly name: RegExp;
  /** Between these two only; any two unless given. */
  readonly rooms?: readonly [ShownRoom, ShownRoom];
}

/** What a common string is about: the first row that fits; a new one is a new row. */
const SUBJECTS = {
  request: { name: /^path$|\.(?:state|nonce|response_uri|client_id|request)$/, rooms: ['attester', 'phone'] },
  passkey: { name: /\.(?:registration|assertion)\./ },
  key: { name: /\.(?:keyId|challengeDigest)$/ },
  /** Whatever nobody expects. */
  other: { name: /^/ },
} as const satisfies Record<string, SubjectRow>;

export type Subject = keyof typeof SUBJECTS;

/** What a string that two rooms have in common is about. */
export function subjectOf({ name }: FoundString, rooms: readonly [ShownRoom, ShownRoom]): Subject {
  const rows = Object.entries<SubjectRow>(SUBJECTS) as [Subject, SubjectRow][];
  const found = rows.find(
    ([, row]) => row.name.test(name) && (row.rooms ?? rooms).every((room) => rooms.includes(room)),
  );
  return found?.[0] ?? 'other';
}
