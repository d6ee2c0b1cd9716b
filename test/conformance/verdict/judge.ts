import type { Catalogue } from '../catalogue/catalogue.ts';
import { FULL_CATALOGUE } from '../catalogue/catalogue.ts';
import { coverCatalogue, type Declarations } from '../catalogue/coverage.ts';
import { digestCatalogue } from '../catalogue/read-catalogue.ts';
import type { Check } from '../checks/check.ts';
import type { Plan } from '../evidence/observation.ts';
import type { EvidenceView } from '../evidence/view.ts';
import type { Text } from '../text.ts';
import { numberFindings } from './number-findings.ts';
import type { CheckResult, NumberedFinding, Report, RequirementResult, Verdict } from './report.ts';

export interface JudgeGiven {
  readonly view: EvidenceView;
  /** SHA-256 of `evidence.json`, hexadecimal. */
  readonly evidence: string;
  /** Those of the plan. */
  readonly checks: readonly Check[];
  readonly catalogue: Catalogue;
  /** What was declared, by requirement. */
  readonly declarations: Declarations;
  /** A finding whose basis is to be confirmed counts as much as one whose basis is. */
  readonly isStrict: boolean;
}

/** Without these nothing can be said of a target: was content withheld, are there keys, does a wallet keep silent. */
const CORE: Readonly<Record<Plan, readonly string[]>> = {
  site: ['S-01', 'S-02', 'S-03', 'S-04'],
  issuer: ['I-01', 'I-02'],
  wallet: ['W-01', 'W-02'],
};

/** From evidence to verdict. Pure: the same input, the same report. */
export function judge(given: JudgeGiven): Report {
  const { view, checks, catalogue, declarations, isStrict } = given;
  const results = checks.map((check): CheckResult => {
    const { id, title, prose, probes } = check;
    return { id, title, prose, probes, ...check.judge(view) };
  });
  const judgements = new Map(results.map((result) => [result.id, result]));
  const { requirements, coverage } = coverCatalogue(catalogue, judgements, declarations);
  const findings = numberFindings(results, catalogue);
  const breaches = findings.filter(({ weight }) => weight === 'breach').length;
  const wouldBreach = findings.filter(({ weight }) => weight === 'would-breach').length;
  const doubts = [...doubtsOf(view.plan, results, requirements, wouldBreach), ...doubtsOutside(findings, catalogue)];
  const isBroken = breaches > 0 || (isStrict && wouldBreach > 0);
  const verdict: Verdict = isBroken ? 'breach' : doubts.length > 0 ? 'inconclusive' : 'no-breach';
  const { id, title, authority, sources, note } = catalogue;
  const isPartial = catalogue.requirements.length < FULL_CATALOGUE;
  return {
    schema: 'urn:bauta:schema:conformance-report:1',
    plan: view.plan,
    target: view.target,
    circumstances: view.circumstances,
    evidence: given.evidence,
    catalogue: { id, title, authority, sources, note, isPartial, sha256: digestCatalogue(catalogue) },
    isStrict,
    verdict,
    doubts: isBroken ? [] : doubts,
    breaches,
    wouldBreach,
    coverage,
    findings,
    checks: results,
    requirements,
  };
}

function doubtsOf(
  plan: Plan,
  results: readonly CheckResult[],
  requirements: readonly RequirementResult[],
  wouldBreach: number,
): readonly Text[] {
  const doubts: Text[] = [];
  if (wouldBreach > 0) {
    doubts.push({
      en: `Findings that would be breaches, once the basis is confirmed: ${wouldBreach}.`,
      fr: `Constats qui seraient des manquements, une fois la base confirmée\u00a0: ${wouldBreach}.`,
    });
  }
  const open = CORE[plan].filter((id) => {
    const outcome = results.find((result) => result.id === id)?.outcome;
    return outcome === undefined || outcome === 'untested' || outcome === 'cannot-tell';
  });
  if (open.length > 0) {
    doubts.push({
      en: `Nothing certain can be said without an outcome of: ${open.join(', ')}.`,
      fr: `Rien de certain ne peut être dit sans le résultat de\u00a0: ${open.join(', ')}.`,
    });
  }
  const looked = requirements.some(({ state }) => !['untested', 'declared', 'inapplicable'].includes(state));
  if (!looked) {
    doubts.push({
      en: 'No requirement of this catalogue could be looked at.',
      fr: 'Aucune exigence de ce catalogue n’a pu être examinée.',
    });
  }
  return doubts;
}

/** A catalogue that asks for little must not call a site that opens to minors one without a breach. */
function doubtsOutside(findings: readonly NumberedFinding[], { requirements }: Catalogue): readonly Text[] {
  const asked = new Set<string>(requirements.flatMap(({ checks }) => checks));
  const grave = findings.filter(({ check, severity }) => severity === 'high' && !asked.has(check)).length;
  if (grave === 0) return [];
  return [
    {
      en: `Grave findings that no requirement of this catalogue asks about: ${grave}. Choose another catalogue to weigh them.`,
      fr: `Constats graves qu’aucune exigence de ce référentiel ne vise\u00a0: ${grave}. Choisissez un autre référentiel pour les peser.`,
    },
  ];
}
