import type { SeenCheckpoint } from '@bauta/sdk/log';
import { findSignature, formatNote, type NoteKey, parseNote, verifyNote } from '@bauta/sdk/protocol';
import { answered, completed } from './database.ts';
import { type CheckpointRecord, isCheckpointRecord } from './stored-shapes.ts';

/**
 * A database of its own: `/present` is kept for a year as it was fetched, and a wallet of a later version than that page
 * was made for would not open to it.
 */
export const LOG_DATABASE = 'bauta-log';
const STORE = 'checkpoints';

/** Where the last checkpoint of each log lies, by the log's origin. */
export interface CheckpointPlace {
  read(origin: string): Promise<unknown>;
  write(record: CheckpointRecord): Promise<void>;
}

/**
 * The state of the log that was seen last, over all visits to these pages. What is kept is the log's own word: its
 * size, its root and its signature. The witnesses' cosignatures are left out, since they say when they were made, and
 * with that about when visits were fetched.
 * @param key of the log. What it did not sign, or what was not written here, counts for nothing.
 */
export function seenInBrowser(key: NoteKey, place: CheckpointPlace = databasePlace): SeenCheckpoint {
  return {
    async load() {
      const record = await place.read(key.name);
      return isCheckpointRecord(record) && (await isWord(record.note, key)) ? record.note : undefined;
    },
    async save(checkpoint) {
      const note = parseNote(checkpoint);
      const signature = findSignature(note, key);
      if (signature === undefined) throw new TypeError('not a checkpoint of that log');
      const own = { name: key.name, keyId: key.id, signature };
      await place.write({ origin: key.name, note: formatNote({ text: note.text, signatures: [own] }) });
    },
  };
}

/** Whether any state of this log was ever believed here. @param key of the log, as signed notes write it. */
export async function hasSeenLog(key: string, place: CheckpointPlace = databasePlace): Promise<boolean> {
  const [origin = ''] = key.split('+');
  return isCheckpointRecord(await place.read(origin).catch(() => undefined));
}

async function isWord(note: string, key: NoteKey): Promise<boolean> {
  try {
    return await verifyNote(parseNote(note), key);
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

const databasePlace: CheckpointPlace = {
  read: (origin) => inDatabase((database) => answered(database.transaction(STORE).objectStore(STORE).get(origin))),
  write: (record) =>
    inDatabase(async (database) => {
      const tx = database.transaction(STORE, 'readwrite', { durability: 'strict' });
      tx.objectStore(STORE).put(record);
      await completed(tx);
    }),
};

/** Opened for one act alone, so that nothing stands in the way of its deletion. */
async function inDatabase<T>(act: (database: IDBDatabase) => Promise<T>): Promise<T> {
  const opening = indexedDB.open(LOG_DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'origin' });
  const database = await answered(opening);
  try {
    return await act(database);
  } finally {
    database.close();
  }
}
