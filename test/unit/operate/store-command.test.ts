import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HeldToken } from '@bauta/sdk/client';
import { openSqlite, type SqliteDatabase, sqliteSessions, sqliteSpentSet } from '@bauta/sdk/stores/sqlite';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runStoreCommand } from '../../../sdk/operate/store-command.ts';
import { createTestIssuer, type TestIssuer } from '../gate/issuer.ts';
import { createTestSite, enter, NOON, type TestSite } from '../gate/site.ts';
import { listen } from '../said.ts';

const DAY = 86_400;
/** NOON is on a Wednesday; the next epoch begins on Monday 23 November 2026. */
const NEXT_WEEK = Date.UTC(2026, 10, 23) / 1000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bauta-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Closes a file with everything in it: a statement that nobody has collected yet would keep its log. */
const end = (file: SqliteDatabase): void => {
  file.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  file.close();
};

const at = (name: string): string => join(folder, name);

async function run(now: number, ...args: readonly string[]) {
  const { said, print, complain } = listen();
  const code = await runStoreCommand(args, {
    now: () => now,
    env: {},
    readFile: (path) => readFileSync(path, 'utf8'),
    modeOf: () => 0o600,
    print,
    complain,
  });
  return { code, ...said };
}

/** A site over a file, with the clock of its gate. */
async function openSite(issuer: TestIssuer, path: string, now: number): Promise<TestSite & { close(): void }> {
  const file = openSqlite(path);
  const clock = { now };
  const time = { now: (): number => clock.now };
  const site = await createTestSite(issuer, {
    ...time,
    spent: sqliteSpentSet(file, time),
    sessions: sqliteSessions(file, time),
  });
  return { ...site, clock, close: () => file.close() };
}

/** Whether a token opens the door. */
async function opens(site: TestSite, token: HeldToken): Promise<boolean> {
  try {
    return (await enter(site.browser(), token)).status === 303;
  } catch {
    return false;
  }
}

describe('a day-old backup that was restored', () => {
  it('admits no token that was spent since, nor any other of that week, and those of the next week once each', async () => {
    const issuer = await createTestIssuer('issuer.example', NOON);
    const [before, since, never] = (await issuer.mint()) as [HeldToken, HeldToken, HeldToken];
    const site = await openSite(issuer, at('site.db'), NOON);
    expect(await opens(site, before)).toBe(true);
    expect((await run(NOON, 'backup', `sqlite:${at('site.db')}`, at('backup.db'))).code).toBe(0);
    site.clock.now += DAY;
    await site.gate.refresh();
    expect(await opens(site, since)).toBe(true);
    site.close();
    for (const name of readdirSync(folder)) if (name.startsWith('site.db')) rmSync(at(name));

    const restored = await run(NOON + DAY, 'restore', at('backup.db'), `sqlite:${at('site.db')}`, '--json');
    expect(restored).toEqual({
      code: 0,
      out: '{"version":1,"act":"restore","shutUntil":"2026-11-23T00:00:00Z"}\n',
      err: '',
    });
    const again = await openSite(issuer, at('site.db'), NOON + DAY);
    for (const token of [before, since, never]) expect(await opens(again, token)).toBe(false);
    again.clock.now = NEXT_WEEK - 1;
    for (const token of [before, since, never]) expect(await opens(again, token)).toBe(false);
    again.close();

    const next = await createTestIssuer('issuer.example', NEXT_WEEK + DAY);
    const later = await openSite(next, at('site.db'), NEXT_WEEK + DAY);
    const [fresh] = (await next.mint()) as [HeldToken];
    expect(await opens(later, fresh)).toBe(true);
    expect(await opens(later, fresh)).toBe(false);
    later.close();
  });

  it('without its mark would admit it: the test can fail', async () => {
    const issuer = await createTestIssuer('issuer.example', NOON);
    const [since] = (await issuer.mint()) as [HeldToken];
    const site = await openSite(issuer, at('site.db'), NOON);
    await run(NOON, 'backup', `sqlite:${at('site.db')}`, at('backup.db'));
    expect(await opens(site, since)).toBe(true);
    site.close();
    const again = await openSite(issuer, at('backup.db'), NOON);
    expect(await opens(again, since)).toBe(true);
    again.close();
  });
});

describe('a backup', () => {
  it('is made while the site runs, has no session in it, and is for its owner alone', async () => {
    const file = openSqlite(at('site.db'));
    const time = { now: () => NOON };
    const mark = 'a-session-that-nobody-may-find';
    const spent = sqliteSpentSet(file, time);
    await sqliteSessions(file, time).put(new Uint8Array(32).fill(7), mark, 3600);
    await spent.spend(new Uint8Array(32).fill(9), NOON + DAY);
    const { code, out } = await run(NOON, 'backup', `sqlite:${at('site.db')}`, at('backup.db'));
    expect(out).toContain('without sessions');
    expect(code).toBe(0);
    expect(await spent.spend(new Uint8Array(32).fill(10), NOON + DAY)).toBe(true);
    file.close();
    const bytes = readFileSync(at('backup.db'));
    expect(bytes.includes(Buffer.alloc(32, 9))).toBe(true);
    for (const gone of [mark, Buffer.alloc(32, 7), Buffer.alloc(32, 10)])
      expect([gone.toString(), bytes.includes(gone)]).toEqual([gone.toString(), false]);
    if (process.platform !== 'win32') expect(statSync(at('backup.db')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.includes('part'))).toEqual([]);
  });
});

describe('is refused, with nothing changed', () => {
  const spentIn = async (name: string): Promise<void> => {
    const file = openSqlite(at(name));
    await sqliteSpentSet(file, { now: () => NOON }).spend(new Uint8Array(32).fill(1), NOON + DAY);
    end(file);
  };

  it.each([
    ['a backup over another file', ['backup', 'sqlite:site.db', 'backup.db'], 1],
    ['a restore over a store', ['restore', 'backup.db', 'sqlite:site.db'], 1],
    ['a restore beside the log of a store that is gone', ['restore', 'backup.db', 'sqlite:gone.db'], 1],
    ['a restore of what is damaged', ['restore', 'damaged.db', 'sqlite:new.db'], 1],
    ['a restore of what is no store', ['restore', 'text.txt', 'sqlite:new.db'], 1],
    ['a restore of a store of something else', ['restore', 'other.db', 'sqlite:new.db'], 1],
    ['a restore of what a later version wrote', ['restore', 'later.db', 'sqlite:new.db'], 1],
    ['a restore of nothing', ['restore', 'none.db', 'sqlite:new.db'], 1],
    ['a backup of nothing', ['backup', 'sqlite:none.db', 'new.db'], 1],
    ['a mark on a file of another program', ['restored', 'sqlite:foreign.db'], 1],
    ['a backup of a file of another program', ['backup', 'sqlite:foreign.db', 'new.db'], 1],
    ['a mark on what is no store', ['restored', 'sqlite:text.txt'], 1],
    ['a mark on nothing', ['restored', 'sqlite:none.db'], 1],
    ['a backup of memory', ['backup', 'memory:', 'new.db'], 1],
    ['a backup of a Redis', ['backup', 'redis://127.0.0.1:1', 'new.db'], 1],
    ['a Redis that does not answer', ['restored', 'redis://127.0.0.1:1'], 4],
    ['a store that is none', ['backup', 'postgres://a', 'new.db'], 3],
    ['a configuration that is none', ['shut-until', 'none.toml'], 3],
    ['too many words', ['shut-until', 'sqlite:site.db', 'b'], 3],
    ['too few', ['restore', 'backup.db'], 3],
    ['an unknown flag', ['shut-until', 'sqlite:site.db', '--force'], 3],
  ] as const)('%s', async (_, words, code) => {
    for (const name of ['site.db', 'backup.db', 'later.db', 'damaged.db']) await spentIn(name);
    end(openSqlite(at('other.db')));
    const later = openSqlite(at('later.db'));
    later.exec('PRAGMA user_version = 99');
    end(later);
    writeFileSync(at('damaged.db'), readFileSync(at('damaged.db')).fill(0x5a, 100, 4096));
    const foreign = new DatabaseSync(at('foreign.db'));
    foreign.exec('CREATE TABLE theirs (a)');
    foreign.close();
    writeFileSync(at('gone.db-wal'), '');
    writeFileSync(at('text.txt'), 'no store at all\n'.repeat(50));
    const state = (): readonly string[] =>
      readdirSync(folder)
        .filter((name) => !/-(wal|shm)$/.test(name))
        .sort()
        .map((name) => `${name} ${readFileSync(at(name)).toString('base64')}`);
    const before = state();
    const full = words.map((word) =>
      word.replace(/^(sqlite:)?([a-z]+\.(?:db|txt|toml))$/, (_all, kind = '', name) => kind + at(name)),
    );
    const ended = await run(NOON, ...full);
    expect(ended.code, ended.err).toBe(code);
    expect(ended.err).not.toBe('');
    expect(ended.out).toBe('');
    expect(state()).toEqual(before);
  });
});

it('is shut for what the backup knows, by a clock that is behind it', async () => {
  const file = openSqlite(at('site.db'));
  const until = NEXT_WEEK + 15 * DAY;
  await sqliteSpentSet(file, { now: () => NEXT_WEEK }).spend(new Uint8Array(32).fill(1), until);
  expect((await run(0, 'backup', `sqlite:${at('site.db')}`, at('backup.db'))).code).toBe(0);
  file.close();
  expect((await run(0, 'restore', at('backup.db'), `sqlite:${at('new.db')}`, '--json')).out).toContain('2026-11-30');
  const restored = openSqlite(at('new.db'));
  const spent = sqliteSpentSet(restored, { now: () => NEXT_WEEK });
  expect(await spent.spend(new Uint8Array(32).fill(2), until)).toBe(false);
  expect(await spent.spend(new Uint8Array(32).fill(2), until + 7 * DAY)).toBe(true);
  restored.close();
});

it('says until when a store is shut, and that one is open', async () => {
  openSqlite(at('empty.db')).close();
  const file = openSqlite(at('site.db'));
  sqliteSpentSet(file, { now: () => NOON });
  file.close();
  const store = `sqlite:${at('site.db')}`;
  expect((await run(NOON, 'shut-until', store)).out).toMatch(/^It is open/);
  expect((await run(NOON, 'restored', store)).out).toContain('2026-11-23T00:00:00Z');
  expect((await run(NOON + DAY, 'shut-until', store, '--json')).out).toBe(
    '{"version":1,"act":"shut-until","shutUntil":"2026-11-23T00:00:00Z"}\n',
  );
  expect((await run(NEXT_WEEK, 'shut-until', store)).out).toMatch(/^It is open/);
  // Ten minutes before a week begins its tokens are taken already.
  expect((await run(NEXT_WEEK - 300, 'restored', store, '--json')).out).toContain('2026-11-30T00:00:00Z');
});
