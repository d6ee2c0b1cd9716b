import { chooseVictims, namesOf } from './choose.ts';
import type { Fault } from './fault.ts';

/** It stands still and then goes on with what it was doing, as after a long pause of the machine. */
export const stopContinue: Fault = {
  kind: 'stop-continue',
  says: 'one process, or all of them, stopped for up to 4 s and continued',
  grounds: ['site on SQLite', 'site on Redis', 'rooms'],
  async strike({ processes }, chance) {
    const victims = chooseVictims(processes, chance);
    await Promise.all(victims.map((one) => one.signal('SIGSTOP')));
    return {
      what: namesOf(victims),
      lasts: chance.between(200, 4000),
      async end() {
        await Promise.all(victims.map((one) => one.signal('SIGCONT')));
      },
    };
  },
};
