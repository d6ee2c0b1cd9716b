import { availableParallelism } from 'node:os';
import type { KeyRole, Slot } from '@bauta/sdk/protocol';
import { type KeptTexts, keptText, type SqliteDatabase, sqliteKeptTexts } from '@bauta/sdk/stores/sqlite';
import type { Secret } from '../settings/secret.ts';
import type { StoreUrl } from '../settings/table.ts';
import type { Given } from '../standing.ts';
import { openStore } from '../store.ts';
import type { RoomLog } from './logged-keys.ts';
import { type AddsToLog, openRoomLog } from './open-room-log.ts';
import { openVault } from './open-vault.ts';
import { createSignerPool } from './signer-pool.ts';
import { createSlotBook, type OwnSlotBook } from './slot-book.ts';

/** The keys of a room that signs, and the store that they lie in with the rest of it. */
export interface RoomKeys {
  readonly store: SqliteDatabase;
  readonly texts: KeptTexts;
  readonly book: OwnSlotBook;
  readonly keyLog: RoomLog;
  close(): Promise<void>;
}

/** What a room that signs is given. */
export interface SignsGiven extends AddsToLog, Pick<Given<KeyRole>, 'clock' | 'log'> {
  readonly config: AddsToLog['config'] & {
    readonly store: StoreUrl;
    readonly kek: Secret;
    readonly thresholds: readonly number[];
    readonly retiredKeys: readonly Slot[];
  };
}

/**
 * Opens the store, the vault and the signing threads of a room, and its way into the log.
 * @throws ConfigFault when the key-encryption key is not the one that the vault was made with, or on a wrong KEY_LOG.
 */
export async function openKeys(role: KeyRole, given: SignsGiven): Promise<RoomKeys> {
  const { config, clock, log } = given;
  const { name, thresholds } = config;
  const store = openStore(config.store);
  const texts = sqliteKeptTexts(store);
  const keyLog = await openRoomLog(given, keptText(texts, 'log'));
  const signers = createSignerPool(availableParallelism());
  const vault = openVault(role, store, config.kek, signers, clock.now);
  const [kept, restored] = [keptText(texts, 'keys'), keptText(texts, 'restored')];
  const { retiredKeys: retired } = config;
  const book = createSlotBook({ vault, holder: { role, name }, thresholds, keyLog, log, kept, restored, retired });
  await book.restore(clock.now());
  return {
    store,
    texts,
    keyLog,
    book,
    async close() {
      await signers.close();
      store.close();
    },
  };
}
