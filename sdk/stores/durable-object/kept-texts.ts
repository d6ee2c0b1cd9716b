import type { SqlDatabase } from '../sqlite/sql-database.ts';
import { createTables, readStore } from '../sqlite/transaction.ts';

const TABLES = 'CREATE TABLE IF NOT EXISTS kept (name TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;';

/** Texts by name: the last directory of an issuer, the last checkpoint of a log. */
export interface KeptTexts {
  load(name: string): Promise<string | undefined>;
  save(name: string, text: string): Promise<void>;
}

/** Texts in a database. @throws AgeError ERR_STORE_UNAVAILABLE, here and from every method, on any fault of the store. */
export function keptTexts(database: SqlDatabase): KeptTexts {
  createTables(database, TABLES);
  const select = database.prepare('SELECT text FROM kept WHERE name = ?');
  const upsert = database.prepare('INSERT INTO kept VALUES (?1, ?2) ON CONFLICT DO UPDATE SET text = ?2');
  return {
    load: async (name) => readStore(() => (select.get(name) as { text: string } | undefined)?.text),
    save: async (name, text) => readStore(() => void upsert.run(name, text)),
  };
}
