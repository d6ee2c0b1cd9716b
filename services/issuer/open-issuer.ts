import { availableParallelism } from 'node:os';
import { openClientLimit } from '../http/open-client-limit.ts';
import { openKeys } from '../keys/open-keys.ts';
import { runRegularly } from '../schedule.ts';
import type { Given, Standing } from '../standing.ts';
import { sqliteBatchCounts } from '../storage/batch-counts.ts';
import { isAnswering } from '../storage/is-answering.ts';
import { openAttesterKeys } from './attester-keys.ts';
import { publishBatches } from './publish-batches.ts';
import { QUEUE_OF_THREAD } from './queue-of-thread.ts';
import { createIssuerDoor } from './room.ts';

/** The issuer's room on Node, from its settings: a SQLite file, and threads that sign. */
export async function openIssuer(given: Given<'issuer'>): Promise<Standing> {
  const { config, clock, log } = given;
  const keys = await openKeys('issuer', given);
  const { store, book, keyLog } = keys;
  const counts = sqliteBatchCounts(store);
  const { attesters, refresh } = await openAttesterKeys(given, keys.texts);
  const schedule = await runRegularly(
    async (at) => {
      const isWhole = await book.refresh(at);
      if (isWhole) await publishBatches(config.name, counts, keyLog.submit, at);
      return (await refresh(at)) && isWhole;
    },
    { clock, log },
    () => book.listed().slots.length > 0,
  );
  const signsAtOnce = QUEUE_OF_THREAD * availableParallelism();
  const clients = openClientLimit(given);
  const healthy = (): boolean => isAnswering(store);
  return {
    fetch: createIssuerDoor(given, { book, attesters, counts, signsAtOnce, clients, healthy }).fetch,
    async close() {
      await schedule.stop();
      await keys.close();
    },
  };
}
