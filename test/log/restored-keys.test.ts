import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { calendarOf, formatHex, startOf } from '@bauta/sdk/protocol';
import { openSqlite } from '@bauta/sdk/stores/sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { backUpRoom, type RoomFile, restoreRoom } from '../../services/admin/copy-room.ts';
import { retire } from '../../services/keys/retire.ts';
import { sqliteBatchCounts } from '../../services/storage/batch-counts.ts';
import { outcome } from '../ports/refusals.ts';
import { openGround } from './log-ground.ts';
import { openInstance } from './year/issuer.ts';

const WEEK = 7 * 86_400;

async function openRoom() {
  const ground = openGround();
  await ground.open();
  const instance = openInstance(ground);
  const file: RoomFile = { role: 'issuer', path: join(ground.folder, 'issuer.db'), checkKeys: () => {} };
  const beside = openSqlite(file.path);
  sqliteBatchCounts(beside);
  beside.close();
  const folder = mkdtempSync(join(tmpdir(), 'bauta-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const backup = join(folder, 'backup.db');
  const refresh = async () => {
    const isWell = await instance.book.refresh(ground.clock.time);
    return isWell;
  };
  const restore = (mark: (path: string) => void): void =>
    instance.restart((path) => {
      for (const name of readdirSync(dirname(path))) {
        if (name.startsWith(basename(path))) rmSync(join(dirname(path), name));
      }
      mark(path);
    });
  const slotOf = async (epoch: string, generation: number) => instance.vault.slot(18, epoch, generation);
  return { ground, instance, file, backup, refresh, restore, slotOf };
}

it('a key that was made and logged since the backup is not made again: the next generation takes its place', async () => {
  const { ground, instance, file, backup, refresh, restore, slotOf } = await openRoom();
  await refresh();
  backUpRoom(file, backup);
  ground.clock.time = startOf('2026-W48') + 3600;
  expect(await refresh()).toBe(true);
  const lost = await slotOf('2026-W51', 0);
  expect(lost).toBeDefined();

  restore(() => restoreRoom(file, backup, ground.clock.time));
  expect(await slotOf('2026-W51', 0)).toBeUndefined();
  expect(await outcome(async () => instance.book.slots(ground.clock.time))).toBe('ERR_NOT_READY');
  expect(await refresh()).toBe(true);
  const taken = await slotOf('2026-W51', 0);
  expect(formatHex(taken?.keyId as never)).toBe(formatHex(lost?.keyId as never));
  expect(taken?.retiredAt).toBe(ground.clock.time);
  const next = await slotOf('2026-W51', 1);
  expect(next).toBeDefined();
  const listed = instance.book.slots(ground.clock.time).map(({ epoch, generation }) => `${epoch} ${generation}`);
  expect(listed).toContain('2026-W51 1');
  expect(listed).not.toContain('2026-W51 0');
  // What the backup had signs on as it did.
  expect(listed).toEqual(expect.arrayContaining(['2026-W48 0', '2026-W49 0', '2026-W50 0']));

  // Once: a key that appears in the log later, and not here, is somebody else's.
  ground.clock.time += WEEK;
  expect(await refresh()).toBe(true);
  expect((await slotOf('2026-W52', 0))?.retiredAt).toBeUndefined();
});

it('without the mark the room would make it twice, which the log refuses', async () => {
  const { ground, file, backup, refresh, restore, slotOf } = await openRoom();
  await refresh();
  backUpRoom(file, backup);
  ground.clock.time = startOf('2026-W48') + 3600;
  await refresh();
  const lost = await slotOf('2026-W51', 0);
  restore((path) => {
    restoreRoom({ ...file, path }, backup, ground.clock.time);
    const store = openSqlite(path);
    store.exec("UPDATE kept SET text = '' WHERE name = 'restored'");
    store.close();
  });
  expect(await refresh()).toBe(false);
  expect(formatHex((await slotOf('2026-W51', 0))?.keyId as never)).not.toBe(formatHex(lost?.keyId as never));
});

it('a key that was retired since the backup stays retired, and its private half goes again', async () => {
  const { ground, instance, file, backup, refresh, restore, slotOf } = await openRoom();
  await refresh();
  backUpRoom(file, backup);
  const stolen = await slotOf('2026-W47', 0);
  await retire(instance.vault, { threshold: 18, epoch: '2026-W47', generation: 0 });
  expect(await refresh()).toBe(true);
  ground.clock.time += 3600;

  restore(() => restoreRoom(file, backup, ground.clock.time));
  expect((await slotOf('2026-W47', 0))?.retiredAt).toBeUndefined();
  expect(await refresh()).toBe(true);
  expect((await slotOf('2026-W47', 0))?.retiredAt).toBe(ground.clock.time);
  expect((await instance.vault.held()).map(({ epoch, generation }) => `${epoch} ${generation}`)).not.toContain(
    '2026-W47 0',
  );
  const listed = instance.book.slots(ground.clock.time).map(({ keyId }) => formatHex(keyId));
  expect(listed).not.toContain(formatHex(stolen?.keyId as never));
  // Generation 1 was lost with the store, so that the third and last one signs.
  expect((await slotOf('2026-W47', 1))?.retiredAt).toBeDefined();
  expect((await slotOf('2026-W47', 2))?.retiredAt).toBeUndefined();
});

it('shows no key before the log was read, and goes on by itself when it is back', async () => {
  const { ground, instance, file, backup, refresh, restore } = await openRoom();
  await refresh();
  backUpRoom(file, backup);
  restore(() => restoreRoom(file, backup, ground.clock.time));
  const log = ground.doors.get('log.example');
  ground.doors.delete('log.example');
  expect(await refresh()).toBe(false);
  await instance.book.restore(ground.clock.time);
  expect(await outcome(async () => instance.book.slots(ground.clock.time))).toBe('ERR_NOT_READY');
  ground.doors.set('log.example', log as never);
  expect(await refresh()).toBe(true);
  expect(instance.book.slots(ground.clock.time).length).toBeGreaterThan(2);
});

it('publishes no number of a week whose count is not whole, and those of later weeks', async () => {
  const { ground, file, backup, restore } = await openRoom();
  const before = openSqlite(file.path);
  await sqliteBatchCounts(before).add('2026-W47');
  before.close();
  backUpRoom(file, backup);
  restore(() => restoreRoom(file, backup, ground.clock.time));
  const store = openSqlite(file.path);
  onTestFinished(() => store.close());
  const counts = sqliteBatchCounts(store);
  for (const epoch of ['2026-W47', '2026-W48', '2026-W49']) await counts.add(epoch);
  expect(await counts.due('2026-W52')).toEqual([{ epoch: '2026-W49', signed: 1 }]);
  expect(calendarOf('2026-W49').signs.from).toBeGreaterThan(ground.clock.time);
  const given = (await counts.list()).filter(({ givenUp }) => givenUp).map(({ epoch }) => epoch);
  expect(given).toEqual(['2026-W46', '2026-W47', '2026-W48']);
});
