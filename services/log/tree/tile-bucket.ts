import {
  AgeError,
  type Bytes,
  emptyRoot,
  formatTilePath,
  hashLeaf,
  isEqual,
  levelsOf,
  type NoteSigner,
  openTree,
  type ReadTile,
  TILE_WIDTH,
  type Tile,
  tilesOf,
} from '@bauta/sdk/protocol';
import type { SqlDatabase } from '@bauta/sdk/stores/sql';
import { type Bucket, CHECKPOINT } from './bucket.ts';
import { checkFolder } from './check-folder.ts';
import { cutTile } from './grow-tiles.ts';
import { growTree } from './grow-tree.ts';
import { headTable } from './head-table.ts';
import { readOwnCheckpoint, signHead } from './signed-head.ts';
import { isTileOf, type PublishedCheckpoint, type SignedHead, type TileStore, widestOf } from './tile-store.ts';

export interface TileBucketOptions {
  readonly bucket: Bucket;
  /** Of the one object that writes to the bucket. */
  readonly database: SqlDatabase;
  /** The log's; its name is the origin. */
  readonly signer: NoteSigner;
}

/** A log's tree in a bucket, in the layout of C2SP tlog-tiles; its head in SQL. */
export interface TileBucket extends TileStore, PublishedCheckpoint {
  /** False after a write failed: open it anew. */
  isSound(): boolean;
  /** The place of an entry that is durable, without reading the others. @param leaf its hash */
  indexOf(leaf: Bytes): number | undefined;
  /**
   * Every entry of the head, after a check of all tiles: two reads of the bucket for each 256 entries.
   * @throws AgeError ERR_STORE_UNAVAILABLE naming the file that is not what it has to be
   */
  entries(): Promise<readonly Bytes[]>;
}

/**
 * Opens, or begins, the log in a bucket. An append is decided in SQL before any of its tiles is written, and finished
 * by the next opening when this one dies: so a path of the bucket has one content only, whoever writes it. An opening
 * reads the head, the checkpoint and the last tile of each level, and checks that they belong together.
 * @throws AgeError ERR_STORE_UNAVAILABLE with the reason
 */
export async function openTileBucket({ bucket, database, signer }: TileBucketOptions): Promise<TileBucket> {
  const table = headTable(database);
  let [checkpoint, etag] = await loadCheckpoint();
  const written = table.head();
  let head = written === undefined ? await begin() : await readOwn(written, 'the head');
  /** Whether an append or a publication failed, so that nobody knows what is written. */
  let isBroken = false;
  let isGrowing = false;
  /** Size of the tree that is being published. */
  let publishing: number | undefined;
  const left = table.growth();
  if (left !== undefined) await finish(left.next, left.entries);
  await checkEdge();

  async function loadCheckpoint(): Promise<[SignedHead?, string?]> {
    const file = await reach(() => bucket.get(CHECKPOINT));
    return file === null ? [] : [await readOwn(await file.text(), CHECKPOINT), file.etag];
  }

  function readOwn(text: string, name: string): Promise<SignedHead> {
    return readOwnCheckpoint(text, signer.key).catch(() => {
      throw storeFault(`${name} is no checkpoint of this log`);
    });
  }

  /** A head that got lost is not begun anew: the log would sign a second tree. */
  async function begin(): Promise<SignedHead> {
    const { objects } = await reach(() => bucket.list({ prefix: 'tile/', limit: 1 }));
    if (checkpoint !== undefined || objects.length > 0) throw storeFault('the head is missing');
    const first = await signHead({ size: 0, root: await emptyRoot() }, signer);
    table.begin(first.text);
    return first;
  }

  async function readFrom(size: number, tile: Tile): Promise<Bytes> {
    const widest = widestOf(tile, size);
    if (widest === undefined) throw new TypeError('no tile of this tree');
    const file = await bucket.get(formatTilePath(widest));
    if (file === null) throw storeFault(`${formatTilePath(widest)} is missing`);
    const bytes = new Uint8Array(await file.arrayBuffer());
    return widest.width === tile.width ? bytes : cutTile(tile, bytes);
  }

  /** Writes the tiles of an append that is decided, and makes what it leads to the head. */
  async function finish(text: string, added: readonly Bytes[]): Promise<void> {
    const before = head;
    const { tiles, next } = await growTree(before, added, (tile) => readFrom(before.size, tile), signer);
    if (next.text !== text) throw storeFault('the append under way does not lead to its head');
    await Promise.all([...tiles].map(([path, bytes]) => bucket.put(path, bytes)));
    table.settle(text, await Promise.all(added.map((entry) => hashLeaf(entry))), before.size);
    head = next;
    await prune(before.size, [next.size]);
  }

  /** Removes the partial tiles of a tree that neither the head, nor `sizes`, nor the published tree has. */
  async function prune(of: number, sizes: readonly number[]): Promise<void> {
    const kept = [...sizes, head.size, checkpoint?.size ?? head.size, publishing ?? head.size];
    const gone = partialsOf(of).filter((tile) => !kept.some((size) => isTileOf(tile, size)));
    // One that stays is in nobody's way.
    if (gone.length > 0) await bucket.delete(gone.map(formatTilePath)).catch(() => {});
  }

  /** Whoever reads the bucket knows nothing of a head that is ahead: the tiles of the tree itself have to be there. */
  async function writePartials(size: number): Promise<void> {
    const missing = partialsOf(size).filter((tile) => !isTileOf(tile, head.size));
    await Promise.all(missing.map(async (tile) => bucket.put(formatTilePath(tile), await read(tile))));
  }

  async function checkEdge(): Promise<void> {
    const rootOf = (size: number): Promise<Bytes> => openTree(size, (tile) => readFrom(head.size, tile)).root();
    const isWhole = await holds(async () => isEqual(await rootOf(head.size), head.root));
    if (!isWhole) throw storeFault('the tiles are not those of the head');
    const published = checkpoint;
    if (published === undefined) return;
    const isBeginning =
      published.size <= head.size && (await holds(async () => isEqual(await rootOf(published.size), published.root)));
    if (!isBeginning) throw storeFault(`${CHECKPOINT} is not of the head's tree`);
  }

  const read: ReadTile = async (tile) => {
    for (;;) {
      const { size } = head;
      try {
        return await readFrom(size, tile);
      } catch (error) {
        // The tile that was looked for may have been replaced by a wider one in the meantime.
        if (head.size === size) throw error instanceof TypeError ? error : storeFault('a tile cannot be read');
      }
    }
  };

  return {
    head: () => head,
    isSound: () => !isBroken,
    indexOf: table.placeOf,
    entries: () => checkFolder(head, checkpoint, (tile) => readFrom(head.size, tile)),
    read,
    async append(added) {
      if (isBroken || isGrowing) throw storeFault('an append failed or is not over');
      const first = head.size;
      if (added.length === 0) return first;
      isGrowing = true;
      try {
        const { next } = await growTree(head, added, (tile) => readFrom(head.size, tile), signer);
        if (!table.decide(head.text, { next: next.text, entries: added })) throw storeFault('another object writes');
        await finish(next.text, added);
      } catch {
        isBroken = true;
        throw storeFault('the log could not be written');
      }
      isGrowing = false;
      return first;
    },
    published: () => checkpoint,
    async publish(text) {
      const next = await readOwnCheckpoint(text, signer.key);
      publishing = next.size;
      // An object that was replaced while it wrote must not put an older tree over a newer one.
      const onlyIf = etag === undefined ? { etagDoesNotMatch: '*' } : { etagMatches: etag };
      const put = await writePartials(next.size)
        .then(() => bucket.put(CHECKPOINT, text, { onlyIf }))
        .catch(() => null);
      publishing = undefined;
      if (put === null) {
        isBroken = true;
        throw storeFault('the checkpoint could not be written');
      }
      const before = checkpoint;
      [checkpoint, etag] = [next, put.etag];
      if (before !== undefined) await prune(before.size, []);
    },
  };
}

/** The partial tiles of a tree. */
function partialsOf(size: number): readonly Tile[] {
  const levels: Tile['level'][] = ['entries', ...Array.from({ length: levelsOf(size) }, (_, level) => level)];
  return levels.flatMap((level) => tilesOf(size, level).slice(-1)).filter(({ width }) => width < TILE_WIDTH);
}

async function holds(isSo: () => Promise<boolean>): Promise<boolean> {
  try {
    return await isSo();
  } catch {
    return false;
  }
}

async function reach<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch {
    throw storeFault('the bucket does not answer');
  }
}

function storeFault(cause: string): AgeError {
  return new AgeError('ERR_STORE_UNAVAILABLE', cause);
}
