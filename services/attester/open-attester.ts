import type { SnapshotPublisher, TrustedList } from '@bauta/sdk/eu-wallet';
import { keptText, sqliteSessions } from '@bauta/sdk/stores/sqlite';
import type { KeptText } from '@bauta/sdk/verifier';
import { openClientLimit } from '../http/open-client-limit.ts';
import { openKeys } from '../keys/open-keys.ts';
import { runRegularly } from '../schedule.ts';
import type { Given, Standing } from '../standing.ts';
import { sqliteAccounts } from '../storage/accounts.ts';
import { sqliteGrants } from '../storage/grants.ts';
import { isAnswering } from '../storage/is-answering.ts';
import { openXmlSource } from '../trusted-list/xml-source.ts';
import { loadEvidenceModule } from './load-evidence-module.ts';
import { createAttesterDoor } from './room.ts';
import { publisherOf } from './trusted-snapshot-publisher.ts';
import { openSnapshotSource } from './trusted-snapshot-source.ts';
import { watchTrustedList } from './watch-trusted-list.ts';

/** The attester's room on Node, from its settings: a SQLite file, a file of certificates, and threads that sign. */
export async function openAttester(given: Given<'attester'>): Promise<Standing> {
  const { clock, config, log, random } = given;
  const { now } = clock;
  const listKeptIn = openList(given, await publisherOf(config));
  const keys = await openKeys('attester', given);
  const list = listKeptIn(keptText(keys.texts, 'trusted list'));
  const { store, book } = keys;
  const schedule = await runRegularly(
    async (at) => {
      const [isDone] = await Promise.all([book.refresh(at), list.refresh()]);
      return isDone;
    },
    { clock, log },
    () => book.listed().slots.length > 0,
  );
  const door = await createAttesterDoor(given, {
    book,
    accounts: sqliteAccounts(store, { now, random }),
    grants: sqliteGrants(store, { now }),
    sessions: sqliteSessions(store, { now }),
    trustedList: list.current,
    loadModule: loadEvidenceModule,
    clients: openClientLimit(given),
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

/**
 * The trusted list: of the publisher, of the Commission itself, or of the file when the settings name neither.
 * @throws ConfigFault on a file that is wrong
 */
function openList(
  given: Given<'attester'>,
  publisher: SnapshotPublisher | undefined,
): (kept: KeptText) => { current(): TrustedList; refresh(): void | Promise<void> } {
  const openXml = openXmlSource(given);
  if (publisher) return (kept) => openSnapshotSource(given, publisher, kept);
  if (openXml) return openXml;
  const list = watchTrustedList(given);
  return () => list;
}
