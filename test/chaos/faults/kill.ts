import { chooseVictims, namesOf } from './choose.ts';
import type { Fault } from './fault.ts';

/** Kill -9 in the middle of whatever it does. */
export const kill: Fault = {
  kind: 'kill',
  says: 'one process, or all of them, ended by kill -9',
  grounds: ['site on SQLite', 'site on Redis', 'rooms'],
  async strike({ processes }, chance) {
    const victims = chooseVictims(processes, chance);
    await Promise.all(victims.map((one) => one.signal('SIGKILL')));
    return { what: namesOf(victims), lasts: 0, async end() {} };
  },
};
