import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The end of the name that a file has while it is written. */
export const UNFINISHED = '.new';

/** Writes files so that each one is there whole, or is not there, whatever dies when. */
export interface DurableFiles {
  /** Resolves when all of `files` (path inside the folder → content) are on the disk under their names. */
  write(files: ReadonlyMap<string, Uint8Array | string>): Promise<void>;
}

/** @param root a folder that exists. One writer at a time: unfinished names are not told apart. */
export function durableFiles(root: string): DurableFiles {
  /** Folders whose own names are on the disk already, as far as this process knows. */
  const settled = new Set<string>(['.']);

  async function settle(folder: string): Promise<void> {
    if (settled.has(folder)) return;
    await settle(dirname(folder));
    await mkdir(join(root, folder), { recursive: true, mode: 0o755 });
    await sync(join(root, dirname(folder)));
    settled.add(folder);
  }

  return {
    async write(files) {
      const folders = new Set([...files.keys()].map(dirname));
      for (const folder of folders) await settle(folder);
      await Promise.all([...files].map(([path, content]) => writeSynced(join(root, path) + UNFINISHED, content)));
      await Promise.all([...files.keys()].map((path) => rename(join(root, path) + UNFINISHED, join(root, path))));
      await Promise.all([...folders].map((folder) => sync(join(root, folder))));
    },
  };
}

async function writeSynced(path: string, content: Uint8Array | string): Promise<void> {
  const file = await open(path, 'w', 0o644);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A rename is on the disk when its folder is. */
async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
