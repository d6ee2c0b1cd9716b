import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openSqlite } from '@bauta/sdk/stores/sqlite';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../ports/bodies.ts';
import { upTo } from '../../ports/figures.ts';
import { outcome } from '../../ports/refusals.ts';

const pragma = (database: ReturnType<typeof openSqlite>, name: string): unknown =>
  Object.values(database.prepare(`PRAGMA ${name}`).get())[0];

it('opens a file for commits that survive a power cut', () => {
  const file = join(temporaryFolder(), 'store.db');
  for (const _ of upTo(2)) {
    const database = openSqlite(file);
    expect(pragma(database, 'journal_mode')).toBe('wal');
    expect(pragma(database, 'synchronous')).toBe(2);
    expect(pragma(database, 'busy_timeout')).toBe(5000);
    expect(pragma(database, 'foreign_keys')).toBe(1);
    expect(pragma(database, 'user_version')).toBe(1);
    database.close();
  }
});

it('opens :memory:', () => {
  const database = openSqlite(':memory:');
  expect(pragma(database, 'journal_mode')).toBe('memory');
  expect(pragma(database, 'user_version')).toBe(1);
  database.close();
});

it('refuses a file of a later layout, and leaves it as it was', async () => {
  const file = join(temporaryFolder(), 'store.db');
  const database = openSqlite(file);
  database.exec('PRAGMA user_version = 2');
  database.close();
  for (const _ of upTo(2)) expect(await outcome(() => openSqlite(file))).toBe('ERR_STORE_UNAVAILABLE');
});

it('refuses a missing folder, a folder, and a file that is no database', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'text'), 'no database, but long enough to be looked at'.repeat(100));
  mkdirSync(join(folder, 'folder'));
  for (const name of ['missing/store.db', 'text', 'folder']) {
    expect(await outcome(() => openSqlite(join(folder, name)))).toBe('ERR_STORE_UNAVAILABLE');
  }
});

it('lets several processes create one file at once', async () => {
  const file = join(temporaryFolder(), 'store.db');
  const program = `
    import { openSqlite, sqliteSpentSet, sqliteSessions } from '@bauta/sdk/stores/sqlite';
    const database = openSqlite(${JSON.stringify(file)});
    sqliteSpentSet(database, { now: () => 0 });
    sqliteSessions(database, { now: () => 0 });
    database.close();`;
  const args = ['--conditions=bauta-source', '--import', 'tsx', '--input-type=module', '--eval', program];
  const cwd = fileURLToPath(new URL('.', import.meta.url));
  const children = upTo(4).map(() => spawn(process.execPath, args, { cwd, stdio: 'inherit' }));
  const exits = await Promise.all(children.map((child) => once(child, 'exit')));
  expect(exits.map(([code]) => code)).toEqual([0, 0, 0, 0]);
});
