import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { openRedis, redisSessions, redisSpentSet } from '@bauta/sdk/stores/redis';
import { openSqlite, sqliteSessions, sqliteSpentSet } from '@bauta/sdk/stores/sqlite';
import type { Sessions, SpentSet } from '@bauta/sdk/verifier';
import { type RedisServer, startRedis, whyNoRedis } from '../programs/redis.ts';

export const STORES = ['memory', 'SQLite', 'Redis'] as const;
export type StoreName = (typeof STORES)[number];

/** What a site keeps, in one store. */
export interface OpenedStores {
  readonly spent: SpentSet;
  readonly sessions: Sessions;
  close(): void;
}

/** Milliseconds: a machine that is busy with other things is no store that is away. */
const PATIENCE = 30_000;

/** @param place from `Ground.next`. */
export async function openStores(place: string, now: () => number): Promise<OpenedStores> {
  if (place === 'memory') return { spent: memorySpentSet({ now }), sessions: memorySessions({ now }), close() {} };
  if (!place.startsWith('redis:')) {
    const database = openSqlite(place);
    const close = (): void => database.close();
    return { spent: sqliteSpentSet(database, { now }), sessions: sqliteSessions(database, { now }), close };
  }
  const [url, prefix] = place.split('#') as [string, string];
  const client = await openRedis(url, { connectTimeoutMs: PATIENCE });
  const options = { now, prefix, timeoutMs: PATIENCE };
  return {
    spent: redisSpentSet(client, options),
    sessions: redisSessions(client, options),
    close: () => void client.destroy(),
  };
}

/** Where stores of one kind can be opened on this machine. */
export interface Ground {
  /** A place where nothing has been kept yet, for `openStores` of any process. */
  next(): string;
  readonly redis?: RedisServer;
  close(): Promise<void>;
}

/** Those that are here: where there is no redis-server, the others. */
export function listStores(): readonly StoreName[] {
  return STORES.filter((name) => name !== 'Redis' || whyNoRedis === undefined);
}

/** SQLite with an fsync for each group of writes, Redis with one for each turn of its loop: as a site would run them. */
export async function openGround(name: StoreName): Promise<Ground> {
  let places = 0;
  if (name === 'memory') return { next: () => 'memory', close: async () => {} };
  if (name === 'Redis') {
    const redis = await startRedis();
    // Should this process end before it closes what it opened. `signal` kills before it waits.
    const kill = (): void => void redis.signal('SIGKILL');
    process.once('exit', kill);
    return {
      next: () => `${redis.url}#bench-${places++}:`,
      redis,
      close() {
        process.off('exit', kill);
        return redis.remove();
      },
    };
  }
  const folder = mkdtempSync(join(tmpdir(), 'bauta-bench-'));
  return {
    next: () => join(folder, `site-${places++}.db`),
    close: async () => rmSync(folder, { recursive: true }),
  };
}
