import {
  type Bytes,
  concat,
  formatTilePath,
  hashLeaf,
  hashNode,
  openTree,
  parseTilePath,
  type ReadTile,
  type Tree,
  tilesOf,
  writeEntryBundle,
  writeUtf8,
} from '@bauta/sdk/protocol';

/** Entry `index` of the trees of these tests. */
export const entryAt = (index: number): Bytes => writeUtf8(`entry ${index}\n`);

/** RFC 9162 §2.1.1 as it is written, without tiles. */
export async function naiveRoot(leaves: readonly Bytes[]): Promise<Bytes> {
  if (leaves.length === 1) return leaves[0] as Bytes;
  let half = 1;
  while (2 * half < leaves.length) half *= 2;
  return hashNode(await naiveRoot(leaves.slice(0, half)), await naiveRoot(leaves.slice(half)));
}

/** Tiles of a log in memory, by path. */
export class MemoryLog {
  readonly files = new Map<string, Bytes>();
  readonly reads: string[] = [];

  readonly read: ReadTile = async (tile) => {
    const path = formatTilePath(tile);
    this.reads.push(path);
    const found = this.files.get(path);
    if (found === undefined) throw new Error(`no ${path}`);
    return found;
  };

  /** Bytes of a hash tile of this log or of a narrower one that it once had. */
  hashesAt(path: string): Bytes {
    const { width, ...place } = parseTilePath(path);
    const now = [...this.files].map(([one, bytes]) => [parseTilePath(one), bytes] as const);
    const found = now.find(([tile]) => tile.level === place.level && tile.index === place.index);
    if (found === undefined) throw new Error(`no ${path}`);
    return found[1].slice(0, 32 * width);
  }

  tree(size: number, root?: Bytes): Tree {
    return openTree(size, this.read, root);
  }

  /** Writes the tiles that a tree over these leaves has at `size`. */
  static async over(entries: readonly Bytes[]): Promise<MemoryLog> {
    const log = new MemoryLog();
    const size = entries.length;
    const put = (level: number | 'entries', make: (from: number, width: number) => Bytes): void => {
      for (const tile of tilesOf(size, level)) {
        log.files.set(formatTilePath(tile), make(tile.index * 256, tile.width));
      }
    };
    put('entries', (from, width) => writeEntryBundle(entries.slice(from, from + width)));
    let row: Bytes[] = await Promise.all(entries.map(hashLeaf));
    for (let level = 0; row.length > 0; level++) {
      const hashes = row;
      put(level, (from, width) => concat(...hashes.slice(from, from + width)));
      const above: Bytes[] = [];
      for (let at = 0; at + 256 <= row.length; at += 256) above.push(await naiveRoot(row.slice(at, at + 256)));
      row = above;
    }
    return log;
  }
}
