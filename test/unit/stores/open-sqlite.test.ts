import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openSqlite } from '@bauta/sdk/stores/sqlite';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../ports/bodies.ts';
import { upTo } from '../../ports/figures.ts';
import { outcome } from '../../ports/refusals.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));

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

/** Runs lines in a process of their own, in which `openSqlite` and the stores are at hand. */
function run(lines: string): ChildProcess {
  const program = `
    import { openSqlite, sqliteSessions, sqliteSpentSet } from '@bauta/sdk/stores/sqlite';
    ${lines}`;
  const args = ['--conditions=bauta-source', '--import', 'tsx', '--input-type=module', '--eval', program];
  return spawn(process.execPath, args, { cwd: FOLDER, stdio: ['ignore', 'pipe', 'inherit'] });
}

it('lets several processes create one file at once', async () => {
  const file = JSON.stringify(join(temporaryFolder(), 'store.db'));
  const children = upTo(3).map(() =>
    run(`
      const database = openSqlite(${file});
      sqliteSpentSet(database, { now: () => 0 });
      sqliteSessions(database, { now: () => 0 });
      database.close();`),
  );
  const exits = await Promise.all(children.map((child) => once(child, 'exit')));
  expect(exits.map(([code]) => code)).toEqual([0, 0, 0]);
});

it('waits for a process that writes to the file before there is a write-ahead log', async () => {
  const file = join(temporaryFolder(), 'store.db');
  const holder = openSqlite(file);
  holder.exec('PRAGMA journal_mode = DELETE; BEGIN IMMEDIATE');
  const child = run(`console.log('opening'); openSqlite(${JSON.stringify(file)}).close(); console.log('opened');`);
  let said = '';
  child.stdout?.on('data', (bytes: Buffer) => {
    said += bytes;
  });
  const exit = once(child, 'exit');
  await once(child.stdout as NodeJS.EventEmitter, 'data');
  await pause(300);
  expect(said).toBe('opening\n');
  holder.exec('COMMIT');
  holder.close();
  expect((await exit)[0]).toBe(0);
  expect(said).toBe('opening\nopened\n');
});
