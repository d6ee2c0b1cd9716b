import { createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import { AgeError, type Bytes, calendarOf, check, concat, type Slot, writeUtf8 } from '@bauta/sdk/protocol';
import { createTables, inTransaction, readStore, type SqliteDatabase } from '@bauta/sdk/stores/sqlite';
import type { SignerPool } from '../keys/signer-pool.ts';
import type { TokenKeyPair } from '../keys/token-key-pair.ts';
import type { KeySlot, KeyVault } from './ports.ts';
import { type Sealing, sealingUnder } from './sealing.ts';

// Public halves stay; destroying a key deletes its row of `key_secrets`. Rooms never share a key, even in one file.
const TABLES = `
  CREATE TABLE IF NOT EXISTS key_slots (
    room TEXT NOT NULL,
    epoch TEXT NOT NULL,
    threshold INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    public_key BLOB NOT NULL,
    truncated_id INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (room, epoch, threshold, generation)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS key_secrets (
    room TEXT NOT NULL,
    epoch TEXT NOT NULL,
    threshold INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (room, epoch, threshold, generation)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS vault_seals (room TEXT NOT NULL PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;`;

export interface KeyVaultOptions {
  /** Whose keys: two rooms that share a file have two vaults. */
  readonly room: 'attester' | 'issuer';
  /** 32 bytes; kept anywhere but beside the file. */
  readonly keyEncryptionKey: Bytes;
  /** Unix seconds. */
  readonly now: () => number;
  /** Where signatures are made. */
  readonly signers: Pick<SignerPool, 'sign' | 'forget'>;
  /** A fresh key pair: `drawTokenKeyPair`. */
  readonly draw: () => Promise<TokenKeyPair>;
}

/**
 * A key vault in a SQLite file, shared by all processes on that file. Private keys are on the disk only under
 * AES-256-GCM, bound to room, slot and public key; they leave the vault only as a KeyObject towards the signers.
 * @param database from `openSqlite`.
 * @throws TypeError when the key-encryption key is not the one that this vault was made with.
 */
export function sqliteKeyVault(database: SqliteDatabase, options: KeyVaultOptions): KeyVault {
  const { room, now, signers } = options;
  const sealing = sealingUnder(options.keyEncryptionKey);
  // Deleted rows are overwritten with zeros, and so is what SQLite moves around inside its pages.
  readStore(() => database.exec('PRAGMA secure_delete = ON'));
  createTables(database, TABLES);
  checkSeal(database, room, sealing);

  const ofSlot = 'WHERE room = ? AND epoch = ? AND threshold = ? AND generation = ?';
  const selectPublic = database.prepare(`SELECT public_key FROM key_slots ${ofSlot}`);
  const selectSecret = database.prepare(`SELECT sealed FROM key_secrets ${ofSlot}`);
  const selectTwin = database.prepare('SELECT 1 FROM key_slots WHERE room = ? AND truncated_id = ? AND until > ?');
  const insertPublic = database.prepare('INSERT INTO key_slots VALUES (?, ?, ?, ?, ?, ?, ?)');
  const insertSecret = database.prepare('INSERT INTO key_secrets VALUES (?, ?, ?, ?, ?)');
  const deleteSecret = database.prepare(`DELETE FROM key_secrets ${ofSlot}`);

  // One KeyObject for each key, so that every signing thread learns it once.
  const opened = new Map<string, KeyObject>();
  const rowOf = ({ epoch, threshold, generation }: Slot) => [room, epoch, threshold, generation] as const;

  function contextOf(slot: Slot, publicKey: Bytes): Bytes {
    const { threshold, epoch, generation } = slot;
    return concat(writeUtf8(`bauta/vault/v1\0${room}\0${epoch}`), Uint8Array.of(threshold, generation), publicKey);
  }

  function forget(name: string): void {
    const key = opened.get(name);
    opened.delete(name);
    if (key) signers.forget(key);
  }

  /** The row is looked at each time: what another process destroyed is not signed with here. */
  function openSecret(slot: Slot, publicKey: Bytes): KeyObject {
    const name = rowOf(slot).join(' ');
    const row = readStore(() => selectSecret.get(...rowOf(slot)) as { sealed: Bytes } | undefined);
    if (!row) {
      forget(name);
      throw new AgeError('ERR_SLOT', 'the private key of this slot is destroyed');
    }
    const known = opened.get(name);
    if (known) return known;
    const der = sealing.open(row.sealed, contextOf(slot, publicKey));
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    der.fill(0);
    opened.set(name, key);
    return key;
  }

  function find(slot: Slot): KeySlot | undefined {
    const row = selectPublic.get(...rowOf(slot)) as { public_key: Bytes } | undefined;
    return row && keySlot(slot, row.public_key);
  }

  function keySlot(slot: Slot, publicKey: Bytes): KeySlot {
    const sign = async (blinded: Bytes): Promise<Bytes> => signers.sign(openSecret(slot, publicKey), blinded);
    return { ...slot, publicKey, keyId: keyIdOf(publicKey), signer: { sign } };
  }

  /** Undefined when the pair's truncated id is taken. A slot that another process filled meanwhile wins. */
  function keep(slot: Slot, { privateKey, publicKey }: TokenKeyPair): KeySlot | undefined {
    const truncatedId = keyIdOf(publicKey)[31] as number;
    const der = privateKey.export({ format: 'der', type: 'pkcs8' });
    const sealed = sealing.seal(der, contextOf(slot, publicKey));
    der.fill(0);
    return inTransaction(database, () => {
      const found = find(slot);
      if (found || selectTwin.get(room, truncatedId, now())) return found;
      insertPublic.run(...rowOf(slot), publicKey, truncatedId, calendarOf(slot.epoch).accepted.to);
      insertSecret.run(...rowOf(slot), sealed);
      return keySlot(slot, publicKey);
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
      while (!kept) kept = keep(slot, await options.draw());
      return kept;
    },
    async destroy(threshold, epoch, generation) {
      const row = rowOf(checkSlot({ threshold, epoch, generation }));
      inTransaction(database, () => deleteSecret.run(...row));
      forget(row.join(' '));
      truncateLog(database);
    },
  };
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

/** A known text, sealed when the vault is made, shows at start-up whether the key-encryption key is the right one. */
function checkSeal(database: SqliteDatabase, room: string, sealing: Sealing): void {
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

/** Empties the write-ahead log, which still holds the deleted row. */
function truncateLog(database: SqliteDatabase): void {
  const { busy } = readStore(() => database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()) as { busy: number };
  check(busy === 0, 'ERR_STORE_UNAVAILABLE', 'a reader holds the write-ahead log: destroy again');
}
