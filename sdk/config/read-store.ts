import { isLoopback } from '../protocol/index.ts';
import { attempt } from './attempt.ts';
import type { ConfigSources } from './config-sources.ts';
import { holdsCredentials, parseStoreAddress, type StoreAddress } from './store-address.ts';
import type { Fault, Table } from './table.ts';

/** The store that a file names; undefined when it is at fault. */
export function readStore(table: Table, { env }: ConfigSources, fault: Fault): StoreAddress | undefined {
  const { store, store_env: variable } = table;
  if ((store === undefined) === (variable === undefined)) {
    return fault(store === undefined ? 'store' : 'store_env', 'one of store and store_env is needed');
  }
  const key = store === undefined ? 'store_env' : 'store';
  const address = key === 'store' ? store : typeof variable === 'string' ? env[variable] : undefined;
  const read = attempt(() => parseStoreAddress(address as string));
  if (read === undefined) return fault(key, 'must say sqlite:PATH, redis://HOST:PORT, or memory:');
  if (key === 'store' && holdsCredentials(read)) {
    return fault('store', 'holds a password: put the address into the environment and name it by store_env');
  }
  if (read.kind === 'memory' && !isOnLoopback(table.origin)) {
    return fault(key, 'memory: forgets which tokens were spent; only for an origin on localhost');
  }
  return read;
}

function isOnLoopback(origin: unknown): boolean {
  return attempt(() => isLoopback(new URL(origin as string).hostname)) ?? false;
}
