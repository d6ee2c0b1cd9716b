import type { SqlDatabase } from './sql-database.ts';
import { storeFault } from './store-fault.ts';

/**
 * Runs `act` inside one transaction that holds the write lock from its beginning: what `act` reads stays true until
 * the commit, in every process. When `act` throws, nothing of it is kept.
 * @throws AgeError ERR_STORE_UNAVAILABLE on any fault of the store; refusals that `act` throws pass through.
 */
export function inTransaction<T>(database: SqlDatabase, act: () => T): T {
  try {
    return database.transaction(act);
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
export function createTables(database: SqlDatabase, statements: string): void {
  inTransaction(database, () => database.exec(statements));
}

/**
 * Collects the writes of one turn of the event loop into one transaction, since the fsync of a commit costs more than
 * many writes. A caller is answered only after the commit; a fault is answered to all of the group. An act answers by
 * its result and never refuses by throwing: that would undo the writes of its neighbours.
 */
export function groupCommit(database: SqlDatabase): <T>(act: () => T) => Promise<T> {
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
      if (waiting.length === 0) afterThisTurn(commit);
      waiting.push({ act, resolve: resolve as (result: unknown) => void, reject });
    });
}

/** Platforms without `setImmediate` have no turn of input and output that it would stand behind. */
const afterThisTurn: (act: () => void) => void =
  typeof setImmediate === 'function' ? setImmediate : (act) => void setTimeout(act, 0);

interface Write {
  readonly act: () => unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (fault: unknown) => void;
}
