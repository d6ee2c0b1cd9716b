import { type Bytes, TILE_WIDTH, type Tree } from '../protocol/index.ts';

/** Entries that a log gives at once. */
export interface EntryBundle {
  /** Index of its first entry. */
  readonly from: number;
  /** In the order of the log, each checked against the tree. */
  readonly entries: readonly { readonly index: number; readonly entry: Bytes }[];
}

/**
 * The bundles of a log from its end backwards, each read when it is asked for.
 * @param size of the tree. @param most bundles of 256 entries. @throws AgeError ERR_LOG_PROOF, ERR_LOG_MALFORMED as the tree
 */
export async function* bundlesFromEnd(tree: Tree, size: number, most: number): AsyncGenerator<EntryBundle> {
  for (let to = size, left = most; to > 0 && left > 0; left--) {
    const from = Math.floor((to - 1) / TILE_WIDTH) * TILE_WIDTH;
    const entries: EntryBundle['entries'][number][] = [];
    for await (const entry of tree.entries(from, to)) entries.push(entry);
    yield { from, entries };
    to = from;
  }
}
