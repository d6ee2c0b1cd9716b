import { AgeError } from '../../protocol/errors.ts';
import type { SqlDatabase } from './sql-database.ts';

/** Leads the tables of a file from one layout to the next, whichever of our tables it has. */
export type Migration = (database: SqlDatabase) => void;

/**
 * The first leads from layout 1 to layout 2, and so on. New tables need none: they are made where they are missing. A step
 * that was released is never changed, and may not break a process of the version before it, which may still run on the file.
 */
const MIGRATIONS: readonly Migration[] = [];

/** The layout of a file, which is kept in its `user_version`: 0 for a new one. @throws as `bringUp` */
export function layoutOf(database: SqlDatabase, migrations: readonly Migration[] = MIGRATIONS): number {
  const { user_version: layout } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (layout < 0 || layout > migrations.length + 1) {
    throw new AgeError('ERR_STORE_UNAVAILABLE', 'the file was written by a later version of this program');
  }
  return layout;
}

/**
 * Brings a file to the layout of this program, in one transaction: wherever it is broken off, the file is as it was.
 * @throws AgeError ERR_STORE_UNAVAILABLE when it has a later layout than this program knows: nothing is changed then
 */
export function bringUp(database: SqlDatabase, migrations: readonly Migration[] = MIGRATIONS): void {
  const layout = migrations.length + 1;
  if (layoutOf(database, migrations) === layout) return;
  database.transaction(() => {
    // Another process may have done it meanwhile.
    const from = layoutOf(database, migrations);
    if (from > 0) for (const migrate of migrations.slice(from - 1)) migrate(database);
    database.exec(`PRAGMA user_version = ${layout}`);
  });
}
