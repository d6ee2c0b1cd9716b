/** Stores in one SQLite file: the embedded default, with no server to start. Several processes may share the file. */
export * from './sql.ts';
export { backUpSqlite, restoreSqlite } from './sqlite/backup.ts';
export { backUpStore, restoreStore, type StoreKind, withStore } from './sqlite/copy-store.ts';
export { openSqlite, SqliteDatabase } from './sqlite/database.ts';
