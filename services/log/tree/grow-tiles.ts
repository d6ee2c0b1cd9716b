import {
  type Bytes,
  concat,
  hashLeaf,
  hashNode,
  type ReadTile,
  readEntryBundle,
  TILE_WIDTH,
  type Tile,
  writeEntryBundle,
} from '@bauta/sdk/protocol';

const HASH_LENGTH = 32;

/** A tile and its bytes. */
export interface WrittenTile extends Tile {
  readonly bytes: Bytes;
}

/**
 * The tiles and entry bundles that an append makes: those that got wider, and those that are new.
 * @param size leaves before. @param read gives the last, partial tiles of the tree before.
 */
export async function growTiles(size: number, entries: readonly Bytes[], read: ReadTile): Promise<WrittenTile[]> {
  const tiles = await widen({ level: 'entries', before: size, items: entries, read });
  let hashes = await Promise.all(entries.map((entry) => hashLeaf(entry)));
  let before = size;
  for (let level = 0; hashes.length > 0; level++) {
    const written = await widen({ level, before, items: hashes, read });
    tiles.push(...written);
    const full = written.filter(({ width }) => width === TILE_WIDTH);
    hashes = await Promise.all(full.map(({ bytes }) => rootOfFull(split(level, bytes))));
    before = Math.floor(before / TILE_WIDTH);
  }
  return tiles;
}

/** The beginning of a wider tile's bytes that is `tile`. */
export function cutTile({ level, width }: Tile, bytes: Bytes): Bytes {
  return join(level, split(level, bytes).slice(0, width));
}

/** One level of an append: what is new stands behind what the last tile holds. */
async function widen(row: {
  readonly level: Tile['level'];
  /** Items of the level before. */
  readonly before: number;
  readonly items: readonly Bytes[];
  readonly read: ReadTile;
}): Promise<WrittenTile[]> {
  const { level, before, read } = row;
  if (row.items.length === 0) return [];
  const first = Math.floor(before / TILE_WIDTH);
  const width = before % TILE_WIDTH;
  const held = width === 0 ? [] : split(level, await read({ level, index: first, width }));
  const items = [...held, ...row.items];
  const tiles: WrittenTile[] = [];
  for (let at = 0; at < items.length; at += TILE_WIDTH) {
    const part = items.slice(at, at + TILE_WIDTH);
    tiles.push({ level, index: first + at / TILE_WIDTH, width: part.length, bytes: join(level, part) });
  }
  return tiles;
}

function split(level: Tile['level'], bytes: Uint8Array): readonly Bytes[] {
  if (level === 'entries') return readEntryBundle(bytes);
  const hashes: Bytes[] = [];
  for (let at = 0; at < bytes.length; at += HASH_LENGTH) hashes.push(bytes.slice(at, at + HASH_LENGTH) as Bytes);
  return hashes;
}

function join(level: Tile['level'], items: readonly Bytes[]): Bytes {
  return level === 'entries' ? writeEntryBundle(items) : concat(...items);
}

/** The hash that a full tile is at the level above. */
async function rootOfFull(hashes: readonly Bytes[]): Promise<Bytes> {
  let row = hashes;
  while (row.length > 1) {
    const above: Bytes[] = [];
    for (let i = 0; i < row.length; i += 2) above.push(await hashNode(row[i] as Bytes, row[i + 1] as Bytes));
    row = above;
  }
  return row[0] as Bytes;
}
