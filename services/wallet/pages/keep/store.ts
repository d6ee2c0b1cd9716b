import type { PendingRecord, TokenRecord, WrapRecord } from '@bauta/sdk/client';
import { answered, completed } from './database.ts';
import { outdated, type RecentRecord } from './recent.ts';
import { isPendingRecord, isRecentRecord, isTokenRecord, isWrapRecord } from './stored-shapes.ts';

/** What the wallet keeps, whichever way it is kept. Every write is on the disk when its promise is fulfilled. */
export interface WalletStore {
  readWraps(): Promise<WrapRecord[]>;
  /** Keeps `wrap` and, in the same step, forgets those that it replaces. */
  saveWrap(wrap: WrapRecord, replaced: readonly WrapRecord[]): Promise<void>;
  readTokens(): Promise<TokenRecord[]>;
  /**
   * Takes one token out for good, before anyone sees it: of two that take at once, in any tabs, each gets another.
   * @param choose gets what there is; undefined, or a throw, takes none.
   * @param visit is remembered in the same step, exactly when a token is taken; visits that are old are forgotten.
   */
  takeToken(
    choose: (stock: readonly TokenRecord[], recent: readonly RecentRecord[]) => TokenRecord | undefined,
    visit?: RecentRecord,
  ): Promise<TokenRecord | undefined>;
  /** Remembers until when a further visit has to wait. */
  saveRecent(visit: RecentRecord): Promise<void>;
  /** Forgets the visits of over ten minutes ago, and the one with this mark. @param now Unix seconds. */
  forgetRecent(now: number, mac?: RecentRecord['mac']): Promise<void>;
  readPending(): Promise<PendingRecord[]>;
  savePending(records: readonly PendingRecord[]): Promise<void>;
  /** Keeps the tokens of a batch and forgets that it was under way, in one step. */
  finishPending(id: PendingRecord['id'], tokens: readonly TokenRecord[]): Promise<void>;
  /** Deletes what no version of the wallet could have written. @returns how many records. */
  sweep(): Promise<number>;
  /** Forgets everything. */
  clear(): Promise<void>;
}

/** The database of the wallet. */
export const DATABASE = 'bauta';

/**
 * The stores of database `bauta`, version 1 (protocol.md §5), each under its key. `recent` is for the HMACs that keep
 * a site from asking twice in a row.
 */
const STORES = { wraps: 'credentialId', tokens: 'id', pending: 'id', recent: 'mac' } as const;
type StoreName = keyof typeof STORES;

const SHAPES = {
  wraps: isWrapRecord,
  tokens: isTokenRecord,
  pending: isPendingRecord,
  recent: isRecentRecord,
} as const;

/** One token leaves at a time, over all tabs. */
const STOCK_LOCK = 'bauta/stock';

/** Opens the wallet in IndexedDB. @throws DOMException where the browser keeps nothing for us. */
export async function openWalletStore(): Promise<WalletStore> {
  const database = await openDatabase();

  /** Runs `act` in one transaction and waits until it is on the disk. */
  async function write<T>(names: readonly StoreName[], act: (tx: IDBTransaction) => T | Promise<T>): Promise<T> {
    const tx = database.transaction(names, 'readwrite', { durability: 'strict' });
    const done = completed(tx);
    try {
      const result = await act(tx);
      await done;
      return result;
    } catch (error) {
      // What went wrong first says more than the end of the transaction.
      done.catch(() => {});
      abort(tx);
      throw error;
    }
  }

  async function read<N extends keyof typeof SHAPES>(name: N): Promise<unknown[]> {
    const all = await answered(database.transaction(name, 'readonly').objectStore(name).getAll());
    return all.filter(SHAPES[name]);
  }

  return {
    readWraps: async () => (await read('wraps')) as WrapRecord[],
    readTokens: async () => (await read('tokens')) as TokenRecord[],
    readPending: async () => (await read('pending')) as PendingRecord[],

    saveWrap: (wrap, replaced) =>
      write(['wraps'], (tx) => {
        const store = tx.objectStore('wraps');
        for (const { credentialId } of replaced) store.delete(credentialId);
        store.put(wrap);
      }),

    takeToken: (choose, visit) =>
      navigator.locks.request(STOCK_LOCK, () =>
        write(['tokens', 'recent'], async (tx) => {
          const [tokens, visits] = [tx.objectStore('tokens'), tx.objectStore('recent')];
          const [stock, all] = await Promise.all([answered(tokens.getAll()), answered(visits.getAll())]);
          const recent = all.filter(isRecentRecord);
          const chosen = choose(stock.filter(isTokenRecord), recent);
          if (!chosen) return undefined;
          tokens.delete(chosen.id);
          if (visit) {
            for (const { mac } of outdated(recent, visit.at, 1)) visits.delete(mac);
            visits.put(visit);
          }
          return chosen;
        }),
      ),

    saveRecent: (visit) => write(['recent'], (tx) => void tx.objectStore('recent').put(visit)),

    forgetRecent: (now, mac) =>
      write(['recent'], async (tx) => {
        const store = tx.objectStore('recent');
        if (mac) store.delete(mac);
        const recent = (await answered(store.getAll())).filter(isRecentRecord);
        for (const { mac } of outdated(recent, now)) store.delete(mac);
      }),

    savePending: (records) =>
      write(['pending'], (tx) => {
        for (const record of records) tx.objectStore('pending').put(record);
      }),

    finishPending: (id, tokens) =>
      write(['pending', 'tokens'], (tx) => {
        for (const token of tokens) tx.objectStore('tokens').put(token);
        tx.objectStore('pending').delete(id);
      }),

    sweep: () =>
      write(Object.keys(SHAPES) as (keyof typeof SHAPES)[], async (tx) => {
        let swept = 0;
        for (const [name, isWell] of Object.entries(SHAPES)) {
          const store = tx.objectStore(name);
          const [records, keys] = await Promise.all([answered(store.getAll()), answered(store.getAllKeys())]);
          for (const [i, record] of records.entries()) {
            if (isWell(record)) continue;
            store.delete(keys[i] as IDBValidKey);
            swept++;
          }
        }
        return swept;
      }),

    clear: () =>
      write(Object.keys(STORES) as StoreName[], (tx) => {
        for (const name of Object.keys(STORES)) tx.objectStore(name).clear();
      }),
  };
}

function openDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => {
    for (const [name, keyPath] of Object.entries(STORES)) opening.result.createObjectStore(name, { keyPath });
  };
  return answered(opening).then((database) => {
    // A later version of the wallet, or the deletion of this one, in another tab must not wait for this tab.
    database.onversionchange = () => database.close();
    return database;
  });
}

function abort(tx: IDBTransaction): void {
  try {
    tx.abort();
  } catch {
    // It has ended already.
  }
}
