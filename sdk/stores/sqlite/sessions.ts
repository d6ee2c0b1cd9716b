import type { Sessions } from '../../verifier/sessions.ts';
import type { SqlDatabase } from './sql-database.ts';
import { sweepRegularly } from './sweep.ts';
import { createTables, groupCommit, readStore } from './transaction.ts';

const TABLES = `
  CREATE TABLE IF NOT EXISTS sessions (
    id BLOB NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    until INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS sessions_until ON sessions (until);`;

/**
 * Sessions in a SQLite file, shared by all processes and handles on that file.
 * @param database from `openSqlite`. @param options.now the time in Unix seconds.
 * @throws AgeError ERR_STORE_UNAVAILABLE, here and from every method, on any fault of the store.
 */
export function sqliteSessions(database: SqlDatabase, options: { now: () => number }): Sessions {
  createTables(database, TABLES);
  const write = groupCommit(database);
  const insert = database.prepare('INSERT OR REPLACE INTO sessions VALUES (?, ?, ?)');
  const select = database.prepare('SELECT value FROM sessions WHERE id = ? AND until > ?');
  const remove = database.prepare('DELETE FROM sessions WHERE id = ? RETURNING value, until');
  const update = database.prepare('UPDATE sessions SET value = ?, until = ? WHERE id = ? AND value = ? AND until > ?');
  const removePast = database.prepare(
    'DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE until <= ? LIMIT ?)',
  );
  const findPast = database.prepare('SELECT 1 FROM sessions WHERE until <= ? LIMIT 1');

  sweepRegularly(database, (limit) => {
    const now = options.now();
    return findPast.get(now) === undefined ? 0 : removePast.run(now, limit).changes;
  });

  return {
    async put(id, value, ttl) {
      const key = id.slice();
      const until = options.now() + ttl;
      await write(() => insert.run(key, value, until));
    },
    async read(id) {
      return readStore(() => (select.get(id, options.now()) as { value: string } | undefined)?.value);
    },
    async take(id) {
      const key = id.slice();
      return write(() => {
        const taken = remove.get(key) as { value: string; until: number } | undefined;
        return taken !== undefined && taken.until > options.now() ? taken.value : undefined;
      });
    },
    async replace(id, before, value, ttl) {
      const key = id.slice();
      const now = options.now();
      return write(() => update.run(value, now + ttl, key, before, now).changes === 1);
    },
  };
}
