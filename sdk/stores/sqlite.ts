/** Stores in one SQLite file: the embedded default, with no server to start. Several processes may share the file. */
export { openSqlite, type SqliteDatabase } from './sqlite/database.ts';
export { sqliteSessions } from './sqlite/sessions.ts';
export { sqliteSpentSet } from './sqlite/spent-set.ts';
// For adapters of other ports on the same file.
export { sweepRegularly } from './sqlite/sweep.ts';
export { createTables, groupCommit, inTransaction, readStore } from './sqlite/transaction.ts';
