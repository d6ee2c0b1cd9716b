import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openSqlite } from '@bauta/sdk/stores/sqlite';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../ports/bodies.ts';
import { NOON } from '../../ports/figures.ts';
import { ACTS, type ActName } from './acts.ts';

/** How often each process is killed; more rounds find rarer moments. */
const ROUNDS = Number(process.env.BAUTA_KILL_ROUNDS ?? 2);
const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const PROGRAM = fileURLToPath(new URL('./acknowledge.ts', import.meta.url));
/** Acts of one round at most. */
const STRIDE = 1_000_000;

/** Lets a process act on the file until it is killed at some moment. @returns what it had acknowledged. */
async function actUntilKilled(name: ActName, file: string, first: number): Promise<number[]> {
  const args = ['--conditions=bauta-source', '--import', 'tsx', PROGRAM, name, file, String(first)];
  const child = spawn(process.execPath, args, { cwd: FOLDER, stdio: ['ignore', 'pipe', 'inherit'] });
  const written: Buffer[] = [];
  child.stdout.on('data', (bytes: Buffer) => written.push(bytes));
  const closed = once(child, 'close');
  await Promise.race([once(child.stdout, 'data'), closed]);
  await pause(randomInt(1, 250));
  child.kill('SIGKILL');
  expect((await closed)[1]).toBe('SIGKILL');
  return Buffer.concat(written).toString().split('\n').slice(0, -1).map(Number);
}

describe('kill -9 while the SQLite stores are at work', () => {
  it.each(Object.keys(ACTS).map((name) => ({ name: name as ActName, title: ACTS[name as ActName].title })))(
    'forgets none of the $title that it acknowledged',
    async ({ name, title }) => {
      const file = join(temporaryFolder(), 'store.db');
      const acknowledged: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const numbers = await actUntilKilled(name, file, round * STRIDE + 1);
        expect(numbers.length).toBeGreaterThan(0);
        acknowledged.push(...numbers);

        const database = openSqlite(file);
        const act = ACTS[name].open(database, () => NOON);
        const kept = await Promise.all(acknowledged.map((number) => act.isKept(number)));
        expect(acknowledged.filter((_, i) => !kept[i])).toEqual([]);
        // It also has to be able to say that something is not there.
        expect(await act.isKept((round + 1) * STRIDE)).toBe(false);
        expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
        database.close();
      }
      console.log(`${title}: ${acknowledged.length} acknowledged, ${ROUNDS} kills, none lost`);
    },
    5000 + 10_000 * ROUNDS,
  );
});
