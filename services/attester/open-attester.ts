import { sqliteSessions } from '@bauta/sdk/stores/sqlite';
import { openKeys } from '../keys/open-keys.ts';
import { runRegularly } from '../schedule.ts';
import type { Given, Standing } from '../standing.ts';
import { sqliteAccounts } from '../storage/accounts.ts';
import { sqliteGrants } from '../storage/grants.ts';
import { isAnswering } from '../storage/is-answering.ts';
import { createAttesterDoor } from './room.ts';
import { watchTrustedList } from './watch-trusted-list.ts';

/** The attester's room on Node, from its settings: a SQLite file, a file of certificates, and threads that sign. */
export async function openAttester(given: Given<'attester'>): Promise<Standing> {
  const { clock, log, random } = given;
  const { now } = clock;
  const list = watchTrustedList(given);
  const keys = await openKeys('attester', given);
  const { store, book } = keys;
  const schedule = await runRegularly(
    async (at) => {
      list.refresh();
      return book.refresh(at);
    },
    { clock, log },
    () => book.listed().slots.length > 0,
  );
  const door = createAttesterDoor(given, {
    book,
    accounts: sqliteAccounts(store, { now, random }),
    grants: sqliteGrants(store, { now }),
    sessions: sqliteSessions(store, { now }),
    trustedList: list.current,
    healthy: () => isAnswering(store),
  });
  return {
    fetch: door.fetch,
    async close() {
      await schedule.stop();
      await keys.close();
    },
  };
}
