import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { seenInMemory } from '@bauta/sdk/log';
import { type Bytes, formatDirectory, type LogEntry, type Slot } from '@bauta/sdk/protocol';
import { keptText, openSqlite, type SqliteDatabase, sqliteKeptTexts } from '@bauta/sdk/stores/sqlite';
import type { KeptText } from '@bauta/sdk/verifier';
import { onTestFinished } from 'vitest';
import { submitEntry } from '../../../services/http/submit-entry.ts';
import type { RoomLog } from '../../../services/keys/logged-keys.ts';
import { createSlotBook, type OwnSlotBook } from '../../../services/keys/slot-book.ts';
import type { KeyVault } from '../../../services/storage/ports.ts';
import { vaultOn } from '../../ports/adapters.ts';
import { keysEntry, OPERATOR, TRUST } from '../ground.ts';
import { LOG_URL, type LogGround } from '../log-ground.ts';

export const HOLDER = { role: 'issuer', name: 'issuer.example' } as const;

// No key here signs anything: what is kept for the private halves only has to be a key.
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** An instance of the issuer: its own objects and clock, on a file that it shares with the other one. */
export interface Instance {
  readonly vault: KeyVault;
  readonly book: OwnSlotBook;
  readonly keyLog: RoomLog;
  /** Whether it can reach the log. */
  isLogNear: boolean;
  now(): number;
  /** New objects on the same file. @param meanwhile what happens to the file while nobody has it open */
  restart(meanwhile?: (path: string) => void): void;
  /** Keys that the settings want retired, from the next restart on. */
  retired: readonly Slot[];
  /** Puts a text in the place of what its book has kept. */
  keep(text: string): void;
  /** What `GET` of the directory answers. @throws AgeError ERR_NOT_READY */
  directory(): string;
}

export interface InstanceOptions {
  /** Seconds by which its clock is ahead. */
  readonly skew?: number;
  /** A name for the keys that it draws. */
  readonly draws?: string;
  readonly thresholds?: readonly number[];
}

export function openInstance(ground: LogGround, options: InstanceOptions = {}): Instance {
  const { skew = 0, draws = 'drawn', thresholds = [18] } = options;
  const now = (): number => ground.clock.time + skew;
  const path = join(ground.folder, 'issuer.db');
  let drawn = 0;
  let database: SqliteDatabase;
  let vault: KeyVault;
  let book: OwnSlotBook;
  const keyLog: RoomLog = {
    source: { url: LOG_URL, trust: TRUST, seen: seenInMemory(), fetch: (url) => reach(() => readLog(url)) },
    submit: (entry: LogEntry) =>
      submitEntry(entry, {
        url: LOG_URL,
        signer: OPERATOR,
        fetch: (url, init) => reach(() => ground.fetch(url, init)),
      }),
  };

  async function reach<T>(act: () => Promise<T>): Promise<T> {
    if (!instance.isLogNear) throw new TypeError('unreachable');
    return act();
  }

  /** Witnesses answer at once here: rather than look again and again, a reader waits until they have. */
  async function readLog(url: string): Promise<Response> {
    if (url.endsWith('/checkpoint') && ground.doors.has('log.example')) await ground.published().catch(() => {});
    return ground.fetch(url);
  }

  async function draw() {
    const { keys } = await keysEntry([[18, 0, `${draws} ${drawn++}`]]);
    return { privateKey, publicKey: keys[0]?.spki as Bytes };
  }

  function open(): void {
    database = openSqlite(path);
    const signers = { sign: async (_: unknown, blinded: Bytes) => blinded, forget: () => {} };
    vault = vaultOn(database, now, { draw, signers });
    const [kept, restored] = ['keys', 'restored'].map((name) => keptText(sqliteKeptTexts(database), name)) as [
      KeptText,
      KeptText,
    ];
    book = createSlotBook({
      vault,
      holder: HOLDER,
      thresholds,
      keyLog,
      log: () => {},
      kept,
      restored,
      retired: instance.retired,
    });
  }

  const instance: Instance = {
    isLogNear: true,
    retired: [],
    keyLog,
    now,
    get vault() {
      return vault;
    },
    get book() {
      return book;
    },
    keep: (text) => void sqliteKeptTexts(database).save('keys', text),
    restart(meanwhile = () => {}) {
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      database.close();
      meanwhile(path);
      open();
    },
    directory() {
      const keys = book.slots(now()).map(({ publicKey, ...slot }) => ({ ...slot, spki: publicKey }));
      const requestUrl = `https://${HOLDER.name}/token-request`;
      return formatDirectory({ requestUrl, keys, now: now(), proofs: book.proofs() });
    },
  };
  open();
  onTestFinished(() => database.close());
  return instance;
}
