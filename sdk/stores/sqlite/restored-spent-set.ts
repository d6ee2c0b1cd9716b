import { SPENT_TABLES } from './spent-set.ts';
import type { SqlDatabase } from './sql-database.ts';
import { createTables, inTransaction, readStore } from './transaction.ts';

/**
 * Shuts a spent set for every token with this `until` or an earlier one, for good. What is shut already stays so.
 * @param mark from `restoreMark`. @throws AgeError ERR_STORE_UNAVAILABLE on any fault of the store
 */
export function shutSpentSet(database: SqlDatabase, mark: number): void {
  createTables(database, SPENT_TABLES);
  inTransaction(database, () => database.prepare('UPDATE spent_dropped SET until = max(until, ?)').run(mark));
}

/** The mark of a spent set: Unix seconds, 0 when nothing was ever shut. @throws AgeError ERR_STORE_UNAVAILABLE */
export function markOfSpentSet(database: SqlDatabase): number {
  createTables(database, SPENT_TABLES);
  return readStore(() => (database.prepare('SELECT until FROM spent_dropped').get() as { until: number }).until);
}
