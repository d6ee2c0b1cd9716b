import { type Bytes, type Checkpoint, type Tile, tileAt } from '@bauta/sdk/protocol';

/** The tree that is durable, with the log's own signature and nobody's cosignature. */
export interface SignedHead extends Checkpoint {
  /** The signed note. */
  readonly text: string;
}

/** Keeps a tree of entries. An index once returned is never given to another entry, whatever dies when. */
export interface TileStore {
  /** The head of all that is durable. */
  head(): SignedHead;
  /**
   * Appends in the order given; one call after the other. @returns the index of the first, when entries, tiles and the
   * new head are durable. @throws AgeError ERR_STORE_UNAVAILABLE; nobody then knows what is durable, so that the store
   * takes nothing more until it is opened anew.
   */
  append(entries: readonly Bytes[]): Promise<number>;
  /** A tile of the head's tree or of any smaller one. @throws AgeError ERR_STORE_UNAVAILABLE */
  read(tile: Tile): Promise<Bytes>;
}

/** Where the last published checkpoint is kept. */
export interface PublishedCheckpoint {
  published(): SignedHead | undefined;
  /** Replaces it, durably and at once. @param text of a note over a head of the same store. */
  publish(text: string): Promise<void>;
}

/** The same tile as wide as it is in a tree of `size` leaves; undefined when the tree does not hold all of it. */
export function widestOf({ level, index, width }: Tile, size: number): Tile | undefined {
  const widest = tileAt(size, level, 256 * index);
  return width <= widest.width ? widest : undefined;
}

/** Whether a tree of `size` leaves has this very tile: full, or as wide as its last one. */
export function isTileOf(tile: Tile, size: number): boolean {
  return widestOf(tile, size)?.width === tile.width;
}
