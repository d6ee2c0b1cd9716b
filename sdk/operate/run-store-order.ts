import { resolve } from 'node:path';
import type { StoreAddress } from '../config/index.ts';
import { AgeError } from '../protocol/index.ts';
import { opensAfter } from '../stores/restored.ts';
import type { StoreOrder } from './orders.ts';

/** A store as a command names it. */
export interface NamedStore extends StoreAddress {
  /** What the keys of its spent set begin with, in Redis. */
  readonly spentPrefix?: string | undefined;
  /** Where a relative path of SQLite begins. */
  readonly folder: string;
}

/** What came of it: when the first proofs are let in again, and whether that is still to come. */
export interface StoreOutcome {
  readonly act: StoreOrder['act'];
  /** Unix seconds; null when the store is open to all proofs that are good. */
  readonly shutUntil: number | null;
}

/**
 * Does what was asked of a store.
 * @param now Unix seconds. @throws TypeError when it cannot be, and nothing was changed; AgeError ERR_STORE_UNAVAILABLE
 */
export async function runStoreOrder(order: StoreOrder, store: NamedStore, now: number): Promise<StoreOutcome> {
  if (store.kind === 'memory') throw new TypeError('what is kept in memory is gone with its process');
  const told = (mark: number): StoreOutcome => {
    const opens = opensAfter(mark);
    return { act: order.act, shutUntil: opens > now ? opens : null };
  };
  return told(store.kind === 'sqlite' ? await onSqlite(order, store, now) : await onRedis(order, store, now));
}

async function onSqlite(order: StoreOrder, { url, folder }: NamedStore, now: number): Promise<number> {
  const { backUpSqlite, restoreSqlite, withStore } = await import('../stores/sqlite.ts');
  const { SITE_STORE } = await import('../stores/sqlite/backup.ts');
  const { markOfSpentSet, shutSpentSet } = await import('../stores/sqlite/restored-spent-set.ts');
  const path = resolve(folder, url.slice('sqlite:'.length));
  if (order.act === 'backup') backUpSqlite(path, order.file);
  else if (order.act === 'restore') restoreSqlite(order.file, path, now);
  else if (order.act === 'restored') withStore(SITE_STORE, path, (database) => shutSpentSet(database, now));
  return withStore(SITE_STORE, path, markOfSpentSet);
}

async function onRedis({ act }: StoreOrder, { url, spentPrefix }: NamedStore, now: number): Promise<number> {
  if (act === 'backup' || act === 'restore') {
    throw new TypeError('Redis keeps its own backups; after one was restored: bauta restored STORE');
  }
  const { openRedis } = await import('../stores/redis.ts');
  const { markOfRedisSpentSet, shutRedisSpentSet } = await import('../stores/redis/restored-spent-set.ts');
  const client = await openRedis(url);
  const options = spentPrefix === undefined ? {} : { prefix: spentPrefix };
  try {
    if (act === 'restored') await shutRedisSpentSet(client, now, options);
    return await markOfRedisSpentSet(client, options);
  } catch (error) {
    if (error instanceof TypeError || error instanceof AgeError) throw error;
    throw new AgeError('ERR_STORE_UNAVAILABLE', 'Redis did not do it');
  } finally {
    client.destroy();
  }
}
