import type { CheckId, Judgement, Outcome } from '../checks/check.ts';
import type { Coverage, RequirementResult, RequirementState } from '../verdict/report.ts';
import type { Catalogue, Requirement } from './catalogue.ts';
import { weighAgainst } from './weigh-finding.ts';

/** What came of each check, by its id. */
export type Judgements = ReadonlyMap<string, Pick<Judgement, 'outcome' | 'findings' | 'held'>>;

/** Answers to the questions of a catalogue, as they were typed, by requirement. */
export type Declarations = Readonly<Record<string, string>>;

export interface Covered {
  readonly requirements: readonly RequirementResult[];
  readonly coverage: Coverage;
}

/**
 * What a run says of each requirement. A check that is not among the judgements was not run: in a run against a site
 * those of issuers and wallets are not, so that rows with no other check are `untested`.
 */
export function coverCatalogue(catalogue: Catalogue, judgements: Judgements, declarations: Declarations): Covered {
  const requirements = catalogue.requirements.map((requirement): RequirementResult => {
    const declaration = answerTo(requirement, declarations);
    return {
      ...requirement,
      state: stateOf(requirement, judgements, declaration !== undefined),
      outcomes: requirement.checks.map((check) => ({ check, outcome: outcomeFor(requirement, check, judgements) })),
      ...(declaration === undefined ? {} : { declaration }),
    };
  });
  return { requirements, coverage: count(requirements) };
}

/** An empty answer is none, and a row that asks nothing has none. */
function answerTo({ id, question }: Requirement, declarations: Declarations): string | undefined {
  const answer = Object.hasOwn(declarations, id) ? declarations[id] : undefined;
  return question === undefined || answer?.trim() === '' ? undefined : answer;
}

/** What a check found of this requirement: where it tried its rules one by one, only those count that the requirement names. */
function outcomeFor({ rules, ownReading }: Requirement, check: CheckId, judgements: Judgements): Outcome {
  const judgement = judgements.get(check);
  if (judgement === undefined) return 'untested';
  const { outcome, findings, held } = judgement;
  const named = [...(rules?.[check] ?? []), ...(ownReading?.[check] ?? [])];
  if (held === undefined || named.length === 0 || outcome === 'untested') return outcome;
  if (findings.some(({ rule }) => named.includes(rule))) return 'failed';
  return named.every((rule) => held.includes(rule)) ? 'passed' : 'cannot-tell';
}

function stateOf(requirement: Requirement, judgements: Judgements, isDeclared: boolean): RequirementState {
  const { checks, automation, isAdvice = false } = requirement;
  const outcomes = checks.map((check) => outcomeFor(requirement, check, judgements));
  const has = (...wanted: readonly Outcome[]): boolean => outcomes.some((outcome) => wanted.includes(outcome));
  const all = (...wanted: readonly Outcome[]): boolean =>
    outcomes.length > 0 && outcomes.every((outcome) => wanted.includes(outcome));
  const weights = checks.flatMap(
    (check) => judgements.get(check)?.findings.map(({ rule }) => weighAgainst(requirement, check, rule)) ?? [],
  );
  if (weights.includes('breach')) return 'broken';
  if (weights.includes('would-breach')) return 'would-be-broken';
  if (automation === 'declaration') return isDeclared ? 'declared' : 'untested';
  if (all('inapplicable')) return 'inapplicable';
  if (all('passed', 'inapplicable') && automation === 'automatic' && !isAdvice) return 'met';
  // A check that failed by a rule of another requirement looked, and saw nothing of this one.
  if (has('passed', 'failed')) return 'no-breach-seen';
  return isDeclared ? 'declared' : 'untested';
}

/** Each requirement is counted once. */
function count(requirements: readonly RequirementResult[]): Coverage {
  const kinds = requirements.map(kindOf);
  const of = (kind: Kind): number => kinds.filter((one) => one === kind).length;
  return {
    total: kinds.length,
    automatic: of('automatic'),
    partial: of('partial'),
    declaration: of('declaration'),
    untested: of('untested'),
  };
}

type Kind = Exclude<keyof Coverage, 'total'>;

function kindOf({ automation, state, outcomes }: RequirementResult): Kind {
  if (automation === 'declaration') return 'declaration';
  const ran = outcomes.filter(({ outcome }) => outcome !== 'untested' && outcome !== 'cannot-tell');
  if (ran.length === 0) return 'untested';
  const isDecided = state === 'broken' || state === 'would-be-broken' || ran.length === outcomes.length;
  return automation === 'automatic' && isDecided ? 'automatic' : 'partial';
}
