import { type HeldEntries, readBack } from './add-entry.ts';
import type { LogSettings } from './log-settings.ts';
import { createLogDoor, type LogDoor } from './room.ts';
import { openTileBucket, type TileBucketOptions } from './tree/tile-bucket.ts';

/** The log's room on a bucket. */
export interface BucketDoor extends LogDoor {
  /** False after a write failed: whoever has it opens another one. */
  isSound(): boolean;
}

/**
 * Opens the log's room on a bucket. The entries are read back by the first that is new, since an object is started far
 * more often than something is added.
 * @throws AgeError ERR_STORE_UNAVAILABLE with the reason
 */
export async function openLogBucket(
  place: Omit<TileBucketOptions, 'signer'>,
  settings: LogSettings,
): Promise<BucketDoor> {
  const store = await openTileBucket({ ...place, signer: settings.signer });
  let read: Promise<HeldEntries> | undefined;
  const held = {
    indexOf: store.indexOf,
    readBack() {
      read ??= store
        .entries()
        .then(readBack)
        .catch((error) => {
          read = undefined;
          throw error;
        });
      return read;
    },
  };
  return { ...createLogDoor({ ...settings, store, held }), isSound: store.isSound };
}
