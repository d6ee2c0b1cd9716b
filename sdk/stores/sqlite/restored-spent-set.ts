import { restoreMark } from '../restored.ts';
import { SPENT_TABLES } from './spent-set.ts';
import type { SqlDatabase } from './sql-database.ts';
import { createTables, inTransaction, readStore } from './transaction.ts';

/**
 * Shuts a restored spent set, for good, for every token that is good now, and for whatever it knows that was good already:
 * the clock of a machine that was just set up may be behind.
 * @param now Unix seconds. @throws AgeError ERR_STORE_UNAVAILABLE on any fault of the store
 */
export function shutSpentSet(database: SqlDatabase, now: number): void {
  createTables(database, SPENT_TABLES);
  const shut = 'UPDATE spent_dropped SET until = max(until, ?, (SELECT coalesce(max(until), 0) FROM spent))';
  inTransaction(database, () => database.prepare(shut).run(restoreMark(now)));
}

/** The mark of a spent set: Unix seconds, 0 when nothing was ever shut. @throws AgeError ERR_STORE_UNAVAILABLE */
export function markOfSpentSet(database: SqlDatabase): number {
  createTables(database, SPENT_TABLES);
  return readStore(() => (database.prepare('SELECT until FROM spent_dropped').get() as { until: number }).until);
}
