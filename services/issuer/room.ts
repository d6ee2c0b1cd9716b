import { createKeyDirectory } from '@bauta/sdk/verifier';
import { createRoom } from '../http/room.ts';
import { keepFresh } from '../keys/keep-fresh.ts';
import { openKeyCheck } from '../keys/open-key-check.ts';
import { openKeys } from '../keys/open-keys.ts';
import { runRegularly } from '../schedule.ts';
import type { Given, Standing } from '../standing.ts';
import { sqliteBatchCounts } from '../storage/batch-counts.ts';
import { isAnswering } from '../storage/is-answering.ts';
import { publishBatches } from './publish-batches.ts';
import { issuerRoutes } from './routes.ts';

/** The issuer's room: token keys and the attesters' public keys. It keeps nothing per person. */
export async function openIssuer(given: Given<'issuer'>): Promise<Standing> {
  const { config, clock, testClock, log, fetch, random } = given;
  const { name, origin } = config;
  const keys = await openKeys('issuer', given);
  const counts = sqliteBatchCounts(keys.store);
  const prove = await openKeyCheck(given);
  const attesters = config.attesters.map((name) => ({
    name,
    keys: createKeyDirectory({ issuer: name, fetch, window: 'signs', prove: prove({ role: 'attester', name }) }),
  }));
  const fraction = (): number => (random(1)[0] as number) / 256;
  const refreshAttesters = keepFresh(attesters, { random: fraction, log });

  const schedule = await runRegularly(
    async (at) => {
      const isWhole = await keys.book.refresh(at);
      if (isWhole) await publishBatches(name, counts, keys.keyLog.submit, at);
      return (await refreshAttesters(at)) && isWhole;
    },
    { clock, log },
  );
  return {
    fetch: createRoom({
      name: config.room,
      routes: issuerRoutes({ name, origin, attesters, book: keys.book, counts }),
      healthy: () => isAnswering(keys.store),
      clock,
      testClock,
      log,
      walletOrigin: config.origins.wallet,
    }).fetch,
    async close() {
      await schedule.stop();
      await keys.close();
    },
  };
}
