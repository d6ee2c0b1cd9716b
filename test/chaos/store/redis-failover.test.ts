import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from 'redis';
import { describe, expect, it } from 'vitest';
import { NOON, upTo } from '../../ports/figures.ts';
import { openPlace } from '../../ports/places.ts';
import { type RedisServer, until, whyNoRedis } from '../../programs/redis.ts';
import { type RedisGroup, startCluster, startSentinels } from '../../programs/redis-group.ts';
import { type Ending, reckon, type Spender, shardOf, startSpender } from './spenders.ts';

/** How often each group loses its master. */
const ROUNDS = Number(process.env.BAUTA_FAILOVER_ROUNDS ?? 1);
const why = whyNoRedis ?? (ROUNDS > 0 ? undefined : 'BAUTA_FAILOVER_ROUNDS is 0');
const CAREFUL = ['min-replicas-to-write 1', 'min-replicas-max-lag 2'];
const BASE = ['appendonly yes', 'appendfsync everysec', 'repl-diskless-sync-delay 0'];
/** Milliseconds: what one spend may take at most, and what a busy machine adds. */
const NO_HANG = 1000 + 2000;

interface Loss {
  /** Milliseconds from the kill to the moment when a replica has become master. */
  readonly takeover: number;
  /** Milliseconds from the kill to the first spend that was let in again, of those that had lain on the dead node. */
  readonly outage: number;
}

interface Row {
  readonly group: string;
  readonly replicas: number;
  readonly start: () => Promise<RedisGroup>;
}

const ROWS: readonly Row[] = [
  { group: 'Redis Sentinel', replicas: 1, start: () => startSentinels([...BASE, ...CAREFUL]) },
  { group: 'Redis Cluster', replicas: 1, start: () => startCluster([...BASE, ...CAREFUL]) },
];

/** Whether the server was asked for that number: of a Cluster each has a third of them. */
async function keeperOf(server: RedisServer, isCluster: boolean): Promise<(number: number) => boolean> {
  if (!isCluster) return () => true;
  const client = createClient({ url: server.url });
  client.on('error', () => {});
  await client.connect();
  const own = new Set<string>();
  for (const i of upTo(256)) {
    const shard = i.toString(16).padStart(2, '0');
    const type = await client.sendCommand(['TYPE', `chaos:{${shard}}`]).catch(() => 'MOVED');
    if (type !== 'MOVED') own.add(shard);
  }
  client.destroy();
  return (number) => own.has(shardOf(number));
}

/** Kills the master under load and waits until all is well again. */
async function lose(group: RedisGroup, spenders: readonly Spender[], isCluster: boolean): Promise<Loss> {
  const victim = await group.master();
  const isOwn = await keeperOf(victim, isCluster);
  const killedAt = Date.now();
  await victim.signal('SIGKILL');
  const others = group.servers.filter((server) => server !== victim);
  await until('a replica takes over', async () => {
    const roles = await Promise.all(others.map(async (server) => String(await server.ask('INFO', 'replication'))));
    return roles.filter((info) => info.includes('role:master')).length === (isCluster ? 3 : 1);
  });
  const takenOverAt = Date.now();
  // The new master of a Cluster has no replica of its own left, and so refuses until the dead one is back.
  if (isCluster) await victim.start();
  // Later than that: an answer from before the kill may still have been on its way.
  const isBack = ({ at, number, end }: Ending): boolean => end === 'true' && at > takenOverAt && isOwn(number);
  await until('a spend is let in again', async () => spenders.every(({ endings }) => endings.some(isBack)));
  const first = Math.min(...spenders.map(({ endings }) => endings.find(isBack)?.at as number));
  // What was asked before the kill may be answered after it.
  const shut = spenders.flatMap(({ endings }) => endings).filter(({ at, end }) => at > killedAt && end !== 'true');
  expect(shut.filter(({ end }) => end === 'ERR_STORE_UNAVAILABLE').length).toBeGreaterThan(0);
  if (!isCluster) await victim.start();
  await until('the dead one is a replica', async () => {
    const info = String(await victim.ask('INFO', 'replication'));
    return info.includes('role:slave') && info.includes('master_link_status:up');
  });
  return { takeover: takenOverAt - killedAt, outage: first - killedAt };
}

describe.skipIf(why)(`a master that dies under load${why ? ` (skipped: ${why})` : ''}`, () => {
  it.each(ROWS)(
    'of $group: the door is shut meanwhile, nobody waits in vain, and no token opens two doors',
    async ({ group: name, replicas, start }) => {
      const group = await start();
      const spenders: Spender[] = [];
      try {
        const place = `${group.url}#chaos:,${replicas}`;
        for (const order of ['up', 'down'] as const) spenders.push(await startSpender(place, 0, order));
        const losses: Loss[] = [];
        for (let round = 0; round < ROUNDS; round++) {
          await Promise.all(spenders.map((spender) => spender.isAnswered()));
          await pause(500);
          losses.push(await lose(group, spenders, name === 'Redis Cluster'));
        }
        await Promise.all(spenders.map((spender) => spender.kill()));
        const own = await openPlace(place);
        const result = await reckon(
          spenders.flatMap(({ endings }) => endings),
          own.spentSet(() => NOON),
        );
        own.close();
        console.log(`${name}: ${JSON.stringify(losses)}; ${JSON.stringify(result)}`);
        expect(result.acknowledged).toBeGreaterThan(100);
        expect(result.twice).toBe(0);
        expect(result.slowest).toBeLessThan(NO_HANG);
      } finally {
        await Promise.all(spenders.map((spender) => spender.kill()));
        await group.remove();
      }
    },
    60_000 + 40_000 * ROUNDS,
  );
});
