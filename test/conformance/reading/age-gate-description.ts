import type { PrivacyLevel } from './gate-words.ts';

/** What a site says of its own gate at /.well-known/age-gate.json (spec/age-gate.schema.json). */
export interface AgeGateDescription {
  readonly policy: 'fr-arcom' | 'it-agcom';
  readonly gated: readonly string[];
  /** Paths. */
  readonly canaries: readonly string[];
  readonly options: readonly { readonly name: string; readonly privacy: PrivacyLevel }[];
  readonly issuer: string;
  readonly contact?: string;
  readonly leaseSeconds: number;
  readonly leaveSeconds: number;
  readonly report?: string;
}

type Test = (value: unknown) => boolean;

const isText =
  (pattern: RegExp): Test =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const isSeconds =
  (most: number): Test =>
  (value) =>
    Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most;
const isList =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test) && new Set(value).size === value.length;
const isOption: Test = (value) => {
  if (typeof value !== 'object' || value === null) return false;
  const { name, privacy } = value as Record<string, unknown>;
  return isText(/^[a-z][a-z0-9-]*$/)(name) && isText(/^(double-blind|source-visible|service-visible)$/)(privacy);
};

interface Member {
  readonly test: Test;
  readonly isOptional?: boolean;
}

/** Of the description: in another one a member of the same name may mean something else. */
const VERSION = 1;

const MEMBERS: Readonly<Record<string, Member>> = {
  version: { test: (value) => value === VERSION },
  minor: { test: (value) => Number.isInteger(value) && Number(value) >= 0, isOptional: true },
  policy: { test: isText(/^(fr-arcom|it-agcom)$/) },
  gated: {
    test: (value) =>
      isList(isText(/^(\/\*|!(\/[A-Za-z0-9._~@+=-]+)+(\/\*)?)$/))(value) && (value as readonly unknown[])[0] === '/*',
  },
  canaries: { test: isList(isText(/^\/([A-Za-z0-9._~@+=-]+\/?)*$/)) },
  options: { test: (value) => isList(isOption)(value) && hasDoubleBlind(value) },
  issuer: { test: isText(/^[a-z0-9.-]+(:[0-9]{1,5})?$/) },
  contact: { test: isText(/^(https:\/\/|mailto:)\S{1,292}$/), isOptional: true },
  leaseSeconds: { test: isSeconds(90) },
  leaveSeconds: { test: isSeconds(15) },
  report: { test: isText(/^[0-9a-f]{64}$/), isOptional: true },
};

const hasDoubleBlind = (value: unknown): boolean =>
  (value as AgeGateDescription['options']).some(({ privacy }) => privacy === 'double-blind');

/** The description, or the members that are not as the schema wants them; `json` when it is none at all. */
export type ReadDescription =
  | { readonly description: AgeGateDescription; readonly faults: readonly [] }
  | { readonly description?: undefined; readonly faults: readonly string[] };

/** Members that are not known are faults, unless the description says by its `minor` that it has some. */
export function readAgeGateDescription(text: string): ReadDescription {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { faults: ['json'] };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { faults: ['json'] };
  const given = value as Record<string, unknown>;
  if (given.version !== VERSION) return { faults: ['version'] };
  const unknown = isLater(given.minor) ? [] : listUnknown(given);
  const wrong = Object.entries(MEMBERS).flatMap(([name, { test, isOptional }]) => {
    if (given[name] === undefined) return isOptional ? [] : [name];
    return test(given[name]) ? [] : [name];
  });
  const faults = [...new Set([...unknown, ...wrong])];
  return faults.length > 0 ? { faults } : { description: value as AgeGateDescription, faults: [] };
}

const isLater = (minor: unknown): boolean => Number.isInteger(minor) && Number(minor) > 0;

function listUnknown(given: Readonly<Record<string, unknown>>): readonly string[] {
  const hasMore = (option: unknown): boolean =>
    typeof option === 'object' && option !== null && Object.keys(option).length > 2;
  const options = Array.isArray(given.options) && given.options.some(hasMore) ? ['options'] : [];
  return [...Object.keys(given).filter((name) => !(name in MEMBERS)), ...options];
}
