import type { StoreOutcome } from './run-store-order.ts';

const DONE: Readonly<Record<StoreOutcome['act'], string>> = {
  backup:
    'The backup is made, without sessions. Keep it where nobody else reads: it says when tokens were spent here.\n',
  restore: 'The store is restored.\n',
  restored: 'The store is marked as restored.\n',
  'shut-until': '',
};

/** For a terminal. */
export function formatOutcome({ act, shutUntil }: StoreOutcome): string {
  const until = shutUntil === null ? undefined : instantOf(shutUntil);
  if (act === 'backup') return DONE.backup;
  return until === undefined
    ? `${DONE[act]}It is open: no proof is refused because of a restore.\n`
    : `${DONE[act]}It is shut for the proofs of this week and before, for good: what was spent since the backup is not known.\nThe first proofs that open it again are those of the week that begins on ${until}.\n`;
}

/** The same as one line of JSON; `shutUntil` is an instant in UTC, or null. */
export function formatOutcomeAsJson({ act, shutUntil }: StoreOutcome): string {
  return `${JSON.stringify({ version: 1, act, shutUntil: shutUntil === null ? null : instantOf(shutUntil) })}\n`;
}

const instantOf = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
