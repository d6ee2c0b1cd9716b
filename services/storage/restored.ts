import { calendarOf, epochAfter, epochAt } from '@bauta/sdk/protocol';
import { inTransaction, readStore, type SqlDatabase, sqliteKeptTexts } from '@bauta/sdk/stores/sql';
import { GIVEN_UP, sqliteBatchCounts } from './batch-counts.ts';
import { createGrantTables } from './grants.ts';

/** The text `restored` of a store whose vault may lack keys that the log has, until it was brought up to the log. */
export const RESTORED = 'yes';

/** A clock that is this much behind must not open a week, in seconds. */
const BEHIND = 600;

/**
 * Says to an attester's store what it cannot know since it was restored: grants were drawn since the backup, and nobody
 * can say by whom. None is given any more of the weeks of which grants can be drawn now, nor of those that the store
 * knows of. @param now Unix seconds. @throws AgeError ERR_STORE_UNAVAILABLE
 */
export function shutGrants(database: SqlDatabase, now: number): void {
  createGrantTables(database);
  const { to } = calendarOf(epochAfter(epochAt(now + BEHIND), 1)).signs;
  const shut = 'UPDATE grants_dropped SET until = max(until, ?, (SELECT coalesce(max(until), 0) FROM grants))';
  inTransaction(database, () => database.prepare(shut).run(to));
}

/** Until when an attester's store gives no grants: Unix seconds, the end of the signing window of a week; 0 when it always did. */
export function grantsShutUntil(database: SqlDatabase): number {
  createGrantTables(database);
  return readStore(() => (database.prepare('SELECT until FROM grants_dropped').get() as { until: number }).until);
}

/**
 * Says to an issuer's store that its counts are not whole: no number of these weeks is published, or published again.
 * @param now Unix seconds. @throws AgeError ERR_STORE_UNAVAILABLE
 */
export function giveUpCounts(database: SqlDatabase, now: number): void {
  sqliteBatchCounts(database);
  const giveUp = database.prepare(`UPDATE batch_counts SET published = ${GIVEN_UP} WHERE published = 0`);
  const begin = database.prepare(`INSERT OR IGNORE INTO batch_counts VALUES (?, 0, ${GIVEN_UP})`);
  const current = epochAt(now);
  inTransaction(database, () => {
    giveUp.run();
    for (const weeks of [-1, 0, 1]) begin.run(epochAfter(current, weeks));
  });
}

/**
 * Says to the keys in a store that the log knows more than they do: until the log was read none of them is shown, what
 * it has retired is retired, and what was made since the backup is not made again.
 * @throws AgeError ERR_STORE_UNAVAILABLE
 */
export function doubtKeys(database: SqlDatabase): void {
  sqliteKeptTexts(database);
  const keep = database.prepare('INSERT OR REPLACE INTO kept VALUES (?, ?)');
  inTransaction(database, () => {
    keep.run('keys', '');
    keep.run('restored', RESTORED);
  });
}
