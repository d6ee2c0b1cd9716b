import { access, copyFile, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Bytes, formatTilePath, type NoteKey, type ReadTile, tilesToWrite } from '@bauta/sdk/protocol';
import { checkFolder } from './check-folder.ts';
import { cutTile } from './grow-tiles.ts';
import { readOwnCheckpoint } from './signed-head.ts';
import { CHECKPOINT, HEAD } from './tile-folder.ts';
import { type SignedHead, widestOf } from './tile-store.ts';

/** A tile may be replaced by a wider one while it is copied: then from the beginning. */
const ATTEMPTS = 5;

/** A copy of a log, checked, that is not in its place yet. */
export interface CopiedLog {
  readonly head: SignedHead;
  readonly read: ReadTile;
}

/**
 * Copies the folder of a log as it is at one instant, while the log goes on, and checks the copy whole.
 * @param to a folder that is not there yet; it appears whole or not at all. @param key of the log
 * @param judge is asked before it appears; what it throws leaves nothing
 * @throws TypeError when there is no log at `from`, or something at `to`; AgeError ERR_STORE_UNAVAILABLE naming the file
 *   that is not what it has to be
 */
export async function copyFolder(
  from: string,
  to: string,
  key: NoteKey,
  judge: (copy: CopiedLog) => Promise<void> = async () => {},
): Promise<SignedHead> {
  if (await isThere(to)) throw new TypeError('there is something in that place; nothing was changed');
  if (!(await isThere(join(from, HEAD)))) throw new TypeError('there is no log in that folder');
  const draft = `${to}.part`;
  try {
    await copyAll(from, draft, key);
    const copy = await openCopy(draft, key);
    await judge(copy);
    await rename(draft, to);
    return copy.head;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Opens a folder that no other process needs to leave alone. @throws AgeError ERR_STORE_UNAVAILABLE as `copyFolder` */
export async function openCopy(folder: string, key: NoteKey): Promise<CopiedLog> {
  const head = await load(folder, HEAD, key);
  const published = (await isThere(join(folder, CHECKPOINT))) ? await load(folder, CHECKPOINT, key) : undefined;
  const read: ReadTile = async (tile) => {
    const widest = widestOf(tile, head.size);
    if (widest === undefined) throw new TypeError('no tile of this tree');
    const bytes: Bytes = new Uint8Array(await readFile(join(folder, formatTilePath(widest))));
    return widest.width === tile.width ? bytes : cutTile(tile, bytes);
  };
  await checkFolder(head, published, read);
  return { head, read };
}

async function copyAll(from: string, draft: string, key: NoteKey): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await rm(draft, { recursive: true, force: true });
    await mkdir(join(draft, 'private'), { recursive: true, mode: 0o700 });
    try {
      // In this order: what was published is never ahead of the head.
      if (await isThere(join(from, CHECKPOINT))) await copyFile(join(from, CHECKPOINT), join(draft, CHECKPOINT));
      await copyFile(join(from, HEAD), join(draft, HEAD));
      const { size } = await load(draft, HEAD, key);
      for (const path of tilesToWrite(0, size).map(formatTilePath)) {
        await mkdir(join(draft, dirname(path)), { recursive: true });
        await copyFile(join(from, path), join(draft, path));
      }
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || attempt === ATTEMPTS) throw error;
    }
  }
}

async function load(folder: string, file: string, key: NoteKey): Promise<SignedHead> {
  const text = await readFile(join(folder, file), 'utf8');
  return readOwnCheckpoint(text, key).catch(() => {
    throw new TypeError(`${file} is no checkpoint of this log`);
  });
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
