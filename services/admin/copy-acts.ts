import { backUpLog, checkRestoredLog, type LogFiles, restoreLog } from './copy-log.ts';
import { backUpRoom, markRestored, type RoomFile, restoreRoom, tellShut } from './copy-room.ts';
import type { OrderOfCopy } from './orders.ts';
import type { Told } from './told.ts';

/** What a room keeps, as the files they are. */
export interface CopiedFiles {
  /** @throws ConfigFault; TypeError when the store is memory */
  readonly ofRoom: (role: RoomFile['role'], name: string | undefined) => RoomFile;
  /** @throws ConfigFault */
  readonly ofLog: () => Promise<LogFiles>;
}

const OF_WITNESS =
  'a witness is not copied: one that forgot a tree which it had seen could vouch for another history. Start it with a new key, and have it added to the log as a new witness';

/**
 * Copies what a room keeps, or brings it back. @param now Unix seconds. @throws TypeError with why it cannot be, and nothing
 * was changed; ConfigFault; AgeError ERR_STORE_UNAVAILABLE, ERR_LOG_QUORUM
 */
export async function actOnCopy(order: OrderOfCopy, files: CopiedFiles, now: number): Promise<Told> {
  const { role, name } = order;
  if (role === 'witness') throw new TypeError(OF_WITNESS);
  if (role === 'log') return onLog(order, await files.ofLog());
  const room = files.ofRoom(role, name);
  switch (order.act) {
    case 'backup':
      return backUpRoom(room, order.file);
    case 'restore':
      return restoreRoom(room, order.file, now);
    case 'restored':
      return markRestored(room, now);
    case 'shut-until':
      return tellShut(room, now);
  }
}

async function onLog(order: OrderOfCopy, files: LogFiles): Promise<Told> {
  switch (order.act) {
    case 'backup':
      return backUpLog(files, order.file);
    case 'restore':
      return restoreLog(files, order.file);
    case 'restored':
      return checkRestoredLog(files);
    case 'shut-until':
      throw new TypeError('a log is not shut by a restore: it goes on, or it does not');
  }
}
