import { setTimeout as pause } from 'node:timers/promises';
import { calendarOf, epochAt } from '@bauta/sdk/protocol';
import { figure, NOON } from '../../ports/figures.ts';
import { openPlace } from '../../ports/places.ts';
import { outcome } from '../../ports/refusals.ts';
import { sayAtOnce } from '../../programs/say-at-once.ts';

/**
 * Spends one number after the other, some at once, until it is killed, and writes how each one ended:
 * `<number> <true|false|code> <milliseconds it took> <instant in milliseconds>`.
 */
const LANES = 8;
/** Milliseconds: a door that waits longer than a store does by default would hide what is tested. */
const TIMEOUT_MS = 1000;

const [place, first, order] = process.argv.slice(2) as [string, string, string];
const set = (await openPlace(place, TIMEOUT_MS)).spentSet(() => NOON);
const until = calendarOf(epochAt(NOON)).nullifierUntil;
let next = Number(first);

async function work(): Promise<never> {
  for (;;) {
    // Two processes go through each 64 numbers from both ends, and so meet in the middle.
    const number = order === 'down' ? next++ ^ 63 : next++;
    const began = performance.now();
    const end = await outcome(set.spend(figure(number), until));
    const took = Math.round(performance.now() - began);
    sayAtOnce(`${number} ${end} ${took} ${Date.now()}`);
    // A rest, without which one process would hog the lock of a file, and time for the counting afterwards.
    await pause(5);
  }
}

await Promise.all(Array.from({ length: LANES }, work));
