import { check } from '@bauta/sdk/protocol';
import { readStore, type SqlDatabase } from '@bauta/sdk/stores/sql';

/**
 * Makes SQLite overwrite what is deleted with zeros, also what it moves around inside its pages.
 * @param database a file, or memory.
 * @returns what empties the write-ahead log after a deletion, which still holds the deleted rows.
 *   It throws AgeError ERR_STORE_UNAVAILABLE while somebody reads.
 */
export function eraseFromFile(database: SqlDatabase): () => void {
  readStore(() => database.exec('PRAGMA secure_delete = ON'));
  return () => {
    const { busy } = readStore(() => database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()) as { busy: number };
    check(busy === 0, 'ERR_STORE_UNAVAILABLE', 'a reader holds the write-ahead log: destroy again');
  };
}
