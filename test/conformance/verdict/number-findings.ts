import type { Catalogue } from '../catalogue/catalogue.ts';
import { weighFinding } from '../catalogue/weigh-finding.ts';
import type { Finding } from '../checks/check.ts';
import type { CheckResult, NumberedFinding, Weight } from './report.ts';

const BY_WEIGHT: readonly Weight[] = ['breach', 'would-breach', 'outside'];
const BY_SEVERITY: readonly Finding['severity'][] = ['high', 'medium', 'low'];

/** Every finding of every check that failed, the gravest first, with what it breaks. */
export function numberFindings(results: readonly CheckResult[], catalogue: Catalogue): readonly NumberedFinding[] {
  const weighed = results.flatMap(({ id, findings }) =>
    findings.map((finding) => ({ ...finding, check: id, ...weighFinding(catalogue, id, finding.rule) })),
  );
  const rank = ({ weight, severity }: Pick<NumberedFinding, 'weight' | 'severity'>): number =>
    BY_WEIGHT.indexOf(weight) * BY_SEVERITY.length + BY_SEVERITY.indexOf(severity);
  // Sorting keeps the order of the checks among equals.
  return weighed.toSorted((a, b) => rank(a) - rank(b)).map((finding, at) => ({ number: at + 1, ...finding }));
}
