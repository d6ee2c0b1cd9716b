import { EVIDENCE_FILE, formatJson } from './evidence-files.ts';
import type { Evidence } from './observation.ts';
import {
  anything,
  arrayOf,
  both,
  constant,
  count,
  digest,
  flag,
  instant,
  number,
  object,
  oneOf,
  optional,
  readShape,
  recordOf,
  type Shape,
  text,
  tuple,
  variants,
} from './shape.ts';

const BLOB = object({ sha256: digest, bytes: count, type: optional(text) });
const HEADERS = arrayOf(tuple(text, text));
const COMMON = { id: text, label: text, at: instant, kind: text };
const UNTESTED = oneOf(
  'no-browser',
  'no-tokens',
  'no-authority',
  'no-clock',
  'not-long',
  'request-cap',
  'nothing-to-try',
  'not-our-protocol',
  'no-answer',
  'fault',
);

const hasOne =
  (one: string, other: string): Shape =>
  (value, at) => {
    const members = value as Readonly<Record<string, unknown>>;
    return (members[one] === undefined) === (members[other] === undefined)
      ? `${at} has not either ${one} or ${other}`
      : undefined;
  };

const EXCHANGE = both(
  object({
    ...COMMON,
    by: oneOf('http', 'browser', 'robot'),
    request: object({ method: text, url: text, headers: HEADERS, body: optional(BLOB) }),
    response: optional(object({ status: count, headers: HEADERS, body: BLOB, isCut: flag })),
    noAnswer: optional(oneOf('refused', 'reset', 'timeout', 'dns', 'tls', 'blocked', 'malformed', 'other')),
    ms: number,
  }),
  hasOne('response', 'noAnswer'),
);

const COOKIE = object({
  name: text,
  domain: text,
  path: text,
  expires: optional(number),
  httpOnly: flag,
  secure: flag,
  sameSite: oneOf('Strict', 'Lax', 'None'),
  value: digest,
});

const STORAGE = object({
  origin: text,
  local: recordOf(digest),
  session: recordOf(digest),
  databases: arrayOf(text),
  caches: arrayOf(text),
  workers: arrayOf(text),
});

const ACCESS_FAULT = object({
  rule: text,
  impact: oneOf('minor', 'moderate', 'serious', 'critical'),
  help: text,
  targets: arrayOf(text),
});

const PAGE = object({
  ...COMMON,
  url: text,
  title: text,
  language: text,
  dom: BLOB,
  text: BLOB,
  screenshot: optional(BLOB),
  width: count,
  cookies: arrayOf(COOKIE),
  storage: optional(STORAGE),
  access: optional(arrayOf(ACCESS_FAULT)),
});

const FACT = object({ ...COMMON, value: anything });

const PROBE = object({
  name: text,
  state: oneOf('done', 'untested'),
  reason: optional(UNTESTED),
  observations: arrayOf(variants('kind', { exchange: EXCHANGE, page: PAGE, fact: FACT })),
});

const CERTIFICATE = object({ subject: text, issuer: text, validFrom: text, validTo: text, sha256: digest });

const CIRCUMSTANCES = object({
  suite: object({ name: constant('@bauta/conformance'), version: text }),
  node: text,
  platform: text,
  began: instant,
  ended: instant,
  clockAhead: optional(number),
  dns: arrayOf(object({ host: text, addresses: arrayOf(text) })),
  tls: arrayOf(CERTIFICATE),
  tlsVersion: optional(text),
  browser: optional(text),
  operator: optional(text),
  requests: object({ sent: count, cap: count, perSecond: number }),
  isAuthorised: flag,
  isLong: flag,
  tokens: oneOf('test-issuer', 'demonstration', 'file', 'none'),
  clock: oneOf('machine', 'test-clock'),
});

const EVIDENCE = object({
  schema: constant('urn:bauta:schema:evidence:1'),
  plan: oneOf('site', 'issuer', 'wallet'),
  target: text,
  circumstances: CIRCUMSTANCES,
  probes: arrayOf(PROBE),
});

/** `evidence.json`. Its digest is the evidence's. */
export const formatEvidence = (evidence: Evidence): string => formatJson(evidence);

/** Exactly the shape of `spec/evidence.schema.json`. @throws RefusedEvidence that names the first member that is not */
export const parseEvidence = (bytes: Uint8Array): Evidence => readShape<Evidence>(EVIDENCE, bytes, EVIDENCE_FILE);
