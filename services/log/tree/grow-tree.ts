import {
  type Bytes,
  formatTilePath,
  type NoteSigner,
  openTree,
  type ReadTile,
  type TreeHead,
} from '@bauta/sdk/protocol';
import { growTiles } from './grow-tiles.ts';
import { signHead } from './signed-head.ts';
import type { SignedHead } from './tile-store.ts';

/** What an append makes of a tree. */
export interface Grown {
  /** The tiles that got wider or are new, by their paths. */
  readonly tiles: ReadonlyMap<string, Bytes>;
  readonly next: SignedHead;
}

/** Appends to a tree, and signs what comes of it; nothing is written. @param read gives tiles of the tree before. */
export async function growTree(
  { size: before }: TreeHead,
  added: readonly Bytes[],
  read: ReadTile,
  signer: NoteSigner,
): Promise<Grown> {
  const tiles = new Map<string, Bytes>();
  for (const { bytes, ...tile } of await growTiles(before, added, read)) tiles.set(formatTilePath(tile), bytes);
  const size = before + added.length;
  const root = await openTree(size, async (tile) => tiles.get(formatTilePath(tile)) ?? read(tile)).root();
  return { tiles, next: await signHead({ size, root }, signer) };
}
