import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../ports/bodies.ts';
import { NOON } from '../../ports/figures.ts';
import { openPlace } from '../../ports/places.ts';
import { type RedisServer, startRedis, whyNoRedis } from '../../programs/redis.ts';
import { reckon, type Spender, startSpender } from './spenders.ts';

/** How often something dies: 100 in the long form. */
const ROUNDS = Number(process.env.BAUTA_STORE_ROUNDS ?? 5);

const ORDERS = ['up', 'down'] as const;

interface Ground {
  readonly place: string;
  /** Kills the store, where it is a process of its own, and starts it again. */
  crash?(): Promise<void>;
  remove(): Promise<void>;
}

interface Row {
  readonly store: string;
  readonly skip?: string | undefined;
  open(): Promise<Ground>;
}

async function redisGround(fsync: string): Promise<Ground> {
  const server: RedisServer = await startRedis({ settings: ['appendonly yes', `appendfsync ${fsync}`] });
  return {
    place: `${server.url}#kill:`,
    async crash() {
      await server.signal('SIGKILL');
      await server.start();
    },
    remove: server.remove,
  };
}

const ROWS: readonly Row[] = [
  { store: 'SQLite', open: async () => ({ place: join(temporaryFolder(), 'store.db'), remove: async () => {} }) },
  { store: 'Redis with appendfsync always', skip: whyNoRedis, open: () => redisGround('always') },
  { store: 'Redis with appendfsync everysec', skip: whyNoRedis, open: () => redisGround('everysec') },
];

describe('kill -9 under load, of the store or of one of two processes that spend the same numbers', () => {
  for (const { store, skip, open } of ROWS) {
    it.skipIf(skip)(
      `${store} loses no acknowledged spend and lets none in twice${skip ? ` (skipped: ${skip})` : ''}`,
      async () => {
        const ground = await open();
        const spenders: Spender[] = [];
        let crashes = 0;
        const dead: Spender[] = [];
        try {
          for (const order of ORDERS) spenders.push(await startSpender(ground.place, 0, order));
          for (let round = 0; round < ROUNDS; round++) {
            await Promise.all(spenders.map((spender) => spender.isAnswered()));
            await pause(randomInt(1, 250));
            if (ground.crash && round % 2 === 0) {
              await ground.crash();
              crashes++;
            } else {
              const index = randomInt(2);
              const victim = spenders[index] as Spender;
              await victim.kill();
              dead.push(victim);
              // The new one begins among what the dead one has spent.
              const last = victim.endings.at(-1)?.number ?? 0;
              spenders[index] = await startSpender(ground.place, Math.max(0, last - 200), ORDERS[index] as 'up');
            }
          }
          await Promise.all(spenders.map((spender) => spender.isAnswered()));
          await Promise.all(spenders.map((spender) => spender.kill()));
          const place = await openPlace(ground.place);
          const endings = [...dead, ...spenders].flatMap((spender) => spender.endings);
          const result = await reckon(
            endings,
            place.spentSet(() => NOON),
          );
          place.close();
          console.log(`${store}: ${ROUNDS} kills, ${crashes} of them of the store: ${JSON.stringify(result)}`);
          expect(result.acknowledged).toBeGreaterThan(ROUNDS);
          expect(result.twice).toBe(0);
        } finally {
          await Promise.all(spenders.map((spender) => spender.kill()));
          await ground.remove();
        }
      },
      60_000 + 8000 * ROUNDS,
    );
  }
});
