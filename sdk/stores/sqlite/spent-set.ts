import type { SpentSet } from '../../verifier/spent-set.ts';
import { checkSpend } from '../spend-arguments.ts';
import type { SqlDatabase } from './sql-database.ts';
import { sweepRegularly } from './sweep.ts';
import { createTables, groupCommit, inTransaction } from './transaction.ts';

// Buckets by `until`: the rows of one key lie side by side, and past ones never slow the live ones down.
export const SPENT_TABLES = `
  CREATE TABLE IF NOT EXISTS spent (
    until INTEGER NOT NULL,
    nullifier BLOB NOT NULL,
    PRIMARY KEY (until, nullifier)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS spent_dropped (one INTEGER PRIMARY KEY CHECK (one = 1), until INTEGER NOT NULL);
  INSERT OR IGNORE INTO spent_dropped VALUES (1, 0);`;

/**
 * A spent set in a SQLite file. Concurrent spends of one turn of the event loop are one transaction; a caller is
 * answered after its commit is on the disk. Processes and handles that share the file share the set.
 *
 * A past `until` is answered `false`: its bucket may be gone, and a store that no longer knows must not say yes. For
 * the same reason a bucket once deleted stays shut, even when the clock that deleted it was wrong and is set back.
 * @param database from `openSqlite`. @param options.now the time in Unix seconds.
 * @throws AgeError ERR_STORE_UNAVAILABLE, here and from `spend`, on any fault of the store.
 */
export function sqliteSpentSet(database: SqlDatabase, options: { now: () => number }): SpentSet {
  createTables(database, SPENT_TABLES);
  const write = groupCommit(database);
  const insert = database.prepare(
    `INSERT INTO spent SELECT ?1, ?2 WHERE ?1 > (SELECT until FROM spent_dropped) ON CONFLICT DO NOTHING`,
  );
  const findPast = database.prepare('SELECT max(until) AS until FROM spent WHERE until <= ?');
  const keepDropped = database.prepare('UPDATE spent_dropped SET until = max(until, ?)');
  const deletePast = database.prepare(
    `DELETE FROM spent WHERE (until, nullifier) IN
       (SELECT until, nullifier FROM spent WHERE until <= ? ORDER BY until, nullifier LIMIT ?)`,
  );

  sweepRegularly(database, (limit) => {
    const now = options.now();
    const past = (findPast.get(now) as { until: number | null }).until;
    if (past === null) return 0;
    return inTransaction(database, () => {
      keepDropped.run(past);
      return deletePast.run(past, limit).changes;
    });
  });

  return {
    async spend(nullifier, until) {
      checkSpend(nullifier, until);
      const key = nullifier.slice();
      return write(() => until > options.now() && insert.run(until, key).changes === 1);
    },
  };
}
