import { calendarOf, epochAt } from '../protocol/epoch.ts';

const MINUTE = 60;
const DAY = 86_400;
const WEEK = 7 * DAY;

/**
 * What a spent set must be told when it was restored: every token that somebody could have spent since the backup is to
 * stay refused, and nobody can say which those are. A mark is an `until` of the spent set: what has it or an earlier
 * one is refused for good (protocol.md §3: an epoch is accepted from ten minutes before its start).
 * @param now Unix seconds, of the restore. @returns the `until` of the newest tokens that are accepted by then
 */
export function restoreMark(now: number): number {
  return calendarOf(epochAt(now + 10 * MINUTE)).nullifierUntil;
}

/** When the first tokens that such a mark lets in are shown: at the start of the epoch after it. Unix seconds. */
export function opensAfter(mark: number): number {
  return mark - DAY - WEEK;
}
