import { AgeError, check } from '@bauta/sdk/protocol';
import { readStore, type SqlDatabase } from '@bauta/sdk/stores/sql';

/**
 * Empties the write-ahead log, which still holds the deleted rows: they are zeros in the file by then.
 * @throws AgeError ERR_STORE_UNAVAILABLE while somebody reads.
 */
export function emptyLog(database: SqlDatabase): void {
  const { busy } = readStore(() => database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()) as { busy: number };
  check(busy === 0, 'ERR_STORE_UNAVAILABLE', 'a reader holds the write-ahead log: destroy again');
}

/**
 * A process that was killed between the deletion and the emptying of the log left the deleted row there. While another
 * process reads, its own next destruction does it.
 */
export function emptyLogAfterCrash(database: SqlDatabase): void {
  try {
    emptyLog(database);
  } catch (error) {
    if (!(error instanceof AgeError)) throw error;
  }
}
