import { AgeError, check } from '@bauta/sdk/protocol';
import { readStore, type SqliteDatabase } from '@bauta/sdk/stores/sqlite';

/**
 * Empties the write-ahead log, which still holds the deleted rows: they are zeros in the file by then.
 * @throws AgeError ERR_STORE_UNAVAILABLE while somebody reads.
 */
export function emptyLog(database: SqliteDatabase): void {
  const { busy } = readStore(() => database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()) as { busy: number };
  check(busy === 0, 'ERR_STORE_UNAVAILABLE', 'a reader holds the write-ahead log: destroy again');
}

/**
 * A process that was killed between the deletion and the emptying of the log left the deleted row there. While another
 * process reads, its own next destruction does it.
 */
export function emptyLogAfterCrash(database: SqliteDatabase): void {
  try {
    emptyLog(database);
  } catch (error) {
    if (!(error instanceof AgeError)) throw error;
  }
}
