import { closeSync, existsSync, linkSync, openSync, rmSync } from 'node:fs';
import { AgeError } from '../../protocol/errors.ts';
import { BUSY_TIMEOUT, openSqlite, SqliteDatabase } from './database.ts';
import { bringUp, layoutOf } from './layout.ts';
import { storeFault } from './store-fault.ts';

/** What makes a file the store of somebody in particular. */
export interface StoreKind {
  /** One that is in each of them. */
  readonly table: string;
  /** Said of a file without it: `is no spent set`. */
  readonly isMissing: string;
}

/**
 * Copies a store as it is at one instant, while others write to it. What lives for minutes stays behind: questions,
 * nonces, sessions (`sessions`). Only the owner may read the copy.
 * @param from a file of `openSqlite`. @param to a file that is not there yet; it appears whole or not at all
 * @throws TypeError when there is no such store, or there is a file at `to`. AgeError ERR_STORE_UNAVAILABLE
 */
export function backUpStore(kind: StoreKind, from: string, to: string): void {
  checkFree(to);
  withStore(kind, from, (store) => {
    appear(to, (draft) => {
      copyInto(store, draft);
      withCopy(draft, forgetMoments);
    });
  });
}

/**
 * Makes a store of a backup.
 * @param from a file of `backUpStore`, or any copy of a store. @param to a file that is not there yet
 * @param mark says to the copy what it cannot know: what happened since the backup. What it throws leaves no store
 * @throws TypeError when the backup is none, is damaged or is of a later version, or there is a file at `to`. AgeError
 *   ERR_STORE_UNAVAILABLE
 */
export function restoreStore(kind: StoreKind, from: string, to: string, mark: (copy: SqliteDatabase) => void): void {
  checkFree(to);
  appear(to, (draft) => {
    readBackup(kind, from, draft);
    withCopy(draft, (copy) => {
      forgetMoments(copy);
      mark(copy);
    });
  });
}

/**
 * Opens the store in a file that is there. @throws TypeError when it is not of this kind; AgeError ERR_STORE_UNAVAILABLE
 */
export function withStore<T>(kind: StoreKind, path: string, act: (store: SqliteDatabase) => T): T {
  // Opening would make it, or leave our layout in a file of another program.
  if (!existsSync(path)) throw new TypeError('there is no such store');
  look(kind, path, 'the store', () => {});
  const store = openSqlite(path);
  try {
    return act(store);
  } finally {
    store.close();
  }
}

/** Copies a backup, which is only read. @throws TypeError when it is none that can be read */
function readBackup(kind: StoreKind, from: string, draft: string): void {
  if (!existsSync(from)) throw new TypeError('there is no such backup');
  look(kind, from, 'the backup', (backup) => {
    const { integrity_check: found } = backup.prepare('PRAGMA integrity_check').get() as { integrity_check: string };
    if (found !== 'ok') throw new TypeError('the backup is damaged');
    copyInto(backup, draft);
  });
}

/** Opens a file to read in it alone. @throws TypeError when it is not of this kind, or cannot be read */
function look(kind: StoreKind, path: string, name: string, act: (file: SqliteDatabase) => void): void {
  let file: SqliteDatabase | undefined;
  try {
    file = new SqliteDatabase(path, { readOnly: true, timeout: BUSY_TIMEOUT });
    layoutOf(file);
    if (!hasTable(file, kind.table)) throw new TypeError(`there ${kind.isMissing} in ${name}`);
    act(file);
  } catch (error) {
    if (error instanceof TypeError) throw error;
    const cause = error instanceof AgeError ? error.cause : storeFault(error).cause;
    throw new TypeError(`${name} cannot be read: ${String(cause)}`);
  } finally {
    file?.close();
  }
}

function copyInto(database: SqliteDatabase, draft: string): void {
  try {
    database.prepare('VACUUM INTO ?').run(draft);
  } catch (error) {
    throw storeFault(error);
  }
}

/** A copy is one file: what is written to it stands in no log beside it when it is closed. */
function withCopy(draft: string, act: (copy: SqliteDatabase) => void): void {
  const copy = new SqliteDatabase(draft);
  try {
    copy.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL');
    bringUp(copy);
    act(copy);
  } catch (error) {
    throw storeFault(error);
  } finally {
    copy.close();
  }
}

function forgetMoments(copy: SqliteDatabase): void {
  if (!hasTable(copy, 'sessions')) return;
  // What is deleted is overwritten: somebody's browser holds the other half of each.
  copy.exec('PRAGMA secure_delete = ON; DELETE FROM sessions; VACUUM');
}

function hasTable(database: SqliteDatabase, name: string): boolean {
  const found = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(name);
  return found !== undefined;
}

const TAKEN = 'there is a file in that place, or the log of one (-wal); nothing was changed';

/** The log of a store that is gone would be played back onto the new one, over its mark. */
function checkFree(path: string): void {
  if (['', '-wal', '-shm', '-journal'].some((end) => existsSync(path + end))) throw new TypeError(TAKEN);
}

/** Writes a file under another name first, readable by its owner alone. @throws TypeError when `path` is taken */
function appear(path: string, write: (draft: string) => void): void {
  const draft = `${path}.part`;
  try {
    rmSync(draft, { force: true });
    closeSync(openSync(draft, 'wx', 0o600));
    write(draft);
    // A link does not replace what somebody else put there in the meantime.
    linkSync(draft, path);
  } catch (error) {
    if (error instanceof TypeError || error instanceof AgeError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new TypeError(TAKEN);
    throw storeFault(error);
  } finally {
    rmSync(draft, { force: true });
  }
}
