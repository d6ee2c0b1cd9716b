import type { Weight } from '../verdict/report.ts';
import type { Catalogue, Requirement } from './catalogue.ts';

export interface Weighed {
  readonly weight: Weight;
  /** Ids of the requirements that it breaks, in the order of the catalogue. */
  readonly requirements: readonly string[];
}

/** Is the basis good enough to call it a breach? */
export const isConfirmed = ({ status }: Pick<Requirement, 'status'>): boolean => status === 'V' || status === 'S+';

/** What a finding of `check` by `rule` is against one requirement. Advice cannot be broken. */
export function weighAgainst(requirement: Requirement, check: string, rule: string): Weight {
  const { checks, rules, ownReading, isAdvice } = requirement;
  const known = checks.find((one) => one === check);
  if (known === undefined || isAdvice) return 'outside';
  const [named, read] = [rules?.[known], ownReading?.[known]];
  if (read?.includes(rule)) return 'would-breach';
  const isAgainst = named === undefined ? read === undefined : named.includes(rule);
  if (!isAgainst) return 'outside';
  return isConfirmed(requirement) ? 'breach' : 'would-breach';
}

/** What a finding is worth under a catalogue. */
export function weighFinding({ requirements }: Pick<Catalogue, 'requirements'>, check: string, rule: string): Weighed {
  const weighed = requirements.map((one) => ({ id: one.id, weight: weighAgainst(one, check, rule) }));
  const broken = weighed.filter(({ weight }) => weight !== 'outside');
  const isBreach = broken.some(({ weight }) => weight === 'breach');
  return {
    weight: isBreach ? 'breach' : broken.length > 0 ? 'would-breach' : 'outside',
    requirements: broken.map(({ id }) => id),
  };
}
