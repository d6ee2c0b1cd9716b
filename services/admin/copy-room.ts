import { calendarOf, epochAfter, epochAt, type KeyRole } from '@bauta/sdk/protocol';
import type { SqlDatabase } from '@bauta/sdk/stores/sql';
import { backUpStore, restoreStore, type SqliteDatabase, type StoreKind, withStore } from '@bauta/sdk/stores/sqlite';
import { doubtKeys, giveUpCounts, grantsShutUntil, shutGrants } from '../storage/restored.ts';
import type { Told } from './told.ts';

/** The store of a room that signs, as the file it is. */
export interface RoomFile {
  readonly role: KeyRole;
  readonly path: string;
  /** @throws TypeError when the settings have another key-encryption key than the one that a store was made with */
  readonly checkKeys: (store: SqliteDatabase) => void;
}

const KINDS: Readonly<Record<KeyRole, StoreKind>> = {
  attester: { table: 'accounts', isMissing: 'are no accounts' },
  issuer: { table: 'batch_counts', isMissing: 'are no counts of batches' },
};

/** What a store cannot know once it was restored. */
const MARKS: Readonly<Record<KeyRole, (store: SqlDatabase, now: number) => void>> = {
  attester: shutGrants,
  issuer: giveUpCounts,
};

function mark({ role }: RoomFile, store: SqlDatabase, now: number): void {
  doubtKeys(store);
  MARKS[role](store, now);
}

/** @throws TypeError when it cannot be, and nothing was changed; AgeError ERR_STORE_UNAVAILABLE. So do the others */
export function backUpRoom({ role, path }: RoomFile, file: string): Told {
  backUpStore(KINDS[role], path, file);
  return {
    json: { act: 'backup' },
    text: ['The backup is made. Its private keys are sealed under the key-encryption key: keep that one elsewhere.'],
    event: { event: 'backup-made' },
  };
}

/** Makes the room's store of a backup. @param now Unix seconds */
export function restoreRoom(room: RoomFile, file: string, now: number): Told {
  restoreStore(KINDS[room.role], file, room.path, (copy) => {
    room.checkKeys(copy);
    mark(room, copy, now);
  });
  return told(room, 'restore', now);
}

/** Marks a store that was brought back by other means. @param now Unix seconds */
export function markRestored(room: RoomFile, now: number): Told {
  withStore(KINDS[room.role], room.path, (store) => mark(room, store, now));
  return told(room, 'restored', now);
}

/** @param now Unix seconds */
export function tellShut(room: RoomFile, now: number): Told {
  return told(room, 'shut-until', now);
}

function told({ role, path }: RoomFile, act: 'restore' | 'restored' | 'shut-until', now: number): Told {
  const until = role === 'attester' ? opensAfter(withStore(KINDS[role], path, grantsShutUntil)) : 0;
  const shutUntil = until > now ? new Date(until * 1000).toISOString().replace('.000Z', 'Z') : null;
  return {
    json: { act, shutUntil },
    text: [
      ...(act === 'shut-until'
        ? []
        : [`The store of the ${role} is ${act === 'restore' ? 'restored' : 'marked as restored'}.`]),
      ...(act === 'shut-until' ? [] : SAYS[role]),
      shutUntil === null
        ? 'Nothing is shut because of a restore.'
        : `It gives no grants of this week and the next, for good: who drew them since the backup is not known.\nThe first that it gives again are drawn from ${shutUntil} on.`,
    ],
    ...(act === 'shut-until' ? {} : { event: { event: 'store-restored' } as const }),
  };
}

const SAYS: Readonly<Record<KeyRole, readonly string[]>> = {
  attester: ['It shows its keys again when it has read the log. Who enrolled since the backup shows their age again.'],
  issuer: [
    'It shows its keys again when it has read the log.',
    'It publishes no number of batches of the weeks whose count is not whole.',
  ],
};

/** When the grants of the first week are drawn that such a mark lets in. @param mark the end of a week's signing window */
function opensAfter(mark: number): number {
  if (mark === 0) return 0;
  // A signing window ends an hour after the week.
  const last = epochAt(mark - 2 * 3600);
  return calendarOf(epochAfter(last)).signs.from;
}
