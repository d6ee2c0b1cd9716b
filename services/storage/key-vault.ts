import { createHash } from 'node:crypto';
import { AgeError, type Bytes, calendarOf, check, type Slot } from '@bauta/sdk/protocol';
import { createTables, inTransaction, readStore, type SqlDatabase } from '@bauta/sdk/stores/sql';
import { GENERATIONS, type KeySlot, type KeyVault } from './ports.ts';
import { openKey, sealKey } from './sealed-key.ts';
import { sealingUnder } from './sealing.ts';
import { checkSeal } from './vault-seal.ts';
import { VAULT_TABLES } from './vault-tables.ts';

/** A fresh key pair, its private half as PKCS #8 once: as `KeyObject` has it. */
export interface DrawnKeyPair {
  readonly privateKey: { export(options: { format: 'der'; type: 'pkcs8' }): Uint8Array };
  /** The canonical SPKI, 342 bytes. */
  readonly publicKey: Bytes;
}

/** @typeParam Key what signatures are made with on this platform. */
export interface KeyVaultOptions<Key> {
  /** Whose keys: two rooms that share a file have two vaults. */
  readonly room: 'attester' | 'issuer';
  /** 32 bytes; kept anywhere but beside the file. */
  readonly keyEncryptionKey: Bytes;
  /** Unix seconds. */
  readonly now: () => number;
  /** Where signatures are made; `sign` throws as `RawSigner`. */
  readonly signers: {
    sign(key: Key, blinded: Bytes): Promise<Bytes>;
    forget(key: Key): void;
  };
  /** A private key from its PKCS #8, which is overwritten afterwards. */
  readonly open: (pkcs8: Uint8Array, publicKey: Bytes) => Key;
  readonly draw: () => Promise<DrawnKeyPair>;
  /** Called after each deletion of a private half: has what is deleted gone from the disk. @throws AgeError when it has not */
  readonly erase: () => void;
}

/** A vault, and the private halves as they lie there. */
export interface SqliteKeyVault extends KeyVault {
  /** Under the key-encryption key (`openKey`); undefined once it is destroyed. */
  sealed(slot: Slot): Bytes | undefined;
}

/**
 * A key vault in a SQLite file, shared by all processes on that file. Private keys are on the disk only under
 * AES-256-GCM, bound to room, slot and public key; they leave the vault only towards the signers.
 * @throws TypeError when the key-encryption key is not the one that this vault was made with.
 */
export function sqliteKeyVault<Key>(database: SqlDatabase, options: KeyVaultOptions<Key>): SqliteKeyVault {
  const { room, now, signers, erase } = options;
  const sealing = sealingUnder(options.keyEncryptionKey);
  createTables(database, VAULT_TABLES);
  checkSeal(database, room, sealing);
  eraseAfterCrash(erase);

  const ofSlot = 'WHERE room = ? AND epoch = ? AND threshold = ? AND generation = ?';
  const selectPublic = database.prepare(
    `SELECT public_key, made_at, retired_at FROM key_slots
     LEFT JOIN key_histories USING (room, epoch, threshold, generation) ${ofSlot}`,
  );
  const selectSecret = database.prepare(`SELECT sealed FROM key_secrets ${ofSlot}`);
  const selectHeld = database.prepare(
    'SELECT threshold, epoch, generation FROM key_secrets WHERE room = ? ORDER BY epoch, threshold, generation',
  );
  const selectTwin = database.prepare('SELECT 1 FROM key_slots WHERE room = ? AND truncated_id = ? AND until > ?');
  const insertPublic = database.prepare('INSERT INTO key_slots VALUES (?, ?, ?, ?, ?, ?, ?)');
  const insertSecret = database.prepare('INSERT INTO key_secrets VALUES (?, ?, ?, ?, ?)');
  const insertHistory = database.prepare('INSERT INTO key_histories VALUES (?, ?, ?, ?, ?, NULL)');
  const deleteSecret = database.prepare(`DELETE FROM key_secrets ${ofSlot}`);
  const retireHistory = database.prepare(
    `INSERT INTO key_histories VALUES (?, ?, ?, ?, NULL, ?)
     ON CONFLICT DO UPDATE SET retired_at = coalesce(retired_at, excluded.retired_at)`,
  );

  // One object for each key, so that every signing thread learns it once.
  const opened = new Map<string, Key>();
  const rowOf = ({ epoch, threshold, generation }: Slot) => [room, epoch, threshold, generation] as const;

  function forget(name: string): void {
    const key = opened.get(name);
    opened.delete(name);
    if (key) signers.forget(key);
  }

  function findSealed(slot: Slot): Bytes | undefined {
    return readStore(() => selectSecret.get(...rowOf(slot)) as { sealed: Bytes } | undefined)?.sealed;
  }

  /** The row is looked at each time: what another process destroyed is not signed with here. */
  function openSecret(slot: Slot, publicKey: Bytes): Key {
    const name = rowOf(slot).join(' ');
    const sealed = findSealed(slot);
    if (!sealed) {
      forget(name);
      throw new AgeError('ERR_SLOT', 'the private key of this slot is destroyed');
    }
    const known = opened.get(name);
    if (known) return known;
    const pkcs8 = openKey(sealing, { room, slot, publicKey }, sealed);
    const key = options.open(pkcs8, publicKey);
    pkcs8.fill(0);
    opened.set(name, key);
    return key;
  }

  function find(slot: Slot): KeySlot | undefined {
    const row = selectPublic.get(...rowOf(slot)) as PublicRow | undefined;
    return row && keySlot(slot, row);
  }

  function keySlot(slot: Slot, { public_key: publicKey, made_at: madeAt, retired_at: retiredAt }: PublicRow): KeySlot {
    const sign = async (blinded: Bytes): Promise<Bytes> => signers.sign(openSecret(slot, publicKey), blinded);
    const times = { ...(madeAt !== null && { madeAt }), ...(retiredAt !== null && { retiredAt }) };
    return { ...slot, ...times, publicKey, keyId: keyIdOf(publicKey), signer: { sign } };
  }

  /** Undefined when the pair's truncated id is taken. A slot that another process filled meanwhile wins. */
  function keep(slot: Slot, { privateKey, publicKey }: DrawnKeyPair): KeySlot | undefined {
    const truncatedId = keyIdOf(publicKey)[31] as number;
    const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' });
    const sealed = sealKey(sealing, { room, slot, publicKey }, pkcs8);
    pkcs8.fill(0);
    return inTransaction(database, () => {
      const found = find(slot);
      const madeAt = Math.floor(now());
      if (found || selectTwin.get(room, truncatedId, madeAt)) return found;
      insertPublic.run(...rowOf(slot), publicKey, truncatedId, calendarOf(slot.epoch).accepted.to);
      insertSecret.run(...rowOf(slot), sealed);
      insertHistory.run(...rowOf(slot), madeAt);
      return find(slot);
    });
  }

  return {
    async slot(threshold, epoch, generation) {
      return readStore(() => find(checkSlot({ threshold, epoch, generation })));
    },
    async create(threshold, epoch, generation) {
      const slot = checkSlot({ threshold, epoch, generation });
      let kept = readStore(() => find(slot));
      check(kept !== undefined || now() < calendarOf(epoch).signs.to, 'ERR_SLOT', 'no new key for a past epoch');
      check(kept !== undefined || generation < GENERATIONS, 'ERR_SLOT', 'no generation is left in this epoch');
      while (!kept) kept = keep(slot, await options.draw());
      return kept;
    },
    async destroy(threshold, epoch, generation) {
      const row = rowOf(checkSlot({ threshold, epoch, generation }));
      inTransaction(database, () => deleteSecret.run(...row));
      forget(row.join(' '));
      erase();
    },
    sealed: (slot) => findSealed(checkSlot(slot)),
    async held() {
      return readStore(() => selectHeld.all(room) as unknown as Slot[]);
    },
    async takeLost(slot, publicKey) {
      const row = rowOf(checkSlot(slot));
      const truncatedId = keyIdOf(publicKey)[31] as number;
      inTransaction(database, () => {
        if (find(slot) !== undefined) return;
        insertPublic.run(...row, publicKey, truncatedId, calendarOf(slot.epoch).accepted.to);
        retireHistory.run(...row, Math.floor(now()));
      });
    },
    async retire(threshold, epoch, generation) {
      const slot = checkSlot({ threshold, epoch, generation });
      const row = rowOf(slot);
      inTransaction(database, () => {
        check(find(slot) !== undefined, 'ERR_SLOT', 'no key of this slot was made');
        deleteSecret.run(...row);
        retireHistory.run(...row, Math.floor(now()));
      });
      forget(row.join(' '));
      erase();
    },
  };
}

/**
 * A process that was killed between the deletion and what follows it left the deleted row on the disk. While another
 * process reads, its own next destruction does it.
 */
function eraseAfterCrash(erase: () => void): void {
  try {
    erase();
  } catch (error) {
    if (!(error instanceof AgeError)) throw error;
  }
}

/** A key as the tables have it; null is what nobody wrote down. */
interface PublicRow {
  readonly public_key: Bytes;
  readonly made_at: number | null;
  readonly retired_at: number | null;
}

/** SHA-256 of the published bytes. */
function keyIdOf(publicKey: Bytes): Bytes {
  return new Uint8Array(createHash('sha256').update(publicKey).digest());
}

/** @throws TypeError unless the slot can be written: bytes for threshold and generation, an epoch that exists. */
function checkSlot(slot: Slot): Slot {
  const isByte = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 255;
  if (!isByte(slot.threshold) || !isByte(slot.generation)) throw new TypeError('not a slot');
  calendarOf(slot.epoch);
  return slot;
}
