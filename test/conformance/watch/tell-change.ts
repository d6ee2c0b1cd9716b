import type { Change } from './compare-runs.ts';
import type { RunFinding } from './site-run.ts';
import type { WatchWords } from './words.ts';

export type ChangeKind = 'first' | 'breaches' | 'found' | 'gone' | 'untested' | 'otherMeasure';

/** One thing that changed, and at which checks. */
export interface ChangePhrase {
  readonly kind: ChangeKind;
  readonly phrase: string;
  /** `S-03`, `S-03 (2)` with how many of its rules. */
  readonly checks: readonly string[];
}

/** What changed, the gravest first; empty where nothing did. */
export function tellChange(change: Change, words: WatchWords): readonly ChangePhrase[] {
  const { isFirst, breaches, found, gone, untested, isOtherMeasure } = change;
  // A new breach is told once.
  const others = found.filter((finding) => !breaches.includes(finding));
  const listed: readonly (readonly [Exclude<ChangeKind, 'first' | 'otherMeasure'>, readonly string[]])[] = [
    ['breaches', namesOf(breaches)],
    ['found', namesOf(others)],
    ['gone', namesOf(gone)],
    ['untested', untested],
  ];
  const phrases = listed
    .filter(([, names]) => names.length > 0)
    .map(([kind, checks]) => ({ kind, phrase: words.change[kind], checks }));
  return [
    ...(isFirst ? [{ kind: 'first', phrase: words.change.first, checks: [] } as const] : []),
    ...phrases,
    ...(isOtherMeasure ? [{ kind: 'otherMeasure', phrase: words.change.otherMeasure, checks: [] } as const] : []),
  ];
}

/** Whether a reader would want to know of it. */
export const isNews = (change: Change): boolean =>
  change.isFirst ||
  change.verdict !== undefined ||
  [change.breaches, change.found, change.gone, change.untested].some((all) => all.length > 0);

function namesOf(findings: readonly RunFinding[]): readonly string[] {
  const checks = new Map<string, number>();
  for (const { check } of findings) checks.set(check, (checks.get(check) ?? 0) + 1);
  return [...checks].map(([check, count]) => (count === 1 ? check : `${check} (${count})`));
}
