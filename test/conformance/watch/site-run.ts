import type { Outcome } from '../checks/check.ts';
import type { Coverage, NumberedFinding, Verdict } from '../verdict/report.ts';

/** A finding as it is kept from run to run: the same rule broken twice on a site is one. */
export type RunFinding = Pick<NumberedFinding, 'check' | 'rule' | 'weight'>;

/** What a run was measured by. */
export interface Measure {
  readonly catalogue: string;
  /** SHA-256 of the catalogue's file. */
  readonly sha256: string;
  /** Version of the suite. */
  readonly suite: string;
  readonly isStrict: boolean;
}

/** `unreachable`: the site did not answer. `fault`: the suite failed. Neither says anything of the site. */
export type RunVerdict = Verdict | 'unreachable' | 'fault';

/** One run on one site, as a row of the history. */
export interface SiteRun {
  /** Its origin. */
  readonly site: string;
  /** When it began, ISO 8601. */
  readonly at: string;
  readonly verdict: RunVerdict;
  /** The exit code that the run alone would have had. */
  readonly exit: number;
  readonly breaches: number;
  readonly wouldBreach: number;
  readonly findings: readonly RunFinding[];
  /** Found in earlier runs by checks that came to no outcome in this one: neither seen again nor gone. */
  readonly standing: readonly RunFinding[];
  /** Of each check, by its id; empty where there is no report. */
  readonly outcomes: Readonly<Record<string, Outcome>>;
  readonly coverage?: Coverage;
  readonly measure?: Measure;
  /** Folder of the report, from the history's own, with `/`. */
  readonly report?: string;
}

/** How a run is shown: a run that is inconclusive because of probable breaches is told apart from one that saw too little. */
export type Sign = 'breach' | 'probable' | 'none' | 'inconclusive' | 'unreachable' | 'fault';

/** The gravest first. */
export const SIGNS: readonly Sign[] = ['breach', 'probable', 'inconclusive', 'unreachable', 'fault', 'none'];

const SIGN_OF: Readonly<Record<RunVerdict, Sign>> = {
  breach: 'breach',
  'no-breach': 'none',
  inconclusive: 'inconclusive',
  unreachable: 'unreachable',
  fault: 'fault',
};

export const signOf = ({ verdict, wouldBreach }: Pick<SiteRun, 'verdict' | 'wouldBreach'>): Sign =>
  verdict === 'inconclusive' && wouldBreach > 0 ? 'probable' : SIGN_OF[verdict];

/** Whether a check that ended so has said something. */
export const isDecided = (outcome: Outcome | undefined): boolean =>
  outcome !== undefined && outcome !== 'untested' && outcome !== 'cannot-tell';

/** The same finding in two runs. */
export const isSame = (one: RunFinding, other: RunFinding): boolean =>
  one.check === other.check && one.rule === other.rule;

/** A breach by what the run was measured by. */
export const isBreach = ({ weight }: RunFinding, { measure }: Pick<SiteRun, 'measure'>): boolean =>
  weight === 'breach' || (weight === 'would-breach' && measure?.isStrict === true);
