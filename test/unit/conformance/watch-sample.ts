import type { Outcome } from '../../conformance/checks/check.ts';
import type { WatchedSite } from '../../conformance/watch/site-list.ts';
import type { RunFinding, SiteRun } from '../../conformance/watch/site-run.ts';

export const MEASURE = { catalogue: 'fr-arcom-2024-20', sha256: 'ab'.repeat(32), suite: '0.1.0', isStrict: false };
const COVERAGE = { total: 56, automatic: 21, partial: 12, declaration: 18, untested: 5 };

/** `S-03/media` */
export function finding(named: string, weight: RunFinding['weight'] = 'breach'): RunFinding {
  const [check = '', rule = ''] = named.split('/');
  return { check, rule, weight };
}

export const site = (host: string, name: string = host): WatchedSite => {
  const address = new URL(`https://${host}`);
  return { address, origin: address.origin, name };
};

/** A run that has a report; the checks of its findings have failed unless it says otherwise. */
export function run(told: Partial<SiteRun> = {}): SiteRun {
  const findings = told.findings ?? [];
  const failed: Record<string, Outcome> = Object.fromEntries(findings.map(({ check }) => [check, 'failed']));
  const breaches = findings.filter(({ weight }) => weight === 'breach').length;
  const wouldBreach = findings.filter(({ weight }) => weight === 'would-breach').length;
  const verdict = breaches > 0 ? 'breach' : wouldBreach > 0 ? 'inconclusive' : 'no-breach';
  return {
    site: 'https://video.example',
    at: '2026-11-18T09:12:04.120Z',
    verdict,
    exit: { breach: 1, inconclusive: 2, 'no-breach': 0 }[verdict],
    breaches,
    wouldBreach,
    standing: [],
    coverage: COVERAGE,
    measure: MEASURE,
    report: 'video.example/2026-11-18T091204Z',
    ...told,
    findings,
    outcomes: { 'S-01': 'passed', 'S-02': 'passed', ...failed, ...told.outcomes },
  };
}

/** A run that came to no report. */
export const noRun = (verdict: 'unreachable' | 'fault', told: Partial<SiteRun> = {}): SiteRun => ({
  site: 'https://video.example',
  at: '2026-11-18T09:12:04.120Z',
  verdict,
  exit: verdict === 'fault' ? 5 : 4,
  breaches: 0,
  wouldBreach: 0,
  findings: [],
  standing: [],
  outcomes: {},
  ...told,
});
