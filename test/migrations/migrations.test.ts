import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSqlite, SqliteDatabase } from '@bauta/sdk/stores/sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bringUp, layoutOf, type Migration } from '../../sdk/stores/sqlite/layout.ts';
import { temporaryFolder } from '../ports/bodies.ts';
import { outcome } from '../ports/refusals.ts';
import { dumpStore } from './dump.ts';
import { STORES } from './stores.ts';

const VERSIONS = readdirSync(import.meta.dirname).filter((name) => /^\d+\.\d+\.\d+$/.test(name));

/** A file as that version left it. */
function fileOf(version: string, name: string): string {
  const path = join(temporaryFolder(), 'store.db');
  const file = new SqliteDatabase(path);
  file.exec(readFileSync(join(import.meta.dirname, version, `${name}.sql`), 'utf8'));
  file.close();
  return path;
}

function open(path: string): SqliteDatabase {
  const store = openSqlite(path);
  onTestFinished(() => store.close());
  return store;
}

describe.each(VERSIONS)('a store that version %s left', (version) => {
  it.each(STORES)('$name: everything in it is found by this version', async ({ name, write, read }) => {
    const fresh = open(':memory:');
    await write(fresh);
    const path = fileOf(version, name);
    expect(await read(open(path))).toEqual(await read(fresh));
    // And once more, after this version wrote to it.
    expect(dumpStore(open(path)).split('\n')[0]).toBe(dumpStore(fresh).split('\n')[0]);
  });
});

it('there is a fixture of every released version', () => {
  const changelog = readFileSync(join(import.meta.dirname, '../../spec/changelog.md'), 'utf8');
  const released = [...changelog.matchAll(/^## (\d+\.\d+\.\d+)/gm)].map(([, version]) => version);
  expect(VERSIONS).toEqual(expect.arrayContaining(released));
  expect(VERSIONS.length).toBeGreaterThan(0);
});

describe('a file of an earlier layout', () => {
  const rename: Migration = (database) => database.exec('ALTER TABLE pets RENAME COLUMN name TO called');
  const count: Migration = (database) => database.exec('ALTER TABLE pets ADD COLUMN legs INTEGER NOT NULL DEFAULT 4');
  const fail: Migration = (database) => {
    database.exec("UPDATE pets SET called = 'gone'");
    throw new Error('a disk that is full');
  };

  function openOld(): SqliteDatabase {
    const store = new SqliteDatabase(join(temporaryFolder(), 'store.db'));
    onTestFinished(() => store.close());
    store.exec("CREATE TABLE pets (name TEXT); INSERT INTO pets VALUES ('Rex'); PRAGMA user_version = 1");
    return store;
  }

  it('is brought forward step by step, once', () => {
    const store = openOld();
    for (const migrations of [[rename], [rename, count], [rename, count]]) bringUp(store, migrations);
    expect(store.prepare('SELECT * FROM pets').all()).toEqual([{ called: 'Rex', legs: 4 }]);
    expect(layoutOf(store, [rename, count])).toBe(3);
  });

  it('takes all steps at once, from whichever layout it has', () => {
    const store = openOld();
    bringUp(store, [rename, count]);
    expect(store.prepare('SELECT * FROM pets').all()).toEqual([{ called: 'Rex', legs: 4 }]);
  });

  it('is as it was when a step fails', () => {
    const store = openOld();
    const before = dumpStore(store);
    expect(() => bringUp(store, [rename, fail])).toThrow('a disk that is full');
    expect(dumpStore(store)).toBe(before);
    bringUp(store, [rename]);
    expect(layoutOf(store, [rename])).toBe(2);
  });

  it('is refused, and left as it was, by a program that is older than it', async () => {
    const store = openOld();
    bringUp(store, [rename, count]);
    const before = dumpStore(store);
    expect(await outcome(() => bringUp(store, [rename]))).toBe('ERR_STORE_UNAVAILABLE');
    expect(dumpStore(store)).toBe(before);
  });

  it('that is new has no step to take', () => {
    const store = new SqliteDatabase(':memory:');
    onTestFinished(() => store.close());
    bringUp(store, [fail]);
    expect(layoutOf(store, [fail])).toBe(2);
  });
});
