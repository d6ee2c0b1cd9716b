import { type Bytes, isEqual, type TreeHead } from '@bauta/sdk/protocol';
import { createTables, inTransaction, readStore, type SqlDatabase } from '@bauta/sdk/stores/sql';

const TABLES = `
  CREATE TABLE IF NOT EXISTS witnessed (
    origin TEXT NOT NULL PRIMARY KEY,
    size INTEGER NOT NULL,
    root BLOB NOT NULL
  ) WITHOUT ROWID;`;

/** The largest tree that this witness has cosigned of each log. */
export interface WitnessState {
  /** Undefined before the first. */
  latest(origin: string): TreeHead | undefined;
  /** Puts `next` in the place of `before`, durably. @returns false when something else is there: nothing was changed. */
  advance(origin: string, before: TreeHead | undefined, next: TreeHead): boolean;
}

/**
 * The state in a SQLite file, shared by all processes on that file.
 * @throws AgeError ERR_STORE_UNAVAILABLE, here and from every method, on any fault of the store.
 */
export function sqliteWitnessState(database: SqlDatabase): WitnessState {
  createTables(database, TABLES);
  const select = database.prepare('SELECT size, root FROM witnessed WHERE origin = ?');
  const replace = database.prepare('INSERT OR REPLACE INTO witnessed VALUES (?, ?, ?)');
  const read = (origin: string): TreeHead | undefined => {
    const row = select.get(origin) as { size: number; root: Uint8Array } | undefined;
    return row && { size: row.size, root: new Uint8Array(row.root) as Bytes };
  };
  return {
    latest: (origin) => readStore(() => read(origin)),
    advance: (origin, before, next) =>
      inTransaction(database, () => {
        if (!isSame(read(origin), before)) return false;
        replace.run(origin, next.size, next.root);
        return true;
      }),
  };
}

function isSame(a: TreeHead | undefined, b: TreeHead | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.size === b.size && isEqual(a.root, b.root);
}
