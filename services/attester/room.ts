import { readFileSync, statSync } from 'node:fs';
import { parseTrustedList, type TrustedList } from '@bauta/sdk/eu-wallet';
import { sqliteSessions } from '@bauta/sdk/stores/sqlite';
import { createRoom } from '../http/room.ts';
import { openKeys } from '../keys/open-keys.ts';
import { runRegularly } from '../schedule.ts';
import { ConfigFault } from '../settings/config-fault.ts';
import type { Given, Standing } from '../standing.ts';
import { sqliteAccounts } from '../storage/accounts.ts';
import { sqliteGrants } from '../storage/grants.ts';
import { isAnswering } from '../storage/is-answering.ts';
import { euWalletSource } from './eu-wallet-source.ts';
import { createPepper } from './pepper.ts';
import { attesterRoutes } from './routes.ts';

/** The attester's room: passkey accounts, grant keys, and the list of whom to believe. */
export async function openAttester(given: Given<'attester'>): Promise<Standing> {
  const { config, clock, testClock, log, random } = given;
  const now = clock.now;
  const list = watchTrustedList(given);
  const keys = await openKeys('attester', given);
  const { store, book } = keys;
  const schedule = await runRegularly(
    async (at) => {
      list.refresh();
      return book.refresh(at);
    },
    { clock, log },
  );

  const pepper = createPepper(config.pepper.reveal());
  const source = euWalletSource({
    trustedList: list.current,
    thresholds: config.thresholds,
    pepper,
    randomBytes: random,
  });
  const walletOrigin = config.origins.wallet;
  return {
    fetch: createRoom({
      name: config.room,
      routes: attesterRoutes({
        origin: config.origin,
        sources: [source],
        accounts: sqliteAccounts(store, { now, random }),
        grants: sqliteGrants(store, { now }),
        sessions: sqliteSessions(store, { now }),
        book,
        pepper,
        place: { walletOrigin },
        k: config.grantsPerEpoch,
        randomBytes: random,
      }),
      healthy: () => isAnswering(store),
      clock,
      testClock,
      log,
      walletOrigin,
    }).fetch,
    async close() {
      await schedule.stop();
      await keys.close();
    },
  };
}

/** The operator's file, read at the start and again whenever it changes. A file that became wrong keeps the last list. */
function watchTrustedList({ config, log }: Given<'attester'>): { current(): TrustedList; refresh(): void } {
  const read = (): TrustedList =>
    parseTrustedList(readFileSync(config.trustedList, 'utf8'), { production: config.production });
  const changeOf = (): number => statSync(config.trustedList, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  let changedAt = changeOf();
  let list: TrustedList;
  // At the start a wrong list is a wrong setting: it ends the room instead of being logged.
  try {
    list = read();
  } catch (error) {
    throw new ConfigFault([`TRUSTED_LIST: ${error instanceof Error ? error.message : 'cannot be read'}`]);
  }
  log({ event: 'trusted-list-read', count: list.certificates.length });
  return {
    current: () => list,
    refresh() {
      const change = changeOf();
      if (change === changedAt) return;
      changedAt = change;
      try {
        list = read();
        log({ event: 'trusted-list-read', count: list.certificates.length });
      } catch {
        log({ event: 'trusted-list-refused' });
      }
    },
  };
}
