import type { SqlDatabase } from './sql-database.ts';

/** Rows that one sweep may delete: about two milliseconds of a visitor's time at worst. */
const SWEPT_AT_ONCE = 1000;
/** Milliseconds from a sweep to the next one, when rows are left and when none are. */
const SOON = 20;
const LATER = 60_000;

/**
 * Deletes what is past while the database is open, on no caller's path and without keeping the process alive.
 * @param sweep deletes at most the given number of rows and says how many it did.
 */
export function sweepRegularly(database: SqlDatabase, sweep: (limit: number) => number): void {
  database.repeat(() => {
    try {
      return sweep(SWEPT_AT_ONCE) < SWEPT_AT_ONCE ? LATER : SOON;
    } catch {
      // Nobody waits for this answer, and the same fault is answered to every caller; the next sweep tries again.
      return LATER;
    }
  });
}
