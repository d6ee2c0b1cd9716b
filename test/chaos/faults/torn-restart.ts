import { setTimeout as pause } from 'node:timers/promises';
import { chooseVictims, namesOf } from './choose.ts';
import type { Fault } from './fault.ts';

/** Milliseconds of a start: long enough to have opened its store, sometimes. */
const START = 700;

/** It dies again while it starts. */
export const tornRestart: Fault = {
  kind: 'torn-restart',
  says: 'kill -9, and again while it starts, up to three times',
  grounds: ['site on SQLite', 'site on Redis', 'rooms'],
  async strike({ processes }, chance) {
    const victims = chooseVictims(processes, chance);
    await Promise.all(victims.map((one) => one.signal('SIGKILL')));
    const times = chance.between(1, 3);
    for (let i = 0; i < times; i++) {
      const started = victims.map((one) => one.start().catch(() => false));
      await pause(chance.between(20, START));
      await Promise.all(victims.map((one) => one.signal('SIGKILL')));
      await Promise.all(started);
    }
    return { what: `${namesOf(victims)}, ${times} more times`, lasts: 0, async end() {} };
  },
};
