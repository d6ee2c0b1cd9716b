import { readBack } from './add-entry.ts';
import type { LogSettings } from './log-settings.ts';
import { createLogDoor, type LogDoor } from './room.ts';
import { openTileFolder } from './tree/tile-folder.ts';

/**
 * Opens the log's room on a folder.
 * @param folder on a local disk; made when it is not there.
 * @throws AgeError ERR_STORE_UNAVAILABLE with the reason, when its folder is in use or is not what it has to be.
 */
export async function openLogFolder(folder: string, settings: LogSettings): Promise<LogDoor> {
  const store = await openTileFolder(folder, settings.signer);
  const read = await readBack(store.entries);
  const held = { indexOf: () => undefined, readBack: async () => read };
  const door = createLogDoor({ ...settings, store, held });
  return {
    ...door,
    async close() {
      await door.close();
      store.close();
    },
  };
}
