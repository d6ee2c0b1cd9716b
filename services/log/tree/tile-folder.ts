import { access, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AgeError,
  type Bytes,
  emptyRoot,
  formatTilePath,
  type NoteSigner,
  parseTilePath,
  type ReadTile,
  TILE_WIDTH,
} from '@bauta/sdk/protocol';
import { checkFolder } from './check-folder.ts';
import { durableFiles } from './durable-files.ts';
import { lockFolder } from './folder-lock.ts';
import { cutTile } from './grow-tiles.ts';
import { growTree } from './grow-tree.ts';
import { readOwnCheckpoint, signHead } from './signed-head.ts';
import { sweepTiles } from './sweep-tiles.ts';
import { isTileOf, type PublishedCheckpoint, type SignedHead, type TileStore, widestOf } from './tile-store.ts';

/** Never served: it may be ahead of what the witnesses have seen. */
export const HEAD = 'private/head';
export const CHECKPOINT = 'checkpoint';

/** A log's tree in files, in the layout of C2SP tlog-tiles. */
export interface TileFolder extends TileStore, PublishedCheckpoint {
  /** All that was in it when it was opened. */
  readonly entries: readonly Bytes[];
  /** True once an append has failed: nobody knows how far it came, until the folder is opened again. */
  isTorn(): boolean;
  /** Lets another writer in. Not while an append is under way. */
  close(): void;
}

/**
 * Opens, or begins, the folder of a log. It has one writer at a time. Of partial tiles only those of the head and of
 * the published checkpoint stay; narrower ones are cut from them.
 * @param folder on a local disk. @param signer the log's; its name is the origin.
 * @throws AgeError ERR_STORE_UNAVAILABLE with the reason: another writer, or the file that is not what it has to be.
 */
export async function openTileFolder(folder: string, signer: NoteSigner): Promise<TileFolder> {
  await mkdir(join(folder, 'private'), { recursive: true, mode: 0o700 });
  const release = lockFolder(join(folder, 'private'));
  try {
    return await openLocked(folder, signer, release);
  } catch (error) {
    release();
    throw error;
  }
}

async function openLocked(folder: string, signer: NoteSigner, release: () => void): Promise<TileFolder> {
  const files = durableFiles(folder);
  let checkpoint = await load(CHECKPOINT);
  let head = (await load(HEAD)) ?? (await begin());
  const readFrom = async (size: number, tile: Parameters<ReadTile>[0]): Promise<Bytes> => {
    const widest = widestOf(tile, size);
    if (widest === undefined) throw new TypeError('no tile of this tree');
    const bytes = new Uint8Array(await readFile(join(folder, formatTilePath(widest))));
    return widest.width === tile.width ? bytes : cutTile(tile, bytes);
  };
  const entries = await checkFolder(head, checkpoint, (tile) => readFrom(head.size, tile));
  /** Paths of the partial tiles in the folder. */
  const partials = await sweepTiles(folder, [head.size, checkpoint?.size ?? head.size]);
  /** Size of the tree that is being written; stays when that failed. */
  let growing: number | undefined;
  let isTorn = false;

  async function load(file: string): Promise<SignedHead | undefined> {
    const text = await readFile(join(folder, file), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw storeFault(`${file} cannot be read`);
    });
    if (text === undefined) return undefined;
    return readOwnCheckpoint(text, signer.key).catch(() => {
      throw storeFault(`${file} is no checkpoint of this log`);
    });
  }

  /** A head that got lost is not begun anew: the log would sign a second tree. */
  async function begin(): Promise<SignedHead> {
    const isNew = await access(join(folder, 'tile')).then(
      () => false,
      () => checkpoint === undefined,
    );
    if (!isNew) throw storeFault(`${HEAD} is missing`);
    const first = await signHead({ size: 0, root: await emptyRoot() }, signer);
    await files.write(new Map([[HEAD, first.text]]));
    return first;
  }

  function sizesKept(): readonly number[] {
    return [head.size, checkpoint?.size ?? head.size, growing ?? head.size];
  }

  async function prune(): Promise<void> {
    for (const path of partials) {
      if (sizesKept().some((size) => isTileOf(parseTilePath(path), size))) continue;
      partials.delete(path);
      // One that stays is swept at the next start.
      await rm(join(folder, path), { force: true }).catch(() => {});
    }
  }

  async function grow(added: readonly Bytes[]): Promise<SignedHead> {
    const { tiles, next } = await growTree(head, added, (tile) => readFrom(head.size, tile), signer);
    for (const path of tiles.keys()) if (parseTilePath(path).width < TILE_WIDTH) partials.add(path);
    await files.write(tiles);
    await files.write(new Map([[HEAD, next.text]]));
    return next;
  }

  return {
    entries,
    head: () => head,
    async append(added) {
      if (growing !== undefined) throw storeFault('an append failed or is not over, or the folder was closed');
      const first = head.size;
      if (added.length === 0) return first;
      growing = first + added.length;
      try {
        head = await grow(added);
      } catch {
        isTorn = true;
        throw storeFault('the log could not be written');
      }
      growing = undefined;
      await prune();
      return first;
    },
    async read(tile) {
      for (;;) {
        const { size } = head;
        try {
          return await readFrom(size, tile);
        } catch (error) {
          // The tile that was looked for may have been replaced by a wider one in the meantime.
          if (head.size === size) throw error instanceof TypeError ? error : storeFault('a tile cannot be read');
        }
      }
    },
    published: () => checkpoint,
    async publish(text) {
      const next = await readOwnCheckpoint(text, signer.key);
      await files.write(new Map([[CHECKPOINT, text]]));
      checkpoint = next;
      await prune();
    },
    isTorn: () => isTorn,
    close() {
      growing ??= head.size;
      release();
    },
  };
}

function storeFault(cause: string): AgeError {
  return new AgeError('ERR_STORE_UNAVAILABLE', cause);
}
