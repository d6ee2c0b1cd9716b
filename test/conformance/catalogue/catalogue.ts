import type { CheckId } from '../checks/check.ts';
import type { Text } from '../text.ts';

/** How well the basis of a requirement is known (spec/requirements/README.md). */
export type BasisStatus = 'V' | 'S+' | 'S' | 'M' | 'D';

/** Whom a requirement binds. */
export type Actor = 'site' | 'issuer' | 'attester' | 'intermediary' | 'sdk' | 'wallet' | 'auditor' | 'protocol';

/**
 * `automatic`: its checks decide it. `partial`: they can find a breach, and cannot show that there is none.
 * `declaration`: no machine can tell; somebody answers `question`.
 */
export type Automation = 'automatic' | 'partial' | 'declaration';

export type Rules = Readonly<Partial<Record<CheckId, readonly string[]>>>;

export interface Requirement {
  /** `ARCOM-R20`. */
  readonly id: string;
  readonly title: Text;
  /** Where it is from: a key of the catalogue's `sources`, with article or exigence. */
  readonly source: string;
  readonly status: BasisStatus;
  /** On the basis, where a mark does not say enough: what is confirmed and what is not. */
  readonly basis?: Text;
  readonly binds: readonly Actor[];
  readonly checks: readonly CheckId[];
  /** By check: the rules whose findings go against this requirement, where not every finding of the check does. */
  readonly rules?: Rules;
  /** The same, for rules that go against our reading of it alone: never more than a probable breach, whatever the status. */
  readonly ownReading?: Rules;
  readonly automation: Automation;
  /** Where `automation` is not `automatic`: what is asked of whoever signs the declaration. */
  readonly question?: Text;
  /** A best practice or a measure, which cannot be broken. */
  readonly isAdvice?: boolean;
}

export interface Catalogue {
  /** `fr-arcom-2024-20`, its file's name. */
  readonly id: string;
  readonly title: Text;
  readonly authority: Text;
  /** By key: title and address. */
  readonly sources: Readonly<Record<string, { readonly title: string; readonly url?: string }>>;
  /** What a reader must know of the catalogue itself: how complete it is, what is not confirmed. */
  readonly note: Text;
  readonly requirements: readonly Requirement[];
}

/** With fewer rows a catalogue says that it is partial. */
export const FULL_CATALOGUE = 10;
