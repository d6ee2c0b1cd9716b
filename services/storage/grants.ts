import { calendarOf, type Epoch, epochAfter, epochAt } from '@bauta/sdk/protocol';
import {
  createTables,
  groupCommit,
  inTransaction,
  readStore,
  type SqlDatabase,
  sweepRegularly,
} from '@bauta/sdk/stores/sql';
import type { Grants } from './ports.ts';

// `until` is the end of the epoch's signing window. The row says which account drew, never for whom or what for.
const TABLES = `
  CREATE TABLE IF NOT EXISTS grants (
    until INTEGER NOT NULL,
    account BLOB NOT NULL,
    threshold INTEGER NOT NULL,
    request_hash BLOB NOT NULL,
    PRIMARY KEY (until, account, threshold, request_hash)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS grants_dropped (one INTEGER PRIMARY KEY CHECK (one = 1), until INTEGER NOT NULL);
  INSERT OR IGNORE INTO grants_dropped VALUES (1, 0);`;

/** @throws AgeError ERR_STORE_UNAVAILABLE */
export function createGrantTables(database: SqlDatabase): void {
  createTables(database, TABLES);
}

const OF_SLOT = 'FROM grants WHERE until = ?1 AND account = ?2 AND threshold = ?3';

/**
 * The count of grants in a SQLite file, shared by all processes on that file. Concurrent claims of one turn of the
 * event loop are one transaction. An epoch's count is deleted when its signing window is past; from then on nothing more
 * is granted in it, even when the clock that deleted it was wrong and is set back.
 * @param database from `openSqlite`. @param options.now Unix seconds.
 */
export function sqliteGrants(database: SqlDatabase, options: { now: () => number }): Grants {
  createGrantTables(database);
  const write = groupCommit(database);
  const find = database.prepare(`SELECT 1 ${OF_SLOT} AND request_hash = ?4`);
  const insert = database.prepare(
    `INSERT INTO grants SELECT ?1, ?2, ?3, ?4
     WHERE ?1 > (SELECT until FROM grants_dropped) AND (SELECT count(*) ${OF_SLOT}) < ?5`,
  );
  const count = database.prepare(
    `SELECT until, threshold, count(*) AS drawn FROM grants WHERE until > ? AND account = ?
     GROUP BY until, threshold ORDER BY until, threshold`,
  );
  const deletePast = database.prepare(
    `DELETE FROM grants WHERE (until, account, threshold, request_hash) IN
       (SELECT until, account, threshold, request_hash FROM grants WHERE until <= ? LIMIT ?)`,
  );

  const findPast = database.prepare('SELECT max(until) AS until FROM grants WHERE until <= ?');
  const keepDropped = database.prepare('UPDATE grants_dropped SET until = max(until, ?)');

  sweepRegularly(database, (limit) => {
    const now = options.now();
    const past = (findPast.get(now) as { until: number | null }).until;
    if (past === null) return 0;
    return inTransaction(database, () => {
      keepDropped.run(past);
      return deletePast.run(now, limit).changes;
    });
  });

  return {
    async claim(account, threshold, epoch, requestHash, k) {
      if (requestHash.length !== 32) throw new TypeError('a request hash has 32 bytes');
      const slot = [calendarOf(epoch).signs.to, account.slice(), threshold, requestHash.slice()] as const;
      return write(() => {
        if (slot[0] <= options.now()) return false;
        return find.get(...slot) !== undefined || insert.run(...slot, k).changes === 1;
      });
    },
    async drawn(account) {
      const rows = readStore(() => count.all(options.now(), account) as CountRow[]);
      return rows.map(({ until, threshold, drawn }) => ({ threshold, epoch: epochOf(until), drawn }));
    },
  };
}

interface CountRow {
  readonly until: number;
  readonly threshold: number;
  readonly drawn: number;
}

/** A signing window ends early in the epoch after its own. */
function epochOf(until: number): Epoch {
  return epochAfter(epochAt(until), -1);
}
