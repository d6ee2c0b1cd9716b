import type { KeyRole } from '@bauta/sdk/protocol';
import { type KeptTexts, keptText, type SqlDatabase, sqliteKeptTexts } from '@bauta/sdk/stores/sql';
import { ConfigFault } from '../settings/config-fault.ts';
import { type SqliteKeyVault, sqliteKeyVault } from '../storage/key-vault.ts';
import { drawWithWebCrypto } from './draw-with-web-crypto.ts';
import type { RoomLog } from './logged-keys.ts';
import type { SignsGiven } from './open-keys.ts';
import { openRoomLog } from './open-room-log.ts';
import { createSlotBook, type OwnSlotBook } from './slot-book.ts';

/** The keys of a room in the one place that makes, logs and destroys them, where others sign: it lends them. */
export interface Keeper {
  readonly book: OwnSlotBook;
  readonly vault: SqliteKeyVault;
  readonly keyLog: RoomLog;
  readonly texts: KeptTexts;
}

/** @throws ConfigFault when the key-encryption key is not the one that the vault was made with, or on a wrong KEY_LOG */
export async function openKeeper(role: KeyRole, given: SignsGiven, database: SqlDatabase): Promise<Keeper> {
  const { config, clock, log } = given;
  const { name, thresholds, retiredKeys: retired } = config;
  const texts = sqliteKeptTexts(database);
  const keyLog = await openRoomLog(given, keptText(texts, 'log'));
  const vault = openVault(role, given, database);
  const holder = { role, name };
  const book = createSlotBook({
    vault,
    holder,
    thresholds,
    keyLog,
    log,
    kept: keptText(texts, 'keys'),
    restored: keptText(texts, 'restored'),
    retired,
  });
  await book.restore(clock.now());
  return { book, vault, keyLog, texts };
}

function openVault(room: KeyRole, { config, clock }: SignsGiven, database: SqlDatabase): SqliteKeyVault {
  try {
    return sqliteKeyVault<undefined>(database, {
      ...{ room, now: clock.now, keyEncryptionKey: config.kek.reveal(), draw: drawWithWebCrypto },
      open: () => undefined,
      signers: { sign: () => Promise.reject(new TypeError('the keeper signs nothing')), forget: () => {} },
      // The platform keeps what was deleted for as long as it can restore an object; sealed, as it lay there.
      erase: () => {},
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new ConfigFault([`${room.toUpperCase()}_KEK: ${error.message}`]);
  }
}
