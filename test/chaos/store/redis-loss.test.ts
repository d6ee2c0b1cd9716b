import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { NOON } from '../../ports/figures.ts';
import { openPlace } from '../../ports/places.ts';
import { openLink } from '../../programs/link.ts';
import { startRedis, until, whyNoRedis } from '../../programs/redis.ts';
import { reckon, type Spender, startSpender } from './spenders.ts';

const CARELESS = ['appendonly yes', 'appendfsync always'];
const CAREFUL = [...CARELESS, 'min-replicas-to-write 1', 'min-replicas-max-lag 2'];
/** Milliseconds for which the master goes on after it has lost its replica: three times what a WAIT takes. */
const LAG = 1600;

const ROWS = [
  { kind: 'without WAIT', settings: CARELESS, replicas: 0, loses: true },
  { kind: 'with WAIT 1 and min-replicas-to-write 1', settings: CAREFUL, replicas: 1, loses: false },
];

describe.skipIf(whyNoRedis)(
  `a master that dies ${LAG} ms after the line to its replica${whyNoRedis ? ` (skipped: ${whyNoRedis})` : ''}`,
  () => {
    it.each(ROWS)(
      '$kind: takes acknowledged spends with it: $loses',
      async ({ kind, settings, replicas, loses }) => {
        const master = await startRedis({ settings });
        const link = await openLink(master.port);
        const of = [...CARELESS, `replicaof 127.0.0.1 ${link.port}`, 'repl-diskless-sync-delay 0'];
        const replica = await startRedis({ settings: of });
        const spenders: Spender[] = [];
        try {
          await until('the replica has everything', async () =>
            String(await replica.ask('INFO', 'replication')).includes('master_link_status:up'),
          );
          const place = `${master.url}#loss:,${replicas}`;
          for (const order of ['up', 'down'] as const) spenders.push(await startSpender(place, 0, order));
          link.lose();
          await pause(LAG);
          await Promise.all(spenders.map((spender) => spender.kill()));
          await master.signal('SIGKILL');
          link.close();
          await replica.ask('REPLICAOF', 'NO', 'ONE');

          const own = await openPlace(`${replica.url}#loss:`);
          const set = own.spentSet(() => NOON);
          const endings = spenders.flatMap((spender) => spender.endings);
          const result = await reckon(endings, set);
          own.close();
          console.log(`${kind}: ${JSON.stringify(result)}`);
          expect(result.acknowledged).toBeGreaterThan(0);
          if (loses) expect(result.twice).toBeGreaterThan(0);
          else expect(result.twice).toBe(0);
          // Else the line was cut too late to matter.
          if (!loses) expect(result.shut).toBeGreaterThan(0);
        } finally {
          await Promise.all(spenders.map((spender) => spender.kill()));
          link.close();
          await replica.remove();
          await master.remove();
        }
      },
      90_000,
    );
  },
);
