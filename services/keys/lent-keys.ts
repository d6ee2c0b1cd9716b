import type { Bytes, Epoch, Slot } from '@bauta/sdk/protocol';
import type { SqliteKeyVault } from '../storage/key-vault.ts';
import type { OwnSlotBook } from './slot-book.ts';

/** A key as a room's keeper lends it to whoever signs for it. */
export interface LentSlot extends Slot {
  /** The canonical SPKI, 342 bytes. */
  readonly publicKey: Bytes;
  readonly keyId: Bytes;
  readonly madeAt?: number;
  /** The private half under the key-encryption key; absent once it is destroyed. */
  readonly sealed?: Bytes;
}

/** All that a room shows of its keys, and signs with, as of `readAt` (Unix seconds). */
export interface LentKeys {
  readonly readAt: number;
  readonly slots: readonly LentSlot[];
  readonly proofs: Readonly<Record<Epoch, string>>;
}

/** What the keeper of a room does for its entries. */
export interface KeeperPort {
  /** Does what the calendar asks for; call it about once a minute. @returns whether everything is as it should be */
  refresh(): Promise<boolean>;
  lend(): Promise<LentKeys>;
}

/** What a keeper lends now. Private halves leave it as they lie on the disk. @throws AgeError ERR_STORE_UNAVAILABLE */
export function lendKeys(book: OwnSlotBook, vault: Pick<SqliteKeyVault, 'sealed'>): LentKeys {
  const { readAt, slots, proofs } = book.listed();
  return {
    readAt,
    proofs,
    slots: slots.map(({ signer: _, ...slot }) => {
      const sealed = vault.sealed(slot);
      return sealed === undefined ? slot : { ...slot, sealed };
    }),
  };
}
