import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openSqlite, sqliteKeptTexts, sqliteSessions, sqliteSpentSet } from '@bauta/sdk/stores/sqlite';
import { headTable } from '@bauta/services/log/tree/head-table';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listFiles, readFiles } from '../laws/sources.ts';
import { temporaryFolder } from '../ports/bodies.ts';
import { type House, openHouse } from '../rooms/house.ts';
import { KEPT } from './kept/index.ts';
import type { Holder, Kept } from './kept/kept.ts';

/** `room.table.column`, for every column of every table that a file has. */
function columnsIn(path: string, room: Holder): readonly string[] {
  const store = openSqlite(path);
  try {
    const tables = store
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
      .all() as { name: string }[];
    return tables.flatMap(({ name }) => {
      const columns = store.prepare(`PRAGMA table_info(${name})`).all() as { name: string }[];
      return columns.map((column) => `${room}.${name}.${column.name}`);
    });
  } finally {
    store.close();
  }
}

/** The same, as the table has them. */
function columnsNamed(rows: readonly Kept[], room: Holder): readonly string[] {
  const all = rows.flatMap(({ holders, where }) =>
    'table' in where && holders.includes(room) ? where.columns.map((column) => `${room}.${where.table}.${column}`) : [],
  );
  return [...new Set(all)].sort();
}

const now = (): number => 0;
const sources = (pattern: RegExp): string => [...readFiles(pattern).values()].join('\n');

describe('the table of what is kept', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house?.close());

  it.each(['attester', 'issuer', 'witness'] as const)('names what the %s’s store has, and nothing else', (room) => {
    const files = readdirSync(house.folder).filter((name) => name.startsWith(room) && name.endsWith('.db'));
    expect(files.length).toBeGreaterThan(0);
    const made = files.flatMap((name) => columnsIn(join(house.folder, name), room));
    expect(made.length).toBeGreaterThan(2);
    expect([...new Set(made)].sort()).toEqual(columnsNamed(KEPT, room));
  });

  it('names what the log’s folder has, and the tables that stand for it on Workers', () => {
    const folder = readdirSync(join(house.folder, 'log')).filter((name) => !/-(wal|shm)$/.test(name));
    expect(folder.sort()).toEqual(KEPT.flatMap(({ where }) => ('folder' in where ? where.folder : [])));
    const path = join(temporaryFolder(), 'log.db');
    const store = openSqlite(path);
    headTable(store);
    store.close();
    expect([...columnsIn(path, 'log')].sort()).toEqual(columnsNamed(KEPT, 'log'));
  });

  it('names what a site’s store has, and nothing else', async () => {
    const path = join(temporaryFolder(), 'age.db');
    const store = openSqlite(path);
    sqliteSpentSet(store, { now });
    sqliteSessions(store, { now });
    sqliteKeptTexts(store);
    store.close();
    expect([...columnsIn(path, 'site')].sort()).toEqual(columnsNamed(KEPT, 'site'));
  });

  it('would miss a column that is not in it, and notice one that is nowhere', () => {
    const without = KEPT.map((row) =>
      row.id === 'attester.accounts' ? { ...row, where: { table: 'accounts', columns: ['id', 'name'] } } : row,
    );
    const named = columnsNamed(without, 'attester');
    const made = columnsIn(join(house.folder, 'attester.db'), 'attester');
    expect(made.filter((column) => !named.includes(column))).toEqual([
      'attester.accounts.thresholds',
      'attester.accounts.expires',
    ]);
    expect(named.filter((column) => !made.includes(column))).toEqual(['attester.accounts.name']);
  });

  it('has every table that some source makes, on whatever runtime', () => {
    const made = [...sources(/^(services|sdk)\/(?!dist\/).*\.ts$/).matchAll(/CREATE TABLE (?:IF NOT EXISTS )?(\w+)/g)];
    expect(made.length).toBeGreaterThan(15);
    const named = KEPT.flatMap(({ where }) => ('table' in where ? [where.table] : []));
    expect([...new Set(named)].sort()).toEqual([...new Set(made.map(([, name]) => name))].sort());
  });

  it('has what the wallet’s pages keep in a browser', () => {
    const pages = sources(/^services\/wallet\/pages\/.*\.ts$/);
    const stored = KEPT.flatMap(({ where }) => ('storage' in where ? where.storage : []));
    const names = [...pages.matchAll(/'(bauta\.\w+)'/g)].map(([, name = '']) => name);
    // Files that a person saves have names of that form, too.
    const isFile = (name: string): boolean => /\.(json|ics)$/.test(name);
    expect([...stored].sort()).toEqual([...new Set(names.filter((name) => !isFile(name)))].sort());

    const databases = KEPT.flatMap(({ where }) => ('database' in where ? [where] : []));
    const stores = /const STORES = \{([^}]*)\}/.exec(pages)?.[1] ?? '';
    const [wallet, log] = databases;
    expect(wallet?.stores).toEqual([...stores.matchAll(/(\w+):/g)].map(([, name]) => name));
    expect(log?.stores).toEqual([/const STORE = '(\w+)'/.exec(pages)?.[1]]);
    expect(pages.match(/indexedDB\.open\(/g)).toHaveLength(databases.length);
    for (const { database } of databases) expect(pages).toContain(`DATABASE = '${database}'`);
  });

  it('has the gate’s cookies', () => {
    const cookies = [...sources(/^sdk\/gate\/cookies\.ts$/).matchAll(/name: '(__Host-[\w-]+)'/g)].map(
      ([, name]) => name,
    );
    expect(KEPT.flatMap(({ where }) => ('cookies' in where ? where.cookies : []))).toEqual(cookies);
  });

  it('names tests that there are, at least one for each row, and a row for each who holds something', () => {
    const paths = new Set(listFiles());
    for (const { id, tests } of KEPT) expect([id, tests.filter((test) => paths.has(test))]).toEqual([id, tests]);
    expect(KEPT.filter(({ tests }) => tests.length === 0)).toEqual([]);
    expect(new Set(KEPT.map(({ id }) => id)).size).toBe(KEPT.length);
    const holders: readonly Holder[] = [
      'attester',
      'issuer',
      'log',
      'witness',
      'wallet host',
      'browser',
      'site',
      'all',
    ];
    expect([...new Set(KEPT.flatMap((row) => row.holders))].sort()).toEqual([...holders].sort());
  });
});
