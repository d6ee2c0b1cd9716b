import { AgeError } from '@bauta/sdk/protocol';
import { openSqlite, sqliteSpentSet } from '@bauta/sdk/stores/sqlite';
import { expect, it, onTestFinished, vi } from 'vitest';
import { figure, NOON, upTo } from '../../ports/figures.ts';
import { outcome } from '../../ports/refusals.ts';

const UNTIL = NOON + 1000;

function open() {
  const database = openSqlite(':memory:');
  onTestFinished(() => database.close());
  return { database, set: sqliteSpentSet(database, { now: () => NOON }) };
}

it('commits once for all spends of one turn, and answers nobody before', async () => {
  const { database, set } = open();
  const exec = vi.spyOn(database, 'exec');
  let answered = 0;
  const spends = upTo(100).map((i) => set.spend(figure(i), UNTIL).then(() => answered++));
  await Promise.resolve();
  expect(answered).toBe(0);
  await Promise.all(spends);
  expect(exec.mock.calls.flat()).toEqual(['BEGIN IMMEDIATE', 'COMMIT']);

  await set.spend(figure(100), UNTIL);
  await set.spend(figure(101), UNTIL);
  expect(exec.mock.calls.flat().filter((sql) => sql === 'COMMIT')).toHaveLength(3);
});

it('answers a fault to all of the group, keeps none of it, and works again when the fault is gone', async () => {
  const { database, set } = open();
  await set.spend(figure('before'), UNTIL);
  // A full disk, as near as a database in memory comes to it.
  database.exec('PRAGMA max_page_count = 6');
  const outcomes = await Promise.all(upTo(1000).map((i) => outcome(set.spend(figure(i), UNTIL))));
  expect(new Set(outcomes)).toEqual(new Set(['ERR_STORE_UNAVAILABLE']));
  database.exec('PRAGMA max_page_count = 1000000');
  expect(await set.spend(figure('before'), UNTIL)).toBe(false);
  expect(await set.spend(figure(0), UNTIL)).toBe(true);
});

it('answers a fault of the commit itself', async () => {
  const { database, set } = open();
  const exec = database.exec.bind(database);
  const failing = vi.spyOn(database, 'exec').mockImplementation((sql) => {
    if (sql === 'COMMIT') throw Object.assign(new Error('disk I/O error: x'), { errstr: 'disk I/O error' });
    exec(sql);
  });
  const fault = await set.spend(figure(1), UNTIL).catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(AgeError);
  expect((fault as AgeError).cause).toBe('SQLite: disk I/O error');
  failing.mockRestore();
  expect(await set.spend(figure(1), UNTIL)).toBe(true);
});
