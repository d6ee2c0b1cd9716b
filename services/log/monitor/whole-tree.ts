import {
  type Bytes,
  formatTilePath,
  isEqual,
  levelsOf,
  openTree,
  type ReadTile,
  readEntryBundle,
  type Tile,
  type Tree,
  tilesOf,
} from '@bauta/sdk/protocol';
import { growTiles } from '../tree/grow-tiles.ts';

/** Every entry of a log, and what its tiles have to be. */
export interface WholeTree {
  readonly entries: readonly Bytes[];
  /** The tree that the entries give, whatever the tiles hold; undefined when not all of them can be read. */
  readonly tree: Tree | undefined;
  /** The bundle that cannot be read, or the tiles of hashes that are missing or are not what the entries give. */
  readonly faults: readonly Tile[];
}

/** Reads all of a tree and computes it anew from its entries alone. @param read rejects for a tile that is not there. */
export async function readWholeTree(size: number, read: ReadTile): Promise<WholeTree> {
  const entries: Bytes[] = [];
  const computed = new Map<string, Bytes>();
  const recall: ReadTile = async (tile) => computed.get(formatTilePath(tile)) ?? new Uint8Array(0);
  for (const bundle of tilesOf(size, 'entries')) {
    const part = await readBundle(bundle, read);
    if (part === undefined) return { entries, tree: undefined, faults: [bundle] };
    for (const { bytes, ...tile } of await growTiles(entries.length, part, recall)) {
      computed.set(formatTilePath(tile), bytes);
    }
    entries.push(...part);
  }
  const faults: Tile[] = [];
  for (let level = 0; level < levelsOf(size); level++) {
    for (const tile of tilesOf(size, level)) {
      const held = await read(tile).catch(() => undefined);
      if (held === undefined || !isEqual(held, await recall(tile))) faults.push(tile);
    }
  }
  return { entries, tree: openTree(size, recall), faults };
}

async function readBundle(bundle: Tile, read: ReadTile): Promise<readonly Bytes[] | undefined> {
  try {
    const part = readEntryBundle(await read(bundle));
    return part.length === bundle.width ? part : undefined;
  } catch {
    return undefined;
  }
}
