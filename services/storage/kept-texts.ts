import { createTables, inTransaction, readStore, type SqlDatabase } from '@bauta/sdk/stores/sql';
import type { KeptText } from '@bauta/sdk/verifier';

const TABLES =
  'CREATE TABLE IF NOT EXISTS kept_texts (name TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;';

/** What a room has read elsewhere, for after a restart: the last tree of the log, the keys of other rooms. */
export type KeptTexts = (name: string) => KeptText;

/** Texts by name in a SQLite database. @throws AgeError ERR_STORE_UNAVAILABLE, here and from every method */
export function sqliteKeptTexts(database: SqlDatabase): KeptTexts {
  createTables(database, TABLES);
  const select = database.prepare('SELECT text FROM kept_texts WHERE name = ?');
  const replace = database.prepare('INSERT OR REPLACE INTO kept_texts VALUES (?, ?)');
  return (name) => ({
    load: async () => (readStore(() => select.get(name)) as { text: string } | undefined)?.text,
    save: async (text) => void inTransaction(database, () => replace.run(name, text)),
  });
}
