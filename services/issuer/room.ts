import { availableParallelism } from 'node:os';
import { createKeyDirectory } from '@bauta/sdk/verifier';
import { createRoom } from '../http/room.ts';
import { keepFresh } from '../keys/keep-fresh.ts';
import { createSignerPool } from '../keys/signer-pool.ts';
import { createSlotBook } from '../keys/slot-book.ts';
import { drawTokenKeyPair } from '../keys/token-key-pair.ts';
import { runRegularly } from '../schedule.ts';
import type { Given, Standing } from '../standing.ts';
import { sqliteKeyVault } from '../storage/key-vault.ts';
import { isAnswering, openStore } from '../store.ts';
import { issuerRoutes } from './routes.ts';

/** The issuer's room: token keys and the attesters' public keys. It keeps nothing per person. */
export async function openIssuer({ config, clock, testClock, log, fetch, random }: Given<'issuer'>): Promise<Standing> {
  const now = clock.now;
  const store = openStore(config.store);
  const signers = createSignerPool(availableParallelism());
  const vault = sqliteKeyVault(store, {
    room: 'issuer',
    keyEncryptionKey: config.kek.reveal(),
    now,
    signers,
    draw: drawTokenKeyPair,
  });
  const book = createSlotBook(vault, config.thresholds);
  const attesters = config.attesters.map((name) => ({
    name,
    keys: createKeyDirectory({ issuer: name, fetch, window: 'signs' }),
  }));
  const fraction = (): number => (random(1)[0] as number) / 256;
  const refreshAttesters = keepFresh(attesters, { random: fraction, log });

  const schedule = await runRegularly(
    async (at) => {
      await book.refresh(at);
      return refreshAttesters(at);
    },
    { clock, log },
  );
  const { name, origin } = config;
  return {
    fetch: createRoom({
      name: config.room,
      routes: issuerRoutes({ name, origin, attesters, book }),
      healthy: () => isAnswering(store),
      clock,
      testClock,
      log,
      walletOrigin: config.origins.wallet,
    }).fetch,
    async close() {
      await schedule.stop();
      await signers.close();
      store.close();
    },
  };
}
