import { whyNoDisk } from '../campaign/disk.ts';
import type { Fault } from './fault.ts';

/** A disk that came back read-only after everything went down: none becomes so while a file on it is being written. */
export const readOnlyDisk: Fault = {
  kind: 'read-only-disk',
  says: 'all is killed and started on a disk that nothing can be written to',
  grounds: ['site on SQLite', 'rooms'],
  why: whyNoDisk,
  async strike({ disk, processes }, chance) {
    await Promise.all(processes.map((one) => one.signal('SIGKILL')));
    disk.setWritable(false);
    const started = Promise.all(processes.map((one) => one.start()));
    return {
      what: 'all processes',
      lasts: chance.between(500, 2000),
      async end() {
        disk.setWritable(true);
        await started;
      },
    };
  },
};
