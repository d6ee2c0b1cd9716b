import { join } from 'node:path';
import { AgeError } from '@bauta/sdk/protocol';
import { openSqlite } from '@bauta/sdk/stores/sqlite';

/**
 * Makes this process the only writer of a folder, until it lets go or dies: the lock is SQLite's on a file, which the
 * system releases with the process. Two writers would sign two trees.
 * @param folder exists, on a local disk.
 * @returns what lets go. @throws AgeError ERR_STORE_UNAVAILABLE when another writer has it.
 */
export function lockFolder(folder: string): () => void {
  const database = openSqlite(join(folder, 'lock.db'));
  try {
    database.exec('PRAGMA busy_timeout = 0');
    database.exec('BEGIN IMMEDIATE');
  } catch {
    database.close();
    throw new AgeError('ERR_STORE_UNAVAILABLE', 'another process writes to this folder of the log');
  }
  return () => {
    if (!database.isOpen) return;
    // Closing alone would not let go before every statement was collected.
    database.exec('ROLLBACK');
    database.close();
  };
}
