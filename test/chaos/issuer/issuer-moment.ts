import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from '../../figures/chance.ts';

/** Milliseconds within which all is done that a leap in time gives to do. */
const SPAN = 400;

/** Resolves at some moment of the work: by the clock, or in the middle of what the log or the issuers are writing. */
export async function someMoment(folder: string, chance: Chance): Promise<void> {
  const place = chance.pick([undefined, '.', 'log/tile/entries', 'log/private']);
  if (place === undefined) return pause(chance.between(0, SPAN));
  let left = chance.between(1, 6);
  let watcher: FSWatcher | undefined;
  const written = new Promise<void>((resolve) => {
    watcher = watch(join(folder, place), () => --left === 0 && resolve());
  });
  await Promise.race([written, pause(SPAN)]);
  watcher?.close();
  await pause(chance.between(0, 8));
}
