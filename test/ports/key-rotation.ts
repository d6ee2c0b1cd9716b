import { setTimeout as pause } from 'node:timers/promises';
import type { SqliteDatabase } from '@bauta/sdk/stores/sqlite';
import { ensureSlots } from '../../services/keys/slots.ts';
import { drawTokenKeyPair, type TokenKeyPair } from '../../services/keys/token-key-pair.ts';
import { vaultOn } from './adapters.ts';
import { madeUpKey } from './made-up-key.ts';

const WEEK = 7 * 86_400;
/** Weeks that the clock goes through, and those of every ten in which nobody runs. */
export const WEEKS = 40;
export const isMissed = (week: number): boolean => [5, 6, 7].includes(week % 10);
export const THRESHOLDS: readonly number[] = [15, 18];
/** So few truncated ids that most pairs are drawn for nothing: ten keys are live at once. */
const TRUNCATED_IDS = 12;

/** What one process has seen: how many pairs it drew. */
export interface Rotation {
  readonly drawn: number;
}

/** Goes through the weeks together with another process on the same file, each making what is missing. */
export async function rotate(database: SqliteDatabase, start: number, lane: number): Promise<Rotation> {
  database.exec('CREATE TABLE IF NOT EXISTS steps (lane INTEGER NOT NULL, week INTEGER NOT NULL)');
  const reached = database.prepare('SELECT 1 FROM steps WHERE lane = ? AND week = ?');
  const step = database.prepare('INSERT INTO steps VALUES (?, ?)');
  const { privateKey } = await drawTokenKeyPair();
  let drawn = 0;
  const draw = async (): Promise<TokenKeyPair> => ({
    privateKey,
    publicKey: madeUpKey(`${lane} ${drawn++}`, TRUNCATED_IDS),
  });
  let now = start;
  const vault = vaultOn(database, () => now, { draw });
  for (let week = 0; week < WEEKS; week++) {
    step.run(lane, week);
    // Weeks apart, two clocks would not agree on which keys are past.
    while (reached.get(1 - lane, week) === undefined) await pause(1);
    now = start + week * WEEK;
    if (!isMissed(week)) await ensureSlots(vault, THRESHOLDS, now);
  }
  return { drawn };
}
