import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { AgeError } from '../protocol/index.ts';
import type { Sessions } from '../verifier/sessions.ts';
import type { SpentSet } from '../verifier/spent-set.ts';
import type { RedisUse, StoreAddress } from './store-address.ts';

/** What a gate keeps, opened. */
export interface GateStore {
  readonly spent: SpentSet;
  readonly sessions: Sessions;
  /** Ends the connection, or closes the file. */
  close(): Promise<void>;
}

/**
 * Opens the store that a configuration names. Each kind loads its own adapter, and no other.
 * @param options.now Unix seconds. @param options.folder where a relative path of SQLite begins.
 * @throws AgeError ERR_STORE_UNAVAILABLE when it does not open.
 */
export function openGateStore(store: StoreAddress, options: GateStoreOptions): Promise<GateStore> {
  return OPEN[store.kind](store.url, options);
}

/** What opening needs besides the address. */
export interface GateStoreOptions extends RedisUse {
  /** Unix seconds. */
  readonly now: () => number;
  /** Where a relative path of SQLite begins. */
  readonly folder: string;
}

const OPEN: Readonly<Record<StoreAddress['kind'], (url: string, options: GateStoreOptions) => Promise<GateStore>>> = {
  async memory(_url, { now }) {
    const { memorySessions, memorySpentSet } = await import('../stores/memory.ts');
    return { spent: memorySpentSet({ now }), sessions: memorySessions({ now }), async close() {} };
  },

  async sqlite(url, { now, folder }) {
    const { openSqlite, sqliteSessions, sqliteSpentSet } = await import('../stores/sqlite.ts');
    const path = resolve(folder, url.slice('sqlite:'.length));
    makePrivate(path);
    const database = openSqlite(path);
    return {
      spent: sqliteSpentSet(database, { now }),
      sessions: sqliteSessions(database, { now }),
      close: async () => database.close(),
    };
  },

  async redis(url, { now, prefix = 'bauta:', spentPrefix = prefix, replicas = 0 }) {
    const { openRedis, redisSessions, redisSpentSet } = await import('../stores/redis.ts');
    // WAIT holds up a connection, so spends that wait for replicas have one of their own.
    const sessions = await openRedis(url);
    const spends = replicas === 0 ? sessions : await openRedis(url).catch((fault) => giveUp(sessions, fault));
    return {
      spent: redisSpentSet(spends, { now, prefix: spentPrefix, replicas }),
      sessions: redisSessions(sessions, { now, prefix }),
      close: async () => {
        for (const client of new Set([sessions, spends])) client.destroy();
      },
    };
  },
};

/** Begins a file that nobody but its owner may read; SQLite gives the files beside it the same rights. */
function makePrivate(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    closeSync(openSync(path, 'a', 0o600));
  } catch {
    throw new AgeError('ERR_STORE_UNAVAILABLE', 'the SQLite file cannot be written');
  }
}

/** A connection that nobody would close any more. @throws `fault` */
function giveUp(connection: { destroy(): unknown }, fault: unknown): never {
  connection.destroy();
  throw fault;
}
