import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loopbackFetch } from '@bauta/services/loopback';
import { afterAll, expect, it } from 'vitest';
import { roomsFrom } from '../flow/rooms.ts';
import { ROOT } from '../laws/sources.ts';
import { guideBlock } from '../programs/guide-block.ts';
import { startWith } from './running-rooms.ts';

const PORT_BASE = 25600;

const folder = mkdtempSync(join(tmpdir(), 'bauta-e2e-'));
const dataDir = join(folder, 'data');
const env = { PORT_BASE: String(PORT_BASE), DATA_DIR: dataDir };
const rooms = roomsFrom(env);
const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
  rmSync(folder, { recursive: true });
});

/** Runs a block of the guide as it stands there, but for the folder of the backups. */
function runBlock(name: string): readonly string[] {
  const commands = guideBlock('backups.md', name);
  expect(commands.length).toBeGreaterThan(2);
  return commands.map((command) => {
    const line = command.replaceAll('/var/backups', join(folder, 'backups'));
    const { status, stdout, stderr } = spawnSync(line, {
      ...{ cwd: ROOT, shell: true, encoding: 'utf8' },
      env: { PATH: process.env.PATH, ...env },
    });
    expect([command, status, stderr.replace(/^\{.*\}\n/gm, '')]).toEqual([command, 0, '']);
    return stdout;
  });
}

async function startRooms(names: readonly string[], origins: readonly string[]) {
  const started = startWith(names, env);
  stops.push(started.stop);
  for (const origin of origins) await started.untilReady(origin);
  return started;
}

const keysOf = async (origin: string): Promise<readonly string[]> => {
  const answer = await loopbackFetch(`${origin}/.well-known/private-token-issuer-directory`);
  const { 'token-keys': keys } = (await answer.json()) as { 'token-keys': readonly { 'token-key': string }[] };
  return keys.map((key) => key['token-key']).sort();
};

it('the commands of the guide bring attester, issuer and log back, as they stand there', {
  timeout: 240_000,
}, async () => {
  mkdirSync(join(folder, 'backups'));
  await startRooms(['witness'], [rooms.witness]);
  const names = ['log', 'attester', 'issuer'];
  const origins = [rooms.log, rooms.attester, rooms.issuer];
  const before = await startRooms(names, origins);
  const keys = [await keysOf(rooms.attester), await keysOf(rooms.issuer)];
  expect(keys[1]?.length).toBeGreaterThan(2);
  for (const said of runBlock('backups make')) expect(said).toMatch(/^The backup is made[.:]/);

  await before.stop();
  mkdirSync(join(folder, 'lost'));
  for (const name of readdirSync(dataDir)) {
    if (/^(attester|issuer)\.db|^log$/.test(name)) renameSync(join(dataDir, name), join(folder, 'lost', name));
  }
  const said = runBlock('backups restore');
  expect(said[1]).toMatch(/^It gives no grants of this week and the next, for good/);
  expect(said[3]).toMatch(/^The log may go on: \d+ entries/);

  const after = await startRooms(names, origins);
  expect([await keysOf(rooms.attester), await keysOf(rooms.issuer)]).toEqual(keys);
  await after.stop();
  runBlock('backups mark');
});
