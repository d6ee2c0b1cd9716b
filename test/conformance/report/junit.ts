import type { CheckResult, NumberedFinding, Report } from '../verdict/report.ts';
import { escapeMarkup } from './html/markup.ts';
import { makeVisible } from './html/visible.ts';
import { en } from './texts/en.ts';

/** The report as JUnit XML, which build servers show: every check is a test. In English. No time is told, which would differ each run. */
export function formatJunit(report: Report): string {
  const { checks, target, plan, catalogue } = report;
  const failed = checks.filter(({ outcome }) => outcome === 'failed').length;
  const skipped = checks.filter(({ outcome }) => SKIPPED.has(outcome)).length;
  const counts = `tests="${checks.length}" failures="${failed}" errors="0" skipped="${skipped}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="bauta-conformance" ${counts}>
  <testsuite name="${quote(`${plan} ${target} ${catalogue.id}`)}" ${counts} timestamp="${quote(report.circumstances.began.slice(0, 19))}">
${checks.map((check) => testCase(check, report)).join('\n')}
  </testsuite>
</testsuites>
`;
}

const SKIPPED: ReadonlySet<CheckResult['outcome']> = new Set(['cannot-tell', 'inapplicable', 'untested']);

function testCase({ id, title, outcome, reason, notes }: CheckResult, { plan, findings }: Report): string {
  const opening = `    <testcase classname="bauta-conformance.${plan}" name="${quote(`${id} ${title.en}`)}"`;
  if (outcome === 'passed') return `${opening}/>`;
  const { name, meaning } = en.checks.outcome[outcome];
  const why = reason === undefined ? [meaning, ...notes.map((note) => note.en)].join(' ') : en.checks.reason[reason];
  const inside =
    outcome === 'failed'
      ? findings
          .filter(({ check }) => check === id)
          .map(failure)
          .join('\n') || `      <failure message="${quote(meaning)}"/>`
      : `      <skipped message="${quote(`${name}: ${why}`)}"/>`;
  return `${opening}>\n${inside}\n    </testcase>`;
}

function failure({ number, rule, weight, severity, expected, observed, fix, reproduce }: NumberedFinding): string {
  const told = [
    `Finding ${number}, ${en.findings.weight[weight]}, severity ${en.findings.severity[severity].name}`,
    `Expected: ${expected.en}`,
    `Observed: ${observed.en}`,
    `How to fix it: ${fix.en}`,
    `Reproduce: ${reproduce}`,
  ];
  return `      <failure type="${quote(rule)}" message="${quote(observed.en)}">${quote(told.join('\n'))}</failure>`;
}

/** XML 1.0 has no place for most control characters, escaped or not. */
const quote = (text: string): string => escapeMarkup(makeVisible(text));
