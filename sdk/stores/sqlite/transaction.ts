import type { SqliteDatabase } from './database.ts';
import { storeFault } from './store-fault.ts';

/**
 * Runs `act` inside one transaction that holds the write lock from its beginning: what `act` reads stays true until
 * the commit, in every process. When `act` throws, nothing of it is kept.
 * @throws AgeError ERR_STORE_UNAVAILABLE on any fault of the store; refusals that `act` throws pass through.
 */
export function inTransaction<T>(database: SqliteDatabase, act: () => T): T {
  try {
    database.exec('BEGIN IMMEDIATE');
    try {
      const result = act();
      database.exec('COMMIT');
      return result;
    } catch (error) {
      if (database.isOpen && database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  } catch (error) {
    throw storeFault(error);
  }
}

/** Runs a read that needs no transaction. @throws AgeError ERR_STORE_UNAVAILABLE on any fault of the store. */
export function readStore<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw storeFault(error);
  }
}

/** Creates tables by `CREATE … IF NOT EXISTS` statements; several processes may do so at once. */
export function createTables(database: SqliteDatabase, statements: string): void {
  inTransaction(database, () => database.exec(statements));
}

/**
 * Collects the writes of one turn of the event loop into one transaction, since the fsync of a commit costs more than
 * many writes. A caller is answered only after the commit; a fault is answered to all of the group. An act answers by
 * its result and never refuses by throwing: that would undo the writes of its neighbours.
 */
export function groupCommit(database: SqliteDatabase): <T>(act: () => T) => Promise<T> {
  let waiting: Write[] = [];

  function commit(): void {
    const group = waiting;
    waiting = [];
    try {
      const results = inTransaction(database, () => group.map(({ act }) => act()));
      for (const [i, { resolve }] of group.entries()) resolve(results[i]);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  return <T>(act: () => T): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      if (waiting.length === 0) setImmediate(commit);
      waiting.push({ act, resolve: resolve as (result: unknown) => void, reject });
    });
}

interface Write {
  readonly act: () => unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (fault: unknown) => void;
}
