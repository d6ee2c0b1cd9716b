import { openRedis, redisSessions, redisSpentSet } from '@bauta/sdk/stores/redis';
import { openSqlite, type SqliteDatabase, sqliteSessions, sqliteSpentSet } from '@bauta/sdk/stores/sqlite';
import type { Sessions, SpentSet } from '@bauta/sdk/verifier';
import { sqliteGrants } from '../../services/storage/grants.ts';
import type { Accounts, Grants } from '../../services/storage/ports.ts';
import { accountsOn } from './adapters.ts';
import { openObjectPlace } from './objects/ask-object.ts';

/** Where the stores of a test lie, as a process finds them by one line of text. */
export interface Place {
  spentSet(now: () => number): SpentSet;
  sessions(now: () => number): Sessions;
  /** These two not of a Redis. */
  accounts(now: () => number): Accounts;
  grants(now: () => number): Grants;
  /** Of a file alone. */
  database(): SqliteDatabase;
  /** At once, whatever is under way. */
  close(): void;
}

/** Where the promises are asked for, not how fast they are kept on a busy machine. */
const PATIENCE_MS = 15_000;

/**
 * @param place a file; the URL of a Redis, after `#` the prefix of the keys and, after a comma, the replicas asked; or
 *   the URL of the Worker with the objects, after `#` the place there.
 * @param timeoutMs milliseconds after which a store in Redis says that nobody knows.
 */
export async function openPlace(place: string, timeoutMs = PATIENCE_MS): Promise<Place> {
  if (place.startsWith('http')) return objectPlace(...(place.split('#') as [string, string]));
  if (!place.startsWith('redis')) return sqlitePlace(openSqlite(place));
  const [url, choices = ''] = place.split('#') as [string, string?];
  const [prefix = '', replicas = '0'] = choices.split(',');
  const client = await openRedis(url);
  return {
    spentSet: (now) => redisSpentSet(client, { now, prefix, replicas: Number(replicas), timeoutMs }),
    sessions: (now) => redisSessions(client, { now, prefix, timeoutMs }),
    accounts: noFile,
    grants: noFile,
    database: noFile,
    close: () => void client.destroy(),
  };
}

function noFile(): never {
  throw new TypeError('this is no file');
}

function objectPlace(url: string, name: string): Place {
  const { port, close } = openObjectPlace(url, name);
  return {
    spentSet: (now) => port<SpentSet>('spent', ['spend'], now),
    sessions: (now) => port<Sessions>('sessions', ['put', 'read', 'take', 'replace'], now),
    accounts: (now) => port<Accounts>('accounts', ['find', 'save', 'erase'], now),
    grants: (now) => port<Grants>('grants', ['claim', 'drawn'], now),
    database: noFile,
    close,
  };
}

function sqlitePlace(database: SqliteDatabase): Place {
  return {
    spentSet: (now) => sqliteSpentSet(database, { now }),
    sessions: (now) => sqliteSessions(database, { now }),
    accounts: (now) => accountsOn(database, now),
    grants: (now) => sqliteGrants(database, { now }),
    database: () => database,
    close: () => database.close(),
  };
}
