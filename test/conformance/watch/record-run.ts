import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Report } from '../verdict/report.ts';
import { standingAfter } from './compare-runs.ts';
import type { SiteRun } from './site-run.ts';

/** What came of a run: a report, or the reason why there is none. */
export type RunResult =
  | { readonly kind: 'report'; readonly exit: ExitCode; readonly report: RunReport }
  | { readonly kind: 'unreachable' | 'fault' };

/** Of a report, what the history keeps. */
export type RunReport = Pick<Report, 'verdict' | 'breaches' | 'wouldBreach' | 'coverage' | 'isStrict'> & {
  readonly findings: readonly Pick<Report['findings'][number], 'check' | 'rule' | 'weight'>[];
  readonly checks: readonly Pick<Report['checks'][number], 'id' | 'outcome'>[];
  readonly catalogue: Pick<Report['catalogue'], 'id' | 'sha256'>;
  readonly circumstances: { readonly suite: { readonly version: string } };
};

const EXIT_WITHOUT = { unreachable: EXIT.unreachable, fault: EXIT.fault } as const;

export interface RecordGiven {
  /** Its origin. */
  readonly site: string;
  /** When the run began, ISO 8601. */
  readonly at: string;
  /** Where the report is, if there is one. */
  readonly folder: string;
  readonly result: RunResult;
  /** The site's run before this one. */
  readonly before: SiteRun | undefined;
}

export function recordRun({ site, at, folder, result, before }: RecordGiven): SiteRun {
  if (result.kind !== 'report') {
    const standing = standingAfter(before, {}, []);
    const exit = EXIT_WITHOUT[result.kind];
    return { site, at, verdict: result.kind, exit, breaches: 0, wouldBreach: 0, findings: [], standing, outcomes: {} };
  }
  const { report, exit } = result;
  const { verdict, breaches, wouldBreach, coverage, isStrict, catalogue } = report;
  const outcomes = Object.fromEntries(report.checks.map(({ id, outcome }) => [id, outcome]));
  const named = report.findings.map(
    ({ check, rule, weight }) => [`${check}/${rule}`, { check, rule, weight }] as const,
  );
  // Findings come gravest first: of several by one rule, the gravest weight stands.
  const findings = [...new Map(named.toReversed()).values()].toReversed();
  return {
    site,
    at,
    verdict,
    exit,
    breaches,
    wouldBreach,
    findings,
    standing: standingAfter(before, outcomes, findings),
    outcomes,
    coverage,
    measure: { catalogue: catalogue.id, sha256: catalogue.sha256, suite: report.circumstances.suite.version, isStrict },
    report: folder,
  };
}
