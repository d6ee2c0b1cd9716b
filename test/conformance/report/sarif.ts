import type { Log, ReportingDescriptor, Result } from 'sarif';
import { formatJson, sha256Of } from '../evidence/evidence-files.ts';
import type { NumberedFinding, Report } from '../verdict/report.ts';
import { makeVisible } from './html/visible.ts';

const LEVELS: Readonly<Record<NumberedFinding['severity'], 'error' | 'warning' | 'note'>> = {
  high: 'error',
  medium: 'warning',
  low: 'note',
};

/** The findings as SARIF 2.1.0, which code hosts show: one result each, its rule named `S-03/media-served`. In English. */
export function formatSarif(report: Report): string {
  const { findings, target, circumstances } = report;
  const ids = [...new Set(findings.map(ruleOf))];
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: circumstances.suite.name,
            semanticVersion: circumstances.suite.version,
            rules: ids.map((id) => rule(id, report)),
          },
        },
        invocations: [
          { executionSuccessful: true, startTimeUtc: circumstances.began, endTimeUtc: circumstances.ended },
        ],
        results: findings.map((finding) => result(finding, ids.indexOf(ruleOf(finding)), target)),
        columnKind: 'utf16CodeUnits',
        properties: { verdict: report.verdict, catalogue: report.catalogue.id, evidence: report.evidence, target },
      },
    ],
  };
  return formatJson(log);
}

const ruleOf = ({ check, rule }: NumberedFinding): string => `${check}/${rule}`;

function rule(id: string, { checks, findings }: Report): ReportingDescriptor {
  const finding = findings.find((one) => ruleOf(one) === id) as NumberedFinding;
  const check = checks.find((one) => one.id === finding.check);
  return {
    id,
    shortDescription: { text: makeVisible(check?.title.en ?? id) },
    fullDescription: { text: makeVisible(check?.prose.en ?? finding.expected.en) },
    help: { text: makeVisible(`${finding.why.en} ${finding.fix.en}`) },
    defaultConfiguration: { level: LEVELS[finding.severity] },
  };
}

function result(finding: NumberedFinding, ruleIndex: number, target: string): Result {
  const { severity, expected, observed, weight, requirements, evidence, reproduce, number } = finding;
  return {
    ruleId: ruleOf(finding),
    ruleIndex,
    level: LEVELS[severity],
    message: { text: makeVisible(`${observed.en}\nExpected: ${expected.en}`) },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(target) } } }],
    partialFingerprints: { 'ruleAndTarget/v1': sha256Of(`${ruleOf(finding)} ${target}`) },
    properties: { number, weight, requirements, evidence, reproduce: makeVisible(reproduce) },
  };
}

/** A URI by any reader's measure. */
const uriOf = (target: string): string =>
  URL.canParse(target) ? new URL(target).href : encodeURI(makeVisible(target));
