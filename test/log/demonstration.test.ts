import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseKeyLogFile } from '@bauta/sdk/log';
import { layKeyLog } from '@bauta/services/log/demonstration';
import { ROOM_NAMES, ROOMS, type RoomName } from '@bauta/services/rooms';
import { parseLogOperators } from '@bauta/services/settings/log-operators-file';
import { secretFilesOnDisk } from '@bauta/services/settings/secret-files';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../ports/bodies.ts';

const originsAt = (base: number) =>
  Object.fromEntries(
    ROOM_NAMES.map((room) => [room, `http://${ROOMS[room].host}.localhost:${base + ROOMS[room].offset}`]),
  ) as Record<RoomName, string>;

const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');

it('lays the public files of the log from seeds that stay, each operator for its own name', async () => {
  const folder = temporaryFolder();
  await layKeyLog(folder, originsAt(4000), secretFilesOnDisk);
  const file = parseKeyLogFile(read(folder, 'key-log.json'));
  expect(file).toMatchObject({ url: 'http://log.localhost:4004', quorum: 1, witnesses: [{ independent: false }] });
  const operators = await parseLogOperators(read(folder, 'log-operators.json'));
  expect(operators.map(({ roles, names }) => [roles, names])).toEqual([
    [['attester'], ['attester.localhost:4002']],
    [['issuer'], ['issuer.localhost:4003']],
    [['wallet'], ['wallet.localhost:4001']],
  ]);

  const before = read(folder, 'key-log.json');
  await Promise.all([1, 2, 3].map(() => layKeyLog(folder, originsAt(4000), secretFilesOnDisk)));
  expect(read(folder, 'key-log.json')).toBe(before);
  expect(before).not.toContain(read(folder, 'log.seed').trim());
});

it('goes on with the same log when the ports change, and keeps operators that somebody added', async () => {
  const folder = temporaryFolder();
  await layKeyLog(folder, originsAt(4000), secretFilesOnDisk);
  const { key } = parseKeyLogFile(read(folder, 'key-log.json'));
  const path = join(folder, 'log-operators.json');
  const added = { key: 'second.localhost:4009+0badcafe+AQ', roles: ['attester'], names: ['second.localhost:4009'] };
  writeFileSync(path, JSON.stringify([...JSON.parse(read(folder, 'log-operators.json')), added]));

  await layKeyLog(folder, originsAt(5000), secretFilesOnDisk);
  expect(parseKeyLogFile(read(folder, 'key-log.json'))).toMatchObject({ url: 'http://log.localhost:5004', key });
  const names = JSON.parse(read(folder, 'log-operators.json')).map((row: { names: string[] }) => row.names[0]);
  expect(names).toContain('issuer.localhost:5003');
  expect(names).toContain('second.localhost:4009');
});
