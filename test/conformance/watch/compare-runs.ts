import {
  isBreach,
  isDecided,
  isSame,
  type Measure,
  type RunFinding,
  type Sign,
  type SiteRun,
  signOf,
} from './site-run.ts';

/** What a run on a site brought since the one before. */
export interface Change {
  readonly isFirst: boolean;
  /** Where it is another than before. */
  readonly verdict?: { readonly from: Sign; readonly to: Sign };
  /** New ones, but for those that no rule of the catalogue asks about. */
  readonly found: readonly RunFinding[];
  /** Those that were not known as breaches before, whether the finding is new or weighs more now. */
  readonly breaches: readonly RunFinding[];
  /** Known before, and their checks did not find them again. */
  readonly gone: readonly RunFinding[];
  /** Ids of checks that came to an outcome before, and to none now. */
  readonly untested: readonly string[];
  /** The two were not measured by the same: a difference may be the measure's. */
  readonly isOtherMeasure: boolean;
}

/** Pure. @param before the site's last run, undefined on its first */
export function compareRuns(before: SiteRun | undefined, after: SiteRun): Change {
  const known = before === undefined ? [] : [...before.findings, ...before.standing];
  const knownAs = (finding: RunFinding): RunFinding | undefined => known.find((one) => isSame(one, finding));
  const wasBreach = (finding: RunFinding): boolean => {
    const earlier = knownAs(finding);
    return earlier !== undefined && before !== undefined && isBreach(earlier, before);
  };
  const from = before && signOf(before);
  const to = signOf(after);
  const isSeenAgain = (finding: RunFinding): boolean => after.findings.some((one) => isSame(one, finding));
  return {
    isFirst: before === undefined,
    ...(from === undefined || from === to ? {} : { verdict: { from, to } }),
    found: after.findings.filter((finding) => isAsked(finding) && knownAs(finding) === undefined),
    breaches: after.findings.filter((finding) => isBreach(finding, after) && !wasBreach(finding)),
    gone: known.filter(
      (finding) => isAsked(finding) && !isSeenAgain(finding) && isDecided(after.outcomes[finding.check]),
    ),
    untested: isWithReport(after) ? Object.keys(before?.outcomes ?? {}).filter((id) => isLost(id, before, after)) : [],
    isOtherMeasure: isOther(before?.measure, after.measure),
  };
}

/** Findings of the run before that this one says nothing of. */
export function standingAfter(
  before: SiteRun | undefined,
  outcomes: SiteRun['outcomes'],
  findings: readonly RunFinding[],
): readonly RunFinding[] {
  const known = before === undefined ? [] : [...before.findings, ...before.standing];
  return known.filter(
    (finding) => !isDecided(outcomes[finding.check]) && !findings.some((one) => isSame(one, finding)),
  );
}

const isAsked = ({ weight }: RunFinding): boolean => weight !== 'outside';

const isWithReport = ({ outcomes }: SiteRun): boolean => Object.keys(outcomes).length > 0;

const isLost = (id: string, before: SiteRun | undefined, after: SiteRun): boolean =>
  isDecided(before?.outcomes[id]) && !isDecided(after.outcomes[id]);

function isOther(before: Measure | undefined, after: Measure | undefined): boolean {
  if (before === undefined || after === undefined) return false;
  return (['catalogue', 'sha256', 'suite', 'isStrict'] as const).some((part) => before[part] !== after[part]);
}
