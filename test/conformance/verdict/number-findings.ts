import type { Finding } from '../checks/check.ts';
import type { CheckResult, NumberedFinding, RequirementResult, Weight } from './report.ts';

const CONFIRMED: readonly string[] = ['V', 'S+'];
const BY_WEIGHT: readonly Weight[] = ['breach', 'would-breach', 'outside'];
const BY_SEVERITY: readonly Finding['severity'][] = ['high', 'medium', 'low'];

/** Every finding of every check that failed, the gravest first, with what it breaks. */
export function numberFindings(
  results: readonly CheckResult[],
  requirements: readonly RequirementResult[],
): readonly NumberedFinding[] {
  const weighed = results.flatMap(({ id, findings }) => {
    const broken = requirements.filter(({ checks, isAdvice }) => !isAdvice && checks.some((check) => check === id));
    const weight: Weight =
      broken.length === 0
        ? 'outside'
        : broken.some(({ status }) => CONFIRMED.includes(status))
          ? 'breach'
          : 'would-breach';
    return findings.map((finding) => ({ ...finding, check: id, weight, requirements: broken.map((one) => one.id) }));
  });
  const rank = ({ weight, severity }: { weight: Weight; severity: Finding['severity'] }): number =>
    BY_WEIGHT.indexOf(weight) * BY_SEVERITY.length + BY_SEVERITY.indexOf(severity);
  return weighed
    .map((finding, at) => ({ finding, at }))
    .sort((a, b) => rank(a.finding) - rank(b.finding) || a.at - b.at)
    .map(({ finding }, at) => ({ number: at + 1, ...finding }));
}
