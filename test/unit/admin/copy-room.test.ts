import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite, type SqliteDatabase, sqliteSessions } from '@bauta/sdk/stores/sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runAdmin } from '../../../services/admin/run-admin.ts';
import { createLog } from '../../../services/log-events.ts';
import { sqliteBatchCounts } from '../../../services/storage/batch-counts.ts';
import { sqliteGrants } from '../../../services/storage/grants.ts';
import { accountsOn, vaultOn } from '../../ports/adapters.ts';
import { NOON } from '../../ports/figures.ts';
import { listen } from '../said.ts';

const DAY = 86_400;
/** NOON is on a Wednesday of 2026-W47. */
const [WEEK, NEXT, AFTER] = ['2026-W47', '2026-W48', '2026-W49'] as const;
const NEXT_MONDAY = Date.UTC(2026, 10, 23) / 1000;
const bytesOf = (value: number, length = 32): Uint8Array<ArrayBuffer> => new Uint8Array(length).fill(value);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bauta-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);
const none = (): never => {
  throw new Error('no open room is asked for');
};

/** The command, over a folder in which each room's store is `ROLE.db`. */
async function run(now: number, ...args: readonly string[]) {
  const { said, print, complain } = listen();
  const code = await runAdmin(args, {
    open: none,
    files: {
      ofRoom: (role) => ({
        ...{ role, path: at(`${role}.db`) },
        checkKeys: (copy) => void vaultOn(copy, () => now, { room: role }),
      }),
      ofLog: none,
    },
    logOf: (room) => createLog({ room, now: () => now, write: complain }),
    now: () => now,
    print,
    complain,
  });
  return { code, ...said };
}

/** An attester's store with one account that has drawn once, while somebody else has it open. */
async function openAttester(now: () => number) {
  const store = openSqlite(at('attester.db'));
  vaultOn(store, now, { room: 'attester' });
  const accounts = accountsOn(store, now);
  const account = await accounts.save({
    thresholds: [18],
    expires: NOON + 90 * DAY,
    passkey: { credentialId: bytesOf(0xa1), publicKey: bytesOf(0xa2, 77), counter: 4 },
  });
  const grants = sqliteGrants(store, { now });
  await grants.claim(account.id, 18, WEEK, bytesOf(1), 3);
  await sqliteSessions(store, { now }).put(bytesOf(0xee), 'a-question-that-is-open', 300);
  return { store, accounts, grants, account };
}

function end(store: SqliteDatabase, name: string): void {
  store.close();
  for (const file of readdirSync(folder)) if (file.startsWith(name)) rmSync(at(file));
}

describe('an attester that was restored from a day-old backup', () => {
  it('has its accounts, gives no grant of a week in which some were drawn, and those of the week after', async () => {
    const clock = { now: NOON };
    const time = (): number => clock.now;
    const room = await openAttester(time);
    expect(await run(NOON, 'backup', 'attester', at('backup.db'), '--json')).toEqual({
      code: 0,
      out: '{"role":"attester","act":"backup"}\n',
      err: expect.stringMatching(/"event":"backup-made"\}\n$/),
    });
    // What no copy has: all that the account may draw, of this week and the next.
    clock.now += DAY;
    for (const epoch of [WEEK, NEXT])
      for (const n of [2, 3]) await room.grants.claim(room.account.id, 18, epoch, bytesOf(n), 3);
    end(room.store, 'attester.db');

    expect(await run(clock.now, 'restore', 'attester', at('backup.db'), '--json')).toEqual({
      code: 0,
      out: '{"role":"attester","act":"restore","shutUntil":"2026-11-23T00:00:00Z"}\n',
      err: expect.stringMatching(/"room":"attester","event":"store-restored"\}\n$/),
    });
    const store = openSqlite(at('attester.db'));
    const accounts = accountsOn(store, time);
    const found = await accounts.find(bytesOf(0xa1));
    expect(found).toMatchObject({ thresholds: [18], passkeys: [{ counter: 4 }] });
    const grants = sqliteGrants(store, { now: time });
    for (const epoch of [WEEK, NEXT]) expect(await grants.claim(room.account.id, 18, epoch, bytesOf(9), 3)).toBe(false);
    clock.now = NEXT_MONDAY;
    expect(await grants.claim(room.account.id, 18, NEXT, bytesOf(9), 3)).toBe(false);
    expect(await grants.claim(room.account.id, 18, AFTER, bytesOf(9), 3)).toBe(true);
    store.close();
    expect((await run(clock.now, 'shut-until', 'attester')).out).toBe('Nothing is shut because of a restore.\n');
  });

  it('without its mark would let the account draw anew: the test can fail', async () => {
    const room = await openAttester(() => NOON);
    await run(NOON, 'backup', 'attester', at('backup.db'));
    for (const n of [2, 3]) await room.grants.claim(room.account.id, 18, WEEK, bytesOf(n), 3);
    room.store.close();
    const copy = openSqlite(at('backup.db'));
    expect(await sqliteGrants(copy, { now: () => NOON }).claim(room.account.id, 18, WEEK, bytesOf(9), 3)).toBe(true);
    copy.close();
  });

  it('is shut for what the backup knows, by a clock that is behind it', async () => {
    const room = await openAttester(() => NOON);
    await room.grants.claim(room.account.id, 18, NEXT, bytesOf(2), 3);
    await run(NOON, 'backup', 'attester', at('backup.db'));
    end(room.store, 'attester.db');
    expect((await run(0, 'restore', 'attester', at('backup.db'), '--json')).out).toContain('2026-11-23T00:00:00Z');
  });
});

describe('a backup of a room', () => {
  it('leaves behind what lives for minutes, and is for its owner alone', async () => {
    const { store } = await openAttester(() => NOON);
    expect((await run(NOON, 'backup', 'attester', at('backup.db'))).out).toContain('key-encryption key');
    store.close();
    const bytes = readFileSync(at('backup.db'));
    expect(bytes.includes(Buffer.alloc(32, 0xa1))).toBe(true);
    for (const gone of ['a-question-that-is-open', Buffer.alloc(32, 0xee)]) expect(bytes.includes(gone)).toBe(false);
    if (process.platform !== 'win32') expect(statSync(at('backup.db')).mode & 0o777).toBe(0o600);
  });

  it('marks a store that came back in another way, whether a room runs on it or not', async () => {
    const { store, grants, account } = await openAttester(() => NOON);
    expect((await run(NOON, 'restored', 'attester', '--json')).out).toContain('"shutUntil":"2026-11-23T00:00:00Z"');
    expect(await grants.claim(account.id, 18, WEEK, bytesOf(2), 3)).toBe(false);
    store.close();
  });
});

describe('is refused, with nothing changed', () => {
  it.each([
    ['a restore over a store', ['restore', 'attester', 'backup.db'], 1],
    ['the backup of another room', ['restore', 'issuer', 'backup.db'], 1],
    ['a backup over a file', ['backup', 'attester', 'backup.db'], 1],
    ['a backup of a room that was never started', ['backup', 'issuer', 'new.db'], 1],
    ['a mark on nothing', ['restored', 'issuer'], 1],
    ['a witness', ['backup', 'witness', 'new.db'], 1],
    ['a room that keeps nothing', ['backup', 'wallet', 'new.db'], 3],
    ['a backup without a place', ['backup', 'attester'], 3],
    ['too many words', ['shut-until', 'attester', 'now'], 3],
    ['an unknown flag', ['restored', 'attester', '--force'], 3],
  ] as const)('%s', async (_, words, code) => {
    const { store } = await openAttester(() => NOON);
    await run(NOON, 'backup', 'attester', at('backup.db'));
    store.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    store.close();
    const state = (): readonly string[] =>
      readdirSync(folder)
        .filter((name) => !/-(wal|shm)$/.test(name))
        .map((name) => `${name} ${readFileSync(at(name)).toString('base64')}`);
    const before = state();
    const ended = await run(NOON, ...words.map((word) => (word.endsWith('.db') ? at(word) : word)));
    expect([ended.code, ended.out], ended.err).toEqual([code, '']);
    expect(ended.err).not.toBe('');
    expect(state()).toEqual(before);
  });

  it('a backup whose keys another key-encryption key sealed', async () => {
    const store = openSqlite(at('issuer.db'));
    sqliteBatchCounts(store);
    vaultOn(store, () => NOON, { keyEncryptionKey: bytesOf(0x77) });
    await run(NOON, 'backup', 'issuer', at('backup.db'));
    end(store, 'issuer.db');
    const { code, err } = await run(NOON, 'restore', 'issuer', at('backup.db'));
    expect([code, err]).toEqual([1, expect.stringContaining('key-encryption key')]);
    expect(readdirSync(folder)).toEqual(['backup.db']);
  });
});
