import { openRedis, redisSessions, redisSpentSet } from '@bauta/sdk/stores/redis';
import { openSqlite, type SqliteDatabase, sqliteSessions, sqliteSpentSet } from '@bauta/sdk/stores/sqlite';
import type { Sessions, SpentSet } from '@bauta/sdk/verifier';

/** Where the stores of a test lie, as a process finds them by one line of text. */
export interface Place {
  spentSet(now: () => number): SpentSet;
  sessions(now: () => number): Sessions;
  /** Of a file alone. */
  database(): SqliteDatabase;
  /** At once, whatever is under way. */
  close(): void;
}

/** Where the promises are asked for, not how fast they are kept on a busy machine. */
const PATIENCE_MS = 15_000;

/**
 * @param place a file, or the URL of a Redis; after `#` the prefix of the keys and, after a comma, the replicas asked.
 * @param timeoutMs milliseconds after which a store in Redis says that nobody knows.
 */
export async function openPlace(place: string, timeoutMs = PATIENCE_MS): Promise<Place> {
  if (!place.startsWith('redis')) return sqlitePlace(openSqlite(place));
  const [url, choices = ''] = place.split('#') as [string, string?];
  const [prefix = '', replicas = '0'] = choices.split(',');
  const client = await openRedis(url);
  return {
    spentSet: (now) => redisSpentSet(client, { now, prefix, replicas: Number(replicas), timeoutMs }),
    sessions: (now) => redisSessions(client, { now, prefix, timeoutMs }),
    database() {
      throw new TypeError('this is no file');
    },
    close: () => void client.destroy(),
  };
}

function sqlitePlace(database: SqliteDatabase): Place {
  return {
    spentSet: (now) => sqliteSpentSet(database, { now }),
    sessions: (now) => sqliteSessions(database, { now }),
    database: () => database,
    close: () => database.close(),
  };
}
