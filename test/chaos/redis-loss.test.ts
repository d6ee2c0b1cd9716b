import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { NOON } from '../ports/figures.ts';
import { openPlace } from '../ports/places.ts';
import { until, whyNoRedis } from '../programs/redis.ts';
import { startSentinels } from '../programs/redis-group.ts';
import { reckon, type Spender, startSpender } from './spenders.ts';

const why =
  whyNoRedis ?? (process.env.BAUTA_FAILOVER_ROUNDS ? undefined : 'long; BAUTA_FAILOVER_ROUNDS=1 or more runs it');
const CARELESS = ['appendonly yes', 'appendfsync always', 'repl-diskless-sync-delay 0'];
const CAREFUL = [...CARELESS, 'min-replicas-to-write 1', 'min-replicas-max-lag 2'];

const ROWS = [
  { kind: 'without WAIT and min-replicas-to-write', settings: CARELESS, replicas: 0, loses: true },
  { kind: 'with WAIT 1 and min-replicas-to-write 1', settings: CAREFUL, replicas: 1, loses: false },
];

describe.skipIf(why)(`a master that dies while its replicas lag by 0.7 s${why ? ` (skipped: ${why})` : ''}`, () => {
  it.each(ROWS)(
    '$kind: loses acknowledged spends: $loses',
    async ({ kind, settings, replicas, loses }) => {
      const group = await startSentinels(settings);
      const spenders: Spender[] = [];
      try {
        const place = `${group.url}#loss:,${replicas}`;
        for (const order of ['up', 'down'] as const) spenders.push(await startSpender(place, 0, order));
        const master = await group.master();
        const others = group.servers.filter((server) => server !== master);
        for (const other of others) await other.signal('SIGSTOP');
        await pause(700);
        await master.signal('SIGKILL');
        for (const other of others) await other.signal('SIGCONT');
        await until('a replica takes over', async () => {
          const roles = await Promise.all(others.map(async (other) => String(await other.ask('INFO', 'replication'))));
          return roles.some((info) => info.includes('role:master'));
        });
        await Promise.all(spenders.map((spender) => spender.isAnswered()));
        await Promise.all(spenders.map((spender) => spender.kill()));
        const own = await openPlace(place);
        const endings = spenders.flatMap((spender) => spender.endings);
        const result = await reckon(
          endings,
          own.spentSet(() => NOON),
        );
        own.close();
        console.log(`${kind}: ${JSON.stringify(result)}`);
        if (loses) expect(result.twice).toBeGreaterThan(0);
        else expect(result.twice).toBe(0);
      } finally {
        await Promise.all(spenders.map((spender) => spender.kill()));
        await group.remove();
      }
    },
    120_000,
  );
});
