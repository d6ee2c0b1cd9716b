// The attester on Workers: entries that look at evidence and sign grants, one object that keeps the keys, one that keeps
// the accounts, and some that count grants.

import { parseTrustedList, type TrustedSource } from '@bauta/sdk/eu-wallet';
import type { Bytes } from '@bauta/sdk/protocol';
import {
  askPort,
  type DurableNamespace,
  type DurableState,
  durableObjectStores,
} from '@bauta/sdk/stores/durable-object';
import { type KeptTexts, keptText, type SqlDatabase, sqliteKeptTexts } from '@bauta/sdk/stores/sql';
import { openKeeper } from '../keys/keeper.ts';
import { createLentBook } from '../keys/lent-book.ts';
import { type KeeperPort, lendKeys } from '../keys/lent-keys.ts';
import { readSetting } from '../settings/read-setting.ts';
import type { Given } from '../standing.ts';
import { sqliteAccounts } from '../storage/accounts.ts';
import { sqliteGrants } from '../storage/grants.ts';
import type { Accounts, Grants } from '../storage/ports.ts';
import { sealingUnder } from '../storage/sealing.ts';
import { atMostEvery } from '../workers/at-most-every.ts';
import { givenOnWorkers, type WorkerEnv } from '../workers/given.ts';
import { outwardFetch } from '../workers/outward-fetch.ts';
import { type ObjectPorts, RoomObject } from '../workers/room-object.ts';
import { type RoomWorker, roomWorker } from '../workers/room-worker.ts';
import { createAttesterDoor } from './room.ts';
import { publisherOf, refuseXml } from './trusted-snapshot-publisher.ts';
import { openSnapshotSource } from './trusted-snapshot-source.ts';

/** What has begun with an account is kept here until it ends. */
export { AgeStore } from '@bauta/sdk/stores/durable-object';

/** Seconds for which an entry uses the keys that it has borrowed: so long, at most, a destroyed key still signs there. */
const BORROWED_FOR = 60;

/** The name under which the keeper keeps the snapshot of the trusted list. */
const LIST = 'trusted list';

/** What reads the snapshots of the trusted list for the entries. */
type ListPort = Pick<TrustedSource, 'refresh'>;

const given = (env: WorkerEnv) => givenOnWorkers('attester', env, outwardFetch);

/** An object of the attester: by its name the keeper of the keys, the accounts, or one count of grants. */
export class AttesterStore extends RoomObject {
  constructor(ctx: DurableState, env: WorkerEnv) {
    super(ctx, env, (database) => openPorts(given(env), database));
  }
}

function openPorts(own: Given<'attester'>, database: SqlDatabase): ObjectPorts {
  const { random, clock } = own;
  const { now } = clock;
  const texts = sqliteKeptTexts(database);
  return {
    keys: async () => {
      const { book, vault } = await openKeeper('attester', own, database);
      return {
        refresh: () => book.refresh(now()),
        lend: async () => lendKeys(book, vault),
      } satisfies KeeperPort;
    },
    list: async () => {
      const publisher = await publisherOf(own.config);
      if (!publisher) throw new TypeError('the trusted list is a setting');
      return { refresh: openSnapshotSource(own, publisher, keptText(texts, LIST)).refresh } satisfies ListPort;
    },
    texts,
    accounts: sqliteAccounts(database, { now, random }),
    grants: sqliteGrants(database, { now }),
  };
}

const worker: RoomWorker = roomWorker(async (env) => {
  const own = given(env);
  const { config, clock } = own;
  const objectOf = (name: string) => (): object => (env.STORE as DurableNamespace).getByName(name);
  const keeper = askPort<KeeperPort>(objectOf('keys'), 'keys', ['refresh', 'lend']);
  const { thresholds } = config;
  const sealing = sealingUnder(config.kek.reveal());
  const book = createLentBook({ role: 'attester', thresholds, sealing, borrow: keeper.lend });
  const list = await borrowList(own, objectOf('keys'));
  const borrow = atMostEvery(BORROWED_FOR, async (now) => {
    await Promise.all([book.refresh(now), list.restore()]);
  });
  const door = await createAttesterDoor(own, {
    book,
    accounts: askPort<Accounts>(objectOf('accounts'), 'accounts', ['find', 'save', 'erase']),
    grants: grantsBy((shard) => askPort<Grants>(objectOf(`grants ${shard}`), 'grants', ['claim', 'drawn'])),
    sessions: durableObjectStores(env.SESSIONS as DurableNamespace).sessions,
    trustedList: list.current,
    healthy: () => book.slots(clock.now()).length > 0,
  });
  return {
    fetch: door.fetch,
    prepare: () => borrow(clock.now()),
    tick: async () => void (await Promise.all([keeper.refresh(), list.refresh()])),
  };
});

export default worker;

/** Bits of an account's id that do not choose the shard: 16 shards. Their number is fixed, or quotas would begin anew. */
const REST = 4;

/** The count of an account is in one place. */
function grantsBy(shardOf: (shard: number) => Grants): Grants {
  const of = (account: Bytes): Grants => shardOf((account[0] as number) >> REST);
  return {
    claim: (account, ...claim) => of(account).claim(account, ...claim),
    drawn: (account) => of(account).drawn(account),
  };
}

/** The trusted list: what the keeper has read of the publisher, or the setting itself when there is none. */
async function borrowList(own: Given<'attester'>, keeper: () => object): Promise<TrustedSource> {
  const { config, readFile } = own;
  refuseXml(config);
  const publisher = await publisherOf(config);
  if (publisher) {
    const source = openSnapshotSource(
      own,
      publisher,
      keptText(askPort<KeptTexts>(keeper, 'texts', ['load', 'save']), LIST),
    );
    return { ...source, refresh: askPort<ListPort>(keeper, 'list', ['refresh']).refresh };
  }
  const { production } = config;
  const list = readSetting('TRUSTED_LIST', config.trustedList, readFile, (text) =>
    parseTrustedList(text, { production }),
  );
  return { current: () => list, restore: async () => {}, refresh: async () => {} };
}
