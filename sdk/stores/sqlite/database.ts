import { DatabaseSync } from '@photostructure/sqlite';
import { AgeError } from '../../protocol/errors.ts';
import { bringUp, layoutOf } from './layout.ts';
import type { SqlDatabase } from './sql-database.ts';
import { storeFault } from './store-fault.ts';

/** Milliseconds until what is repeated begins: whoever opened the file comes first. */
const SOON = 20;

/** An open SQLite database with the interface of `node:sqlite`, and what our stores need beside it. */
export class SqliteDatabase extends DatabaseSync implements SqlDatabase {
  transaction<T>(act: () => T): T {
    if (this.isOpen && this.isTransaction) throw new TypeError('a transaction inside a transaction');
    this.exec('BEGIN IMMEDIATE');
    try {
      const result = act();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.isOpen && this.isTransaction) this.exec('ROLLBACK');
      throw error;
    }
  }

  repeat(act: () => number): void {
    const run = (): void => {
      if (this.isOpen) setTimeout(run, act()).unref();
    };
    setTimeout(run, SOON).unref();
  }
}

/** How long one process waits for another's transaction, in milliseconds. */
export const BUSY_TIMEOUT = 5000;

/**
 * Opens, or creates, a SQLite file whose commits survive a power cut: write-ahead log, and one fsync for each commit. A
 * file of an earlier version is brought to this one's layout (`bringUp`).
 * Close it with `.close()`.
 * @param path a file in a folder that exists, on a local disk, or `:memory:`.
 * @throws AgeError ERR_STORE_UNAVAILABLE when it cannot be opened, or holds a later layout than this code knows.
 */
export function openSqlite(path: string): SqliteDatabase {
  let database: SqliteDatabase | undefined;
  try {
    database = new SqliteDatabase(path, { timeout: BUSY_TIMEOUT, enableForeignKeyConstraints: true });
    configure(database);
    return database;
  } catch (error) {
    if (database?.isOpen) database.close();
    throw storeFault(error);
  }
}

function configure(database: SqliteDatabase): void {
  // Before anything is written: a file of a later version is left as it is.
  layoutOf(database);
  if (database.location() !== null && enterWriteAheadLog(database) !== 'wal') {
    throw new AgeError('ERR_STORE_UNAVAILABLE', 'this file system has no room for a write-ahead log');
  }
  // Set after the journal: some builds of SQLite fall back to NORMAL, without an fsync per commit, on entering it.
  database.exec('PRAGMA synchronous = FULL');
  bringUp(database);
}

/** SQLite does not wait its busy timeout here, so two processes that create one file at once need this loop. */
function enterWriteAheadLog(database: SqliteDatabase): unknown {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let waited = 0; ; waited += 10) {
    try {
      return readPragma(database, 'journal_mode = WAL');
    } catch (error) {
      if (waited >= BUSY_TIMEOUT) throw error;
      Atomics.wait(pause, 0, 0, 10);
    }
  }
}

function readPragma(database: SqliteDatabase, pragma: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${pragma}`).get() as Record<string, unknown>)[0];
}
