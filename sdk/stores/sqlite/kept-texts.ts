import type { KeptText } from '../../verifier/kept-text.ts';
import type { SqlDatabase } from './sql-database.ts';
import { createTables, inTransaction, readStore } from './transaction.ts';

const TABLES = 'CREATE TABLE IF NOT EXISTS kept (name TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;';

/** Texts by name, for after a restart: the last directory of an issuer, the last checkpoint of a log. */
export interface KeptTexts {
  load(name: string): Promise<string | undefined>;
  save(name: string, text: string): Promise<void>;
}

/** Texts in a database. @throws AgeError ERR_STORE_UNAVAILABLE, here and from every method, on any fault of the store. */
export function sqliteKeptTexts(database: SqlDatabase): KeptTexts {
  createTables(database, TABLES);
  const select = database.prepare('SELECT text FROM kept WHERE name = ?');
  const upsert = database.prepare('INSERT INTO kept VALUES (?1, ?2) ON CONFLICT DO UPDATE SET text = ?2');
  return {
    load: async (name) => (readStore(() => select.get(name)) as { text: string } | undefined)?.text,
    save: async (name, text) => void inTransaction(database, () => upsert.run(name, text)),
  };
}

/** One of them. */
export function keptText(texts: KeptTexts, name: string): KeptText {
  return { load: () => texts.load(name), save: (text) => texts.save(name, text) };
}
