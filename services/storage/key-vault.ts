import { createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import { AgeError, type Bytes, calendarOf, check, concat, type Slot, writeUtf8 } from '@bauta/sdk/protocol';
import { createTables, inTransaction, readStore, type SqlDatabase } from '@bauta/sdk/stores/sql';
import type { SignerPool } from '../keys/signer-pool.ts';
import type { TokenKeyPair } from '../keys/token-key-pair.ts';
import { emptyLog, emptyLogAfterCrash } from './empty-log.ts';
import { GENERATIONS, type KeySlot, type KeyVault } from './ports.ts';
import { sealingUnder } from './sealing.ts';
import { checkSeal } from './vault-seal.ts';
import { VAULT_TABLES } from './vault-tables.ts';

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
export function sqliteKeyVault(database: SqlDatabase, options: KeyVaultOptions): KeyVault {
  const { room, now, signers } = options;
  const sealing = sealingUnder(options.keyEncryptionKey);
  // Deleted rows are overwritten with zeros, and so is what SQLite moves around inside its pages.
  readStore(() => database.exec('PRAGMA secure_delete = ON'));
  createTables(database, VAULT_TABLES);
  checkSeal(database, room, sealing);
  emptyLogAfterCrash(database);

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
    const row = selectPublic.get(...rowOf(slot)) as PublicRow | undefined;
    return row && keySlot(slot, row);
  }

  function keySlot(slot: Slot, { public_key: publicKey, made_at: madeAt, retired_at: retiredAt }: PublicRow): KeySlot {
    const sign = async (blinded: Bytes): Promise<Bytes> => signers.sign(openSecret(slot, publicKey), blinded);
    const times = { ...(madeAt !== null && { madeAt }), ...(retiredAt !== null && { retiredAt }) };
    return { ...slot, ...times, publicKey, keyId: keyIdOf(publicKey), signer: { sign } };
  }

  /** Undefined when the pair's truncated id is taken. A slot that another process filled meanwhile wins. */
  function keep(slot: Slot, { privateKey, publicKey }: TokenKeyPair): KeySlot | undefined {
    const truncatedId = keyIdOf(publicKey)[31] as number;
    const der = privateKey.export({ format: 'der', type: 'pkcs8' });
    const sealed = sealing.seal(der, contextOf(slot, publicKey));
    der.fill(0);
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
      emptyLog(database);
    },
    async held() {
      return readStore(() => selectHeld.all(room) as unknown as Slot[]);
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
      emptyLog(database);
    },
  };
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
