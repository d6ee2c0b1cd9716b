import type { SqlDatabase } from '@bauta/sdk/stores/sql';
import { openKeeper } from '../keys/keeper.ts';
import { type KeeperPort, lendKeys } from '../keys/lent-keys.ts';
import type { Given } from '../standing.ts';
import { sqliteBatchCounts } from '../storage/batch-counts.ts';
import { openAttesterKeys } from './attester-keys.ts';
import { publishBatches } from './publish-batches.ts';

/** The issuer's keys and those of its attesters, where entries elsewhere sign. */
export async function openIssuerKeeper(given: Given<'issuer'>, database: SqlDatabase): Promise<KeeperPort> {
  const { book, vault, keyLog, texts } = await openKeeper('issuer', given, database);
  const counts = sqliteBatchCounts(database);
  const attesters = await openAttesterKeys(given, texts);
  return {
    async refresh() {
      const now = given.clock.now();
      const isWhole = await book.refresh(now);
      if (isWhole) await publishBatches(given.config.name, counts, keyLog.submit, now);
      return (await attesters.refresh(now)) && isWhole;
    },
    lend: async () => lendKeys(book, vault),
  };
}
