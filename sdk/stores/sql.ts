/**
 * The stores that are written in SQL, for any database that is SQLite: the file of `openSqlite`, and the storage of a
 * Durable Object. Nothing here knows either.
 */
export { type KeptTexts, keptText, sqliteKeptTexts } from './sqlite/kept-texts.ts';
export { sqliteSessions } from './sqlite/sessions.ts';
export { sqliteSpentSet } from './sqlite/spent-set.ts';
export type { SqlDatabase, SqlStatement, SqlValue } from './sqlite/sql-database.ts';
export { sweepRegularly } from './sqlite/sweep.ts';
export { createTables, groupCommit, inTransaction, readStore } from './sqlite/transaction.ts';
