/** What a check is about, in the order of the report. */
export const CHECKS = [
  'configuration',
  'reach',
  'tls',
  'clock',
  'trust',
  'headers',
  'cookies',
  'caches',
  'canaries',
  'store',
  'sharing',
] as const;
export type CheckName = (typeof CHECKS)[number];

/** `look`: it works, and somebody should know. `unknown`: it could not be judged. */
export type Verdict = 'ok' | 'look' | 'fault' | 'unknown';

/** One line of the report. */
export interface Finding {
  readonly check: CheckName;
  readonly verdict: Verdict;
  /** What was found. It quotes no secret, and of a site no more than codes and header names. */
  readonly sentence: string;
  /** What to do. */
  readonly fix?: string;
  /** The option of the gate to change, as `ageGate` spells it. */
  readonly setting?: string;
  /** Where it stands in the configuration, from 1. */
  readonly line?: number;
}

/** What a finding says beside its check and verdict. */
type Remedy = Omit<Finding, 'check' | 'verdict' | 'sentence'>;

/** Findings of one check. */
export interface Findings {
  ok(sentence: string): Finding;
  look(sentence: string, remedy?: Remedy): Finding;
  fault(sentence: string, remedy: Remedy & { readonly fix: string }): Finding;
  unknown(sentence: string, remedy?: Remedy): Finding;
}

export function findingsOf(check: CheckName): Findings {
  const make =
    (verdict: Verdict) =>
    (sentence: string, remedy: Remedy = {}): Finding => ({ check, verdict, sentence, ...remedy });
  return { ok: make('ok'), look: make('look'), fault: make('fault'), unknown: make('unknown') };
}
