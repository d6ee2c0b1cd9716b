import { openSqlite, type SqliteDatabase, sqliteSessions, sqliteSpentSet } from '@bauta/sdk/stores/sqlite';
import { expect, it, onTestFinished, vi } from 'vitest';
import { sqliteGrants } from '../../../services/storage/grants.ts';
import { accountsOn } from '../../ports/adapters.ts';
import { figure, NOON, upTo } from '../../ports/figures.ts';

const MINUTE = 60_000;

function open() {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const database = openSqlite(':memory:');
  onTestFinished(() => {
    vi.useRealTimers();
    database.close();
  });
  const clock = { now: NOON };
  return { database, clock, now: () => clock.now };
}

const rows = (database: SqliteDatabase, table: string): number =>
  (database.prepare(`SELECT count(*) AS rows FROM ${table}`).get() as { rows: number }).rows;

it('deletes past buckets, a thousand rows at a time, and leaves the others', async () => {
  const { database, clock, now } = open();
  const set = sqliteSpentSet(database, { now });
  await Promise.all(upTo(2500).map((i) => set.spend(figure(i), NOON + 10)));
  await set.spend(figure('later'), NOON + 20);
  vi.advanceTimersByTime(20);
  clock.now = NOON + 10;
  vi.advanceTimersByTime(MINUTE - 20);
  const left = [];
  for (const _ of upTo(5)) {
    left.push(rows(database, 'spent'));
    vi.advanceTimersByTime(20);
  }
  expect(left).toEqual([2501, 1501, 501, 1, 1]);
});

it('keeps a deleted bucket shut when the clock that deleted it is set back', async () => {
  const { database, clock, now } = open();
  const set = sqliteSpentSet(database, { now });
  await set.spend(figure(1), NOON + 10);
  clock.now = NOON + 10;
  vi.advanceTimersByTime(MINUTE);
  expect(rows(database, 'spent')).toBe(0);
  clock.now = NOON;
  for (const again of [set, sqliteSpentSet(database, { now })]) {
    expect(await again.spend(figure(1), NOON + 10)).toBe(false);
    expect(await again.spend(figure(2), NOON + 10)).toBe(false);
  }
  expect(await set.spend(figure(2), NOON + 11)).toBe(true);
});

it('deletes past sessions, grants, accounts and evidence', async () => {
  const { database, clock, now } = open();
  const sessions = sqliteSessions(database, { now });
  const grants = sqliteGrants(database, { now });
  const accounts = accountsOn(database, now);
  await sessions.put(figure(1), 'value', 60);
  await grants.claim(figure(1), 18, '2026-W47', figure(1), 3);
  const passkey = { credentialId: figure(1), publicKey: figure(2), counter: 0 };
  await accounts.save({ once: figure(1), passkey, thresholds: [18], expires: NOON + 60 });
  const tables = ['sessions', 'grants', 'accounts', 'passkeys', 'evidence'];
  vi.advanceTimersByTime(MINUTE);
  expect(tables.map((table) => rows(database, table))).toEqual([1, 1, 1, 1, 1]);
  clock.now = NOON + 60;
  vi.advanceTimersByTime(2 * MINUTE);
  expect(tables.map((table) => rows(database, table))).toEqual([0, 1, 0, 0, 0]);
  clock.now += 14 * 86_400;
  vi.advanceTimersByTime(2 * MINUTE);
  expect(rows(database, 'grants')).toBe(0);
});

it('outlives a fault, and ends with the database', async () => {
  const { database, clock, now } = open();
  const set = sqliteSpentSet(database, { now });
  await set.spend(figure(1), NOON + 10);
  clock.now = NOON + 10;
  const exec = vi.spyOn(database, 'exec').mockImplementation(() => {
    throw new Error('fault');
  });
  vi.advanceTimersByTime(2 * MINUTE);
  exec.mockRestore();
  expect(rows(database, 'spent')).toBe(1);
  vi.advanceTimersByTime(2 * MINUTE);
  expect(rows(database, 'spent')).toBe(0);
  expect(vi.getTimerCount()).toBe(1);
  database.close();
  vi.advanceTimersByTime(2 * MINUTE);
  expect(vi.getTimerCount()).toBe(0);
  database.open();
});
