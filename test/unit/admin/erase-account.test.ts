import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatBase64url } from '@bauta/sdk/protocol';
import { openSqlite } from '@bauta/sdk/stores/sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runAdmin } from '../../../services/admin/run-admin.ts';
import { createLog } from '../../../services/log-events.ts';
import { sqliteAccounts } from '../../../services/storage/accounts.ts';
import { sqliteBatchCounts } from '../../../services/storage/batch-counts.ts';
import { eraseFromFile } from '../../../services/storage/erase-from-file.ts';
import { NOON } from '../../ports/figures.ts';
import { listen } from '../said.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bauta-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const none = (): never => {
  throw new TypeError('not about files');
};
const time = { now: () => NOON };
let drawn = 0;
const random = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(length).fill(0xd0 + ++drawn);
const bytesOf = (value: number, length: number): Uint8Array<ArrayBuffer> => new Uint8Array(length).fill(value);

async function run(...args: readonly string[]) {
  const { said, print, complain } = listen();
  const code = await runAdmin(args, {
    open: () => {
      const store = openSqlite(join(folder, 'attester.db'));
      return {
        vault: undefined as never,
        thresholds: [18],
        counts: () => sqliteBatchCounts(store),
        attesters: none,
        accounts: () => sqliteAccounts(store, { ...time, random }),
        emptyLog: eraseFromFile(store),
        close: () => store.close(),
      };
    },
    files: { ofRoom: none, ofLog: none },
    logOf: (room) => createLog({ room, ...time, write: complain }),
    ...time,
    print,
    complain,
  });
  return { code, ...said };
}

/** Whether bytes stand in any file of the store: the database, its write-ahead log, its index. */
const isKept = (bytes: Uint8Array): boolean =>
  readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(Buffer.from(bytes)));

it('erases an account beside the room that runs, and leaves none of its bytes in the store or its log', async () => {
  const room = openSqlite(join(folder, 'attester.db'));
  const accounts = sqliteAccounts(room, { ...time, random });
  const [mine, second, other] = [bytesOf(0xa1, 32), bytesOf(0xa2, 32), bytesOf(0xb1, 32)];
  const keys = [bytesOf(0xc1, 65), bytesOf(0xc2, 65), bytesOf(0xc3, 65)] as const;
  const enrol = (credentialId: typeof mine, publicKey: (typeof keys)[number]) =>
    accounts.save({ thresholds: [18], expires: NOON + 86_400, passkey: { credentialId, publicKey, counter: 1 } });
  const account = await enrol(mine, keys[0]);
  await accounts.save({
    ...{ account: account.id, credentialId: mine, counter: 2 },
    further: { credentialId: second, publicKey: keys[1], counter: 0 },
  });
  await enrol(other, keys[2]);
  for (const bytes of [mine, second, ...keys, account.id]) expect(isKept(bytes)).toBe(true);

  const erased = await run('erase-account', formatBase64url(second), '--json');
  expect(erased).toEqual({
    code: 0,
    out: '{"role":"attester","erased":{"passkeys":2}}\n',
    err: expect.stringMatching(/^\{"time":"[^"]+:00Z","room":"attester","event":"account-erased"\}\n$/),
  });
  for (const gone of [mine, second, keys[0], keys[1], account.id]) expect(isKept(gone)).toBe(false);
  expect(isKept(other)).toBe(true);
  expect(await accounts.find(mine)).toBeUndefined();
  expect((await accounts.find(other))?.thresholds).toEqual([18]);

  const again = await run('erase-account', formatBase64url(second));
  expect([again.code, again.out, again.err]).toEqual([
    1,
    '',
    'admin: ERR_ACCOUNT: there is no account of that passkey\n',
  ]);
  room.close();
});

it('counts batches by week', async () => {
  const room = openSqlite(join(folder, 'attester.db'));
  const counts = sqliteBatchCounts(room);
  expect((await run('batches')).out).toBe('No batches yet.\n');
  for (const epoch of ['2026-W47', '2026-W46', '2026-W47']) await counts.add(epoch);
  await counts.setPublished('2026-W46');
  expect((await run('batches', '--json')).out).toBe(
    '{"role":"issuer","batches":[{"epoch":"2026-W46","signed":1,"published":true,"givenUp":false},{"epoch":"2026-W47","signed":2,"published":false,"givenUp":false}]}\n',
  );
  expect((await run('batches')).out).toMatch(/^2026-W46 +1 {2}published.*\n2026-W47 +2 {2}not published yet\n$/);
  room.close();
});
