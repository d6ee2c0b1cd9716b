import { type Bytes, writeUtf8 } from '@bauta/sdk/protocol';
import { inTransaction, type SqlDatabase } from '@bauta/sdk/stores/sql';
import type { Sealing } from './sealing.ts';

/**
 * A known text, sealed when the vault is made, shows at start-up whether the key-encryption key is the right one.
 * @throws TypeError when it is not.
 */
export function checkSeal(database: SqlDatabase, room: string, sealing: Sealing): void {
  const context = writeUtf8(`bauta/vault-seal/v1\0${room}`);
  const sealed = inTransaction(database, () => {
    const fresh = sealing.seal(writeUtf8('bauta'), context);
    database.prepare('INSERT OR IGNORE INTO vault_seals VALUES (?, ?)').run(room, fresh);
    return (database.prepare('SELECT sealed FROM vault_seals WHERE room = ?').get(room) as { sealed: Bytes }).sealed;
  });
  try {
    sealing.open(sealed, context);
  } catch {
    throw new TypeError(`the key-encryption key does not open the ${room}'s vault: it was made with another one`);
  }
}
