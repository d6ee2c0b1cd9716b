import { basename } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import type { Fault } from './fault.ts';

/** A store waits 5 s for another's transaction in a file, and 3 s for a silent Redis: the longest go beyond. */
const LONGEST = 6500;

/** A store that answers late: a writer that does not let go of the file, or a line on which everything takes longer. */
export const lateStore: Fault = {
  kind: 'late-store',
  says: "the file's lock held by another writer, or each message of Redis held up, for up to 6.5 s",
  grounds: ['site on SQLite', 'site on Redis', 'rooms'],
  async strike(ground, chance) {
    const [[, line] = []] = ground.lines;
    const file = ground.storeFile(chance);
    if (file === '' && line) {
      const late = chance.between(50, 3500);
      line.delay(late);
      const end = async (): Promise<void> => line.delay(0);
      return { what: `${late} ms later, each way`, lasts: chance.between(500, LONGEST), end };
    }
    const database = new DatabaseSync(file, { timeout: 2000 });
    database.exec('BEGIN IMMEDIATE');
    return {
      what: basename(file),
      lasts: chance.between(300, LONGEST),
      async end() {
        database.exec('ROLLBACK');
        database.close();
      },
    };
  },
};
