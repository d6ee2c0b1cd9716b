import { availableParallelism } from 'node:os';
import type { SqliteDatabase } from '@bauta/sdk/stores/sqlite';
import { ConfigFault } from '../settings/config-fault.ts';
import type { Secret } from '../settings/secret.ts';
import type { StoreUrl } from '../settings/table.ts';
import { sqliteKeyVault } from '../storage/key-vault.ts';
import type { KeyVault } from '../storage/ports.ts';
import { openStore } from '../store.ts';
import { createSignerPool, type SignerPool } from './signer-pool.ts';
import { createSlotBook, type SlotBook } from './slot-book.ts';
import { drawTokenKeyPair } from './token-key-pair.ts';

/** The keys of a room that signs, and the store that they lie in with the rest of it. */
export interface RoomKeys {
  readonly store: SqliteDatabase;
  readonly book: SlotBook;
  close(): Promise<void>;
}

/**
 * Opens the store, the vault and the signing threads of a room.
 * @throws ConfigFault when the key-encryption key is not the one that the vault was made with.
 */
export function openKeys(
  room: 'attester' | 'issuer',
  config: { readonly store: StoreUrl; readonly kek: Secret; readonly thresholds: readonly number[] },
  now: () => number,
): RoomKeys {
  const store = openStore(config.store);
  const signers = createSignerPool(availableParallelism());
  const book = createSlotBook(openVault(room, store, config.kek, signers, now), config.thresholds);
  return {
    store,
    book,
    async close() {
      await signers.close();
      store.close();
    },
  };
}

function openVault(
  room: 'attester' | 'issuer',
  store: SqliteDatabase,
  kek: Secret,
  signers: SignerPool,
  now: () => number,
): KeyVault {
  try {
    return sqliteKeyVault(store, { room, keyEncryptionKey: kek.reveal(), now, signers, draw: drawTokenKeyPair });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new ConfigFault([`${room.toUpperCase()}_KEK: ${error.message}`]);
  }
}
