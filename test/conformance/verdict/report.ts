import type { Catalogue, Requirement } from '../catalogue/catalogue.ts';
import type { Finding, Judgement, Outcome } from '../checks/check.ts';
import type { Circumstances, Plan } from '../evidence/observation.ts';
import type { Text } from '../text.ts';

/** `breach`: the basis of a requirement it breaks is confirmed (V or S+). Else it would breach, basis to be confirmed. */
export type Weight = 'breach' | 'would-breach' | 'outside';

/** A finding with its number in the report, from 1, the gravest first. `outside`: no requirement of the catalogue asks for it. */
export interface NumberedFinding extends Finding {
  readonly number: number;
  readonly check: string;
  readonly weight: Weight;
  /** Ids of the requirements that it breaks. */
  readonly requirements: readonly string[];
}

export interface CheckResult extends Judgement {
  readonly id: string;
  readonly title: Text;
  readonly prose: Text;
  readonly probes: readonly string[];
}

/** `no-breach-seen`: partial coverage held. `declared`: by somebody's word. Neither is ever shown as met. */
export type RequirementState =
  | 'broken'
  | 'would-be-broken'
  | 'met'
  | 'no-breach-seen'
  | 'declared'
  | 'untested'
  | 'inapplicable';

export interface RequirementResult extends Requirement {
  readonly state: RequirementState;
  /** The outcome of each of its checks. */
  readonly outcomes: readonly { readonly check: string; readonly outcome: Outcome }[];
  /** What was declared, as it was typed. */
  readonly declaration?: string;
}

export type Verdict = 'breach' | 'no-breach' | 'inconclusive';

/** Requirements of the catalogue by how far they were covered in this run. */
export interface Coverage {
  readonly total: number;
  /** Decided by checks that ran. */
  readonly automatic: number;
  /** Looked at in part. */
  readonly partial: number;
  /** Only by declaration, whether answered or not. */
  readonly declaration: number;
  /** Of those that checks could look at: no check ran to an outcome. */
  readonly untested: number;
}

/** Everything that is shown, in whatever form. The same evidence, catalogue and declarations always give the same value. */
export interface Report {
  readonly schema: 'urn:bauta:schema:conformance-report:1';
  readonly plan: Plan;
  readonly target: string;
  readonly circumstances: Circumstances;
  /** SHA-256 of `evidence.json`, hexadecimal. */
  readonly evidence: string;
  readonly catalogue: Pick<Catalogue, 'id' | 'title' | 'authority' | 'sources' | 'note'> & {
    readonly isPartial: boolean;
    /** SHA-256 of the catalogue's file. */
    readonly sha256: string;
  };
  readonly isStrict: boolean;
  readonly verdict: Verdict;
  /** Why it is inconclusive, else empty. */
  readonly doubts: readonly Text[];
  readonly breaches: number;
  readonly wouldBreach: number;
  readonly coverage: Coverage;
  readonly findings: readonly NumberedFinding[];
  readonly checks: readonly CheckResult[];
  readonly requirements: readonly RequirementResult[];
}
