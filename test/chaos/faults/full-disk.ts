import { whyNoDisk } from '../campaign/disk.ts';
import { namesOf } from './choose.ts';
import type { Fault } from './fault.ts';

/** No byte is left; now and then something is started on it. */
export const fullDisk: Fault = {
  kind: 'full-disk',
  says: 'the disk of the store is filled to the last byte, and now and then all is killed and started on it',
  grounds: ['site on SQLite', 'rooms'],
  why: whyNoDisk,
  async strike({ disk, processes }, chance) {
    const empty = disk.fill();
    const isRestarted = chance.once(3);
    const victims = isRestarted ? [chance.pick(processes)] : [];
    await Promise.all(victims.map((one) => one.signal('SIGKILL')));
    // Where it cannot start it ends, and is started again when there is space.
    const started = Promise.all(victims.map((one) => one.start()));
    return {
      what: isRestarted ? `and ${namesOf(victims)} started on it` : 'while all runs',
      lasts: chance.between(300, 2500),
      async end() {
        empty();
        await started;
      },
    };
  },
};
