import { parseRedisUrl } from '../stores/redis/store-url.ts';

/** Where tokens and sessions are kept, as a file says it. */
export interface StoreAddress {
  readonly kind: 'memory' | 'sqlite' | 'redis';
  /** As written: `memory:`, `sqlite:PATH`, or a Redis address, which may hold a password. Never print it. */
  readonly url: string;
}

/** How a Redis is used; nothing of it goes with another store. */
export interface RedisUse {
  /** What all keys begin with: each site its own. */
  readonly prefix?: string;
  /** What the keys of the spent set begin with: sites of one operator that give the same share the set. */
  readonly spentPrefix?: string;
  /** How many replicas must have a spend before it is answered. */
  readonly replicas?: number;
}

/** `memory:`, `sqlite:PATH`, or what `openRedis` takes. @throws TypeError on anything else */
export function parseStoreAddress(url: string): StoreAddress {
  if (url === 'memory:') return { kind: 'memory', url };
  if (/^sqlite:\S/.test(url)) return { kind: 'sqlite', url };
  parseRedisUrl(url);
  return { kind: 'redis', url };
}

/** True for an address with a user or a password in it. */
export function holdsCredentials({ url }: StoreAddress): boolean {
  return /^[a-z+]+:\/\/[^/]*@/.test(url);
}

const PROMISES: Readonly<Record<StoreAddress['kind'], string>> = {
  memory: 'forgets with the process which tokens were spent; for development alone',
  sqlite: 'one machine; a spend is on the disk before it is answered',
  redis: 'many machines; as durable as that server is set up to be',
};

/** The store without its credentials, and what it promises. */
export function describeStore(store: StoreAddress): { readonly address: string; readonly durability: string } {
  return { address: store.url.replace(/^([a-z+]+:\/\/)[^/]*@/, '$1'), durability: PROMISES[store.kind] };
}
