import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { openSqlite, type SqliteDatabase } from '@bauta/sdk/stores/sqlite';
import type { StoreUrl } from './settings/table.ts';

/** Opens a room's own store. `memory:` is SQLite's, and gone with the process. */
export function openStore(url: StoreUrl): SqliteDatabase {
  if (url.kind === 'memory') return openSqlite(':memory:');
  mkdirSync(dirname(url.path), { recursive: true, mode: 0o700 });
  return openSqlite(url.path);
}
