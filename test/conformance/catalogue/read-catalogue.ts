import { createHash } from 'node:crypto';
import { LANGUAGES } from '../text.ts';
import type { Catalogue } from './catalogue.ts';
import { CHECK_IDS } from './check-ids.ts';

/** A catalogue that is not one. Its message names every fault, a line each, with its place. */
export class CatalogueError extends Error {
  override readonly name = 'CatalogueError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

/** Says what is wrong with a value at a place; nothing where it is right. */
type Rule = (value: unknown, at: string) => readonly string[];

const STATUSES = ['V', 'S+', 'S', 'M', 'D'];
const ACTORS = ['site', 'issuer', 'attester', 'intermediary', 'sdk', 'wallet', 'auditor', 'protocol'];
const AUTOMATIONS = ['automatic', 'partial', 'declaration'];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fits =
  (pattern: RegExp, what: string): Rule =>
  (value, at) =>
    typeof value === 'string' && pattern.test(value) ? [] : [`${at}: must be ${what}`];

const oneOf =
  (allowed: readonly string[]): Rule =>
  (value, at) =>
    allowed.includes(value as string) ? [] : [`${at}: must be one of ${allowed.join(', ')}`];

const listOf =
  (rule: Rule, least = 0): Rule =>
  (value, at) => {
    if (!Array.isArray(value) || value.length < least) return [`${at}: must be a list of at least ${least}`];
    const faults = value.flatMap((one, i) => rule(one, `${at}[${i}]`));
    const isDouble = value.some((one, i) => typeof one === 'string' && value.indexOf(one) !== i);
    return isDouble ? [...faults, `${at}: names something twice`] : faults;
  };

const mapOf =
  (key: Rule, rule: Rule): Rule =>
  (value, at) =>
    isRecord(value)
      ? Object.entries(value).flatMap(([name, one]) => [...key(name, `${at} "${name}"`), ...rule(one, `${at}.${name}`)])
      : [`${at}: must be an object`];

/** A member whose name ends in `?` may be absent; one that is not named may not be there. */
const object =
  (members: Readonly<Record<string, Rule>>): Rule =>
  (value, at) => {
    if (!isRecord(value)) return [`${at}: must be an object`];
    const known = Object.keys(members).map((name) => name.replace('?', ''));
    return [
      ...Object.keys(value)
        .filter((name) => !known.includes(name))
        .map((name) => `${at}.${name}: is no member`),
      ...Object.entries(members).flatMap(([member, rule]) => {
        const name = member.replace('?', '');
        if (value[name] !== undefined) return rule(value[name], `${at}.${name}`);
        return member.endsWith('?') ? [] : [`${at}.${name}: is missing`];
      }),
    ];
  };

const sentence = fits(/\S/, 'a sentence');
const text = object(Object.fromEntries(LANGUAGES.map((language) => [language, sentence])));

const rules = mapOf(oneOf(CHECK_IDS), listOf(fits(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a rule in kebab-case'), 1));

const REQUIREMENT = object({
  id: fits(/^[A-Z][A-Z0-9]*-[A-Z]\d+$/, 'an id such as ARCOM-R20'),
  title: text,
  source: sentence,
  status: oneOf(STATUSES),
  'basis?': text,
  binds: listOf(oneOf(ACTORS), 1),
  checks: listOf(oneOf(CHECK_IDS)),
  'rules?': rules,
  'ownReading?': rules,
  automation: oneOf(AUTOMATIONS),
  'question?': text,
  'isAdvice?': (value, at) => (typeof value === 'boolean' ? [] : [`${at}: must be true or false`]),
});

const CATALOGUE = object({
  id: fits(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'an id in kebab-case'),
  title: text,
  authority: text,
  sources: mapOf(
    fits(/^[A-Z0-9][A-Z0-9-]*$/, 'a key in capitals'),
    object({ title: sentence, 'url?': fits(/^https?:\/\/\S+$/, 'an address') }),
  ),
  note: text,
  requirements: listOf(REQUIREMENT, 1),
});

/** The keys of `sources` that a source names: `L0G + CORT, exigence 9`. */
export const sourceKeys = (source: string): readonly string[] => (source.split(',')[0] ?? '').split(' + ');

/** @throws CatalogueError naming every fault */
export function readCatalogue(value: unknown): Catalogue {
  const faults = CATALOGUE(value, 'catalogue');
  if (faults.length > 0) throw new CatalogueError(faults);
  const catalogue = value as Catalogue;
  const loose = findLooseEnds(catalogue);
  if (loose.length > 0) throw new CatalogueError(loose);
  return catalogue;
}

/** What a member cannot tell by itself. */
function findLooseEnds({ sources, requirements }: Catalogue): readonly string[] {
  const used = new Set(requirements.flatMap(({ source }) => sourceKeys(source)));
  const ids = requirements.map(({ id }) => id);
  return [
    ...ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `${id}: stands twice`),
    ...[...used].filter((key) => !Object.hasOwn(sources, key)).map((key) => `sources: "${key}" is missing`),
    ...Object.keys(sources)
      .filter((key) => !used.has(key))
      .map((key) => `sources.${key}: no requirement names it`),
    ...requirements.flatMap(({ id, checks, rules, ownReading, automation, question }) => [
      ...Object.keys({ ...rules, ...ownReading })
        .filter((check) => !checks.some((one) => one === check))
        .map((check) => `${id}: has rules for ${check}, which is none of its checks`),
      ...(automation !== 'declaration' && checks.length === 0 ? [`${id}: is ${automation} and has no check`] : []),
      ...(automation !== 'automatic' && question === undefined ? [`${id}: is ${automation} and asks nothing`] : []),
      ...(automation === 'automatic' && question !== undefined ? [`${id}: is automatic and asks a question`] : []),
    ]),
  ];
}

/** The bytes of a catalogue's file. */
export const formatCatalogue = (catalogue: Catalogue): string => `${JSON.stringify(catalogue, null, 2)}\n`;

/** SHA-256 of its file, lower-case hexadecimal. */
export const digestCatalogue = (catalogue: Catalogue): string =>
  createHash('sha256').update(formatCatalogue(catalogue)).digest('hex');
