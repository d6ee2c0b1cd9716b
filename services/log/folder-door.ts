import { readBack } from './add-entry.ts';
import type { LogSettings } from './log-settings.ts';
import { createLogDoor, type LogDoor } from './room.ts';
import { openTileFolder } from './tree/tile-folder.ts';

/** Seconds from one opening of a torn folder to the next: each reads the whole log. */
const REOPEN_AFTER = 1;

/**
 * Opens the log's room on a folder. After an append that failed, as on a full disk, the folder is opened anew by the
 * next request, so that the log goes on by itself once it can be written again.
 * @param folder on a local disk; made when it is not there.
 * @throws AgeError ERR_STORE_UNAVAILABLE with the reason, when its folder is in use or is not what it has to be.
 */
export async function openLogFolder(folder: string, settings: LogSettings): Promise<LogDoor> {
  const { now } = settings.clock;
  let open = await openOnce(folder, settings);
  let openedAt = now();
  let opening: Promise<void> | undefined;
  let isClosed = false;

  async function reopen(): Promise<void> {
    openedAt = now();
    await open.close();
    open = await openOnce(folder, settings);
    if (isClosed) await open.close();
  }

  /** What cannot be opened stays as it was, which answers that it has no store. */
  async function mend(): Promise<void> {
    const isDue = Math.abs(now() - openedAt) >= REOPEN_AFTER;
    if (!isClosed && isDue && open.isTorn()) {
      opening ??= reopen()
        .catch(() => {})
        .finally(() => {
          opening = undefined;
        });
    }
    await opening;
  }

  return {
    async fetch(request, exchange) {
      await mend();
      return open.fetch(request, exchange);
    },
    async refresh(at) {
      await mend();
      return open.refresh(at);
    },
    async close() {
      isClosed = true;
      await opening;
      await open.close();
    },
  };
}

async function openOnce(folder: string, settings: LogSettings) {
  const store = await openTileFolder(folder, settings.signer);
  const read = await readBack(store.entries);
  const held = { indexOf: () => undefined, readBack: async () => read };
  const door = createLogDoor({ ...settings, store, held });
  return {
    ...door,
    isTorn: store.isTorn,
    async close() {
      await door.close();
      store.close();
    },
  };
}
