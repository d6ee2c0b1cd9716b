import { ACTOR_WORDS, AUTOMATION_WORDS, STATUS_WORDS, WEIGHT_WORDS } from '../catalogue/basis-words.ts';
import type { Catalogue, Requirement } from '../catalogue/catalogue.ts';
import { sourceKeys } from '../catalogue/read-catalogue.ts';
import { isConfirmed } from '../catalogue/weigh-finding.ts';
import type { Check } from '../checks/check.ts';
import type { Language, Text } from '../text.ts';

const LABELS = {
  catalogue: { en: 'Catalogue', fr: 'Catalogue' },
  source: { en: 'Source', fr: 'Source' },
  basis: { en: 'Basis', fr: 'Base' },
  binds: { en: 'Binds', fr: 'Concerne' },
  checks: { en: 'Checks', fr: 'Contrôles' },
  noChecks: { en: 'none', fr: 'aucun' },
  rules: { en: 'only by', fr: 'seulement par' },
  own: {
    en: '  * by our reading of the rule: a probable breach at most',
    fr: '  * selon notre lecture de la règle\u00a0: au plus un manquement probable',
  },
  automation: { en: 'Coverage', fr: 'Couverture' },
  question: { en: 'Question to whoever declares', fr: 'Question posée à qui déclare' },
  plan: { en: 'Plan', fr: 'Plan' },
  probes: { en: 'Probes', fr: 'Sondes' },
  asked: { en: 'Asked for by', fr: 'Demandé par' },
  nobody: { en: 'no requirement', fr: 'aucune exigence' },
} as const satisfies Readonly<Record<string, Text>>;

const COLON: Readonly<Record<Language, string>> = { en: ':', fr: '\u00a0:' };

export interface Explained {
  /** False where nothing has that id: the text then says what to type. */
  readonly isKnown: boolean;
  readonly text: string;
}

/** A requirement or a check, by its id in any case, for a person at a terminal. */
export function explain(
  id: string,
  catalogues: readonly Catalogue[],
  checks: readonly Check[],
  language: Language,
): Explained {
  const isMeant = (one: { readonly id: string }): boolean => one.id.toLowerCase() === id.trim().toLowerCase();
  const check = checks.find(isMeant);
  if (check !== undefined) return { isKnown: true, text: explainCheck(check, catalogues, language) };
  for (const catalogue of catalogues) {
    const requirement = catalogue.requirements.find(isMeant);
    if (requirement !== undefined) {
      return { isKnown: true, text: explainRequirement(requirement, catalogue, checks, language) };
    }
  }
  const known = [...catalogues.flatMap(({ requirements }) => requirements), ...checks].map((one) => one.id);
  return { isKnown: false, text: suggest(id.trim(), known, language) };
}

function explainRequirement(
  {
    id,
    title,
    source,
    status,
    basis,
    binds,
    checks: asked,
    rules,
    ownReading,
    automation,
    question,
    isAdvice,
  }: Requirement,
  catalogue: Catalogue,
  checks: readonly Check[],
  language: Language,
): string {
  const line = labelled(language);
  const weight = isAdvice ? 'advice' : isConfirmed({ status }) ? 'confirmed' : 'unconfirmed';
  const sources = sourceKeys(source).map((key) => {
    const { title: name = key, url } = catalogue.sources[key] ?? {};
    return `  ${key}  ${name}${url === undefined ? '' : `  ${url}`}`;
  });
  const bearing = asked.map((one) => {
    const only = [rules?.[one], ownReading?.[one]?.map((rule) => `${rule}*`)].flatMap((list) => list ?? []).join(', ');
    const shown = only === '' ? '' : `  (${LABELS.rules[language]} ${only})`;
    return `  ${one}  ${checks.find((check) => check.id === one)?.title[language] ?? ''}${shown}`.trimEnd();
  });
  return page([
    `${id}  ${title[language]}`,
    '',
    line('catalogue', `${catalogue.id}, ${catalogue.title[language]}`),
    line('source', source),
    ...sources,
    line('basis', `${status}, ${STATUS_WORDS[status][language]}.`),
    ...(basis === undefined ? [] : [`  ${basis[language]}`]),
    `  ${WEIGHT_WORDS[weight][language]}`,
    line('binds', binds.map((actor) => ACTOR_WORDS[actor][language]).join(', ')),
    line('automation', AUTOMATION_WORDS[automation][language]),
    ...(bearing.length === 0
      ? [line('checks', LABELS.noChecks[language])]
      : [
          line('checks', String(bearing.length)),
          ...bearing,
          ...(ownReading === undefined ? [] : [LABELS.own[language]]),
        ]),
    ...(question === undefined ? [] : [line('question', ''), `  ${question[language]}`]),
  ]);
}

function explainCheck(
  { id, plan, title, prose, probes }: Check,
  catalogues: readonly Catalogue[],
  language: Language,
): string {
  const line = labelled(language);
  const asking = catalogues
    .flatMap(({ requirements }) => requirements)
    .filter(({ checks }) => checks.includes(id))
    .map((one) => `  ${one.id}  ${one.status}  ${one.title[language]}`);
  return page([
    `${id}  ${title[language]}`,
    '',
    prose[language],
    '',
    line('plan', plan),
    line('probes', probes.join(', ')),
    ...(asking.length === 0
      ? [line('asked', LABELS.nobody[language])]
      : [line('asked', String(asking.length)), ...asking]),
  ]);
}

const labelled =
  (language: Language) =>
  (label: keyof typeof LABELS, value: string): string =>
    `${LABELS[label][language]}${COLON[language]} ${value}`.trimEnd();

const page = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

const NEAREST = 3;

function suggest(id: string, known: readonly string[], language: Language): string {
  const nearest = [...known]
    .map((one) => ({ one, far: distance(id.toUpperCase(), one) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, NEAREST)
    .map(({ one }) => `explain ${one}`)
    .join('\n  ');
  const shown = JSON.stringify(id.slice(0, 40));
  const text: Text = {
    en: `Nothing is called ${shown}. Near it:\n  ${nearest}\nAll ids: list`,
    fr: `Rien ne s’appelle ${shown}. Au plus près\u00a0:\n  ${nearest}\nTous les identifiants\u00a0: list`,
  };
  return `${text[language]}\n`;
}

/** Letters to add, drop or change. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
