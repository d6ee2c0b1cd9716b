import { backUpStore, restoreStore, type StoreKind } from './copy-store.ts';
import { shutSpentSet } from './restored-spent-set.ts';

/** The store of a site. */
export const SITE_STORE: StoreKind = { table: 'spent', isMissing: 'is no spent set' };

/**
 * Copies a site's store as it is at one instant, while the site goes on. Sessions stay behind: a backup is older than any
 * of them may become. Only the owner may read the copy.
 * @param from a file of `openSqlite`. @param to a file that is not there yet; it appears whole or not at all
 * @throws TypeError when there is no such store, or there is a file at `to`. AgeError ERR_STORE_UNAVAILABLE
 */
export function backUpSqlite(from: string, to: string): void {
  backUpStore(SITE_STORE, from, to);
}

/**
 * Makes a site's store of a backup, and shuts it for every token that was spent, or may have been, since then.
 * @param from a file of `backUpSqlite`, or any copy of a store. @param to a file that is not there yet
 * @param now Unix seconds. The first tokens that open the store are those of the week after
 * @throws TypeError when the backup is none, is damaged or is of a later version, or there is a file at `to`. AgeError
 *   ERR_STORE_UNAVAILABLE
 */
export function restoreSqlite(from: string, to: string, now: number): void {
  restoreStore(SITE_STORE, from, to, (copy) => shutSpentSet(copy, now));
}
