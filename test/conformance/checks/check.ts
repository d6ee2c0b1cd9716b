import type { Plan, Untested } from '../evidence/observation.ts';
import type { EvidenceView } from '../evidence/view.ts';
import type { Text } from '../text.ts';

/** `S-03`, `I-09`, `W-01`. */
export type CheckId = `${'S' | 'I' | 'W'}-${string}`;

export type Outcome = 'passed' | 'failed' | 'cannot-tell' | 'inapplicable' | 'untested';

/** One thing that is not as it must be. */
export interface Finding {
  /** Of the check, kebab-case, stable: `media-served`. One finding per rule, with its instances in `evidence`. */
  readonly rule: string;
  readonly severity: 'high' | 'medium' | 'low';
  readonly expected: Text;
  /** With the figures and addresses that were seen; never a cookie, a token or anything personal. */
  readonly observed: Text;
  /** Why it matters, for a lawyer. */
  readonly why: Text;
  /** What whoever runs the target does about it. */
  readonly fix: Text;
  /** A `curl` line, or a short numbered script for a browser, that shows the same to anyone. */
  readonly reproduce: string;
  /** Ids of observations. */
  readonly evidence: readonly string[];
}

/** What a check makes of the evidence. */
export interface Judgement {
  readonly outcome: Outcome;
  readonly findings: readonly Finding[];
  /** What was looked at and what was not, with figures: shown under the check whatever came of it. */
  readonly notes: readonly Text[];
  /** Where `untested`. */
  readonly reason?: Untested;
  /** Of a check that tries its rules one by one: those that it tried and saw kept. The rest stays open, whatever the outcome. */
  readonly held?: readonly string[];
}

/** A question that the suite asks of every target of a plan. */
export interface Check {
  readonly id: CheckId;
  readonly plan: Plan;
  /** What must hold. */
  readonly title: Text;
  /** In prose, for a lawyer: what is tried, and what it would mean. Two to five sentences. */
  readonly prose: Text;
  /** Names of the probes that it reads. */
  readonly probes: readonly string[];
  /** Pure: the same evidence, the same judgement. */
  judge(view: EvidenceView): Judgement;
}

export const passed = (...notes: Text[]): Judgement => ({ outcome: 'passed', findings: [], notes });
export const cannotTell = (...notes: Text[]): Judgement => ({ outcome: 'cannot-tell', findings: [], notes });
export const inapplicable = (...notes: Text[]): Judgement => ({ outcome: 'inapplicable', findings: [], notes });
export const untested = (reason: Untested, ...notes: Text[]): Judgement => ({
  outcome: 'untested',
  findings: [],
  notes,
  reason,
});

/** Failed where there is a finding; else what `otherwise` says. */
export function judged(findings: readonly Finding[], otherwise: Judgement): Judgement {
  return findings.length === 0 ? otherwise : { outcome: 'failed', findings, notes: otherwise.notes };
}
