// The issuer on Workers: entries that sign, and one object that keeps the keys.

import { askPort, type DurableNamespace, type DurableState } from '@bauta/sdk/stores/durable-object';
import { type KeptTexts, sqliteKeptTexts } from '@bauta/sdk/stores/sql';
import { createLentBook } from '../keys/lent-book.ts';
import type { KeeperPort } from '../keys/lent-keys.ts';
import { type BatchCounts, sqliteBatchCounts } from '../storage/batch-counts.ts';
import { sealingUnder } from '../storage/sealing.ts';
import { atMostEvery } from '../workers/at-most-every.ts';
import { givenOnWorkers, type WorkerEnv } from '../workers/given.ts';
import { outwardFetch } from '../workers/outward-fetch.ts';
import { RoomObject } from '../workers/room-object.ts';
import { type RoomWorker, roomWorker } from '../workers/room-worker.ts';
import { openAttesterKeys } from './attester-keys.ts';
import { openIssuerKeeper } from './keeper.ts';
import { QUEUE_OF_THREAD } from './queue-of-thread.ts';
import { createIssuerDoor } from './room.ts';

/** Seconds for which an entry uses what it has borrowed: so long, at most, a destroyed key still signs there. */
const BORROWED_FOR = 60;

const given = (env: WorkerEnv) => givenOnWorkers('issuer', env, outwardFetch);

/** The one object of the issuer: vault, calendar, counts, and the attesters' keys as they were last read. */
export class IssuerStore extends RoomObject {
  constructor(ctx: DurableState, env: WorkerEnv) {
    super(ctx, env, (database) => ({
      keys: () => openIssuerKeeper(given(env), database),
      counts: sqliteBatchCounts(database),
      texts: sqliteKeptTexts(database),
    }));
  }
}

const worker: RoomWorker = roomWorker(async (env) => {
  const own = given(env);
  const { config, clock } = own;
  const store = (): object => (env.STORE as DurableNamespace).getByName('issuer');
  const keeper = askPort<KeeperPort>(store, 'keys', ['refresh', 'lend']);
  const { thresholds } = config;
  const sealing = sealingUnder(config.kek.reveal());
  const book = createLentBook({ role: 'issuer', thresholds, sealing, borrow: keeper.lend });
  const { attesters, restore } = await openAttesterKeys(own, askPort<KeptTexts>(store, 'texts', ['load', 'save']));
  const borrow = atMostEvery(BORROWED_FOR, async (now) => {
    await Promise.all([book.refresh(now), restore(now)]);
  });
  const counts = askPort<BatchCounts>(store, 'counts', ['add', 'due', 'setPublished']);
  const healthy = (): boolean => book.slots(clock.now()).length > 0;
  return {
    fetch: createIssuerDoor(own, { book, attesters, counts, signsAtOnce: QUEUE_OF_THREAD, healthy }).fetch,
    prepare: () => borrow(clock.now()),
    tick: async () => void (await keeper.refresh()),
  };
});

export default worker;
