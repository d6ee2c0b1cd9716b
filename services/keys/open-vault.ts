import type { KeyObject } from 'node:crypto';
import type { KeyRole } from '@bauta/sdk/protocol';
import type { SqliteDatabase } from '@bauta/sdk/stores/sqlite';
import { ConfigFault } from '../settings/config-fault.ts';
import type { Secret } from '../settings/secret.ts';
import { eraseFromFile } from '../storage/erase-from-file.ts';
import { type KeyVaultOptions, sqliteKeyVault } from '../storage/key-vault.ts';
import type { KeyVault } from '../storage/ports.ts';
import { drawTokenKeyPair, openPrivateKey } from './token-key-pair.ts';

/** The vault of a room in its store. @throws ConfigFault when the key-encryption key is not the one it was made with. */
export function openVault(
  room: KeyRole,
  store: SqliteDatabase,
  kek: Secret,
  signers: KeyVaultOptions<KeyObject>['signers'],
  now: () => number,
): KeyVault {
  try {
    return sqliteKeyVault(store, {
      ...{ room, now, signers, keyEncryptionKey: kek.reveal() },
      ...{ draw: drawTokenKeyPair, open: openPrivateKey, erase: eraseFromFile(store) },
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new ConfigFault([`${room.toUpperCase()}_KEK: ${error.message}`]);
  }
}
