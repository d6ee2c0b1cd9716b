import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calendarOf, type Epoch, epochAfter, epochAt, startOf } from '@bauta/sdk/protocol';
import { openSqlite, type SqliteDatabase } from '@bauta/sdk/stores/sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exceptionOf } from '../../services/keys/key-exception.ts';
import { liveSlots } from '../../services/keys/slots.ts';
import { vaultOn } from './adapters.ts';
import { NOON, upTo } from './figures.ts';
import { isMissed, type Rotation, THRESHOLDS, WEEKS } from './key-rotation.ts';
import { RACE_TIMEOUT, race } from './race.ts';

const WEEK = 7 * 86_400;
const FIRST = epochAt(NOON);

/** Wednesday noon of the run that makes the keys of an epoch: three weeks before, or the next one that is not missed. */
function runOf(epoch: Epoch): number {
  const ahead = (startOf(epoch) - startOf(FIRST)) / WEEK - 3;
  let week = Math.max(0, ahead);
  while (isMissed(week)) week++;
  return NOON + week * WEEK;
}

describe('two processes on one file that go through the weeks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bauta-'));
  const file = join(folder, 'store.db');
  let rotations: readonly Rotation[];
  let database: SqliteDatabase;
  beforeAll(async () => {
    rotations = await race<Rotation>('rotate', file, NOON);
    database = openSqlite(file);
  }, RACE_TIMEOUT);
  afterAll(() => {
    database?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('make one key for each slot, and no truncated id twice among the live', () => {
    const rows = database.prepare('SELECT * FROM key_slots').all() as { epoch: Epoch; truncated_id: number }[];
    const secrets = database.prepare('SELECT count(*) AS count FROM key_secrets').get();
    expect(rows).toHaveLength((WEEKS + 3) * THRESHOLDS.length);
    expect(secrets).toEqual({ count: rows.length });
    // Most pairs had a truncated id that was taken, or came second.
    expect(rotations.reduce((sum, { drawn }) => sum + drawn, 0)).toBeGreaterThan(2 * rows.length);

    for (const week of upTo(WEEKS)) {
      // The first minutes of an epoch, when the most keys are live.
      const now = startOf(epochAfter(FIRST, week)) + 60;
      const live = rows.filter(({ epoch }) => now < calendarOf(epoch).accepted.to && runOf(epoch) <= now);
      expect(new Set(live.map((row) => row.truncated_id)).size).toBe(live.length);
    }
  });

  it('make after missed runs what should be there, and say of each key when it was made', async () => {
    let now = NOON;
    const vault = vaultOn(database, () => now);
    const exceptions: (string | undefined)[] = [];
    for (const ahead of upTo(WEEKS + 3)) {
      const epoch = epochAfter(FIRST, ahead);
      const [made, other] = await Promise.all(THRESHOLDS.map((threshold) => vault.slot(threshold, epoch, 0)));
      expect([made?.madeAt, other?.madeAt]).toEqual([runOf(epoch), runOf(epoch)]);
      exceptions.push(exceptionOf({ epoch, loggedAt: runOf(epoch), isFirstOfName: runOf(epoch) === NOON }));
    }
    // Runs 5, 6 and 7 are missed, so the keys of weeks 8, 9 and 10 come in week 8: later than two weeks before.
    const expected = upTo(WEEKS + 3).map((week) => (week < 3 ? 'genesis' : isMissed(week - 3) ? 'resume' : undefined));
    expect(exceptions).toEqual(expected);

    now = NOON + 8 * WEEK;
    const listed = (await liveSlots(vault, [18], now)).map(({ epoch }) => epoch);
    expect(listed).toEqual([8, 9, 7, 10, 11].map((week) => epochAfter(FIRST, week)));
  });
});
