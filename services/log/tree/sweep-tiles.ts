import { readdir, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { parseTilePath, TILE_WIDTH, type Tile } from '@bauta/sdk/protocol';
import { UNFINISHED } from './durable-files.ts';
import { isTileOf } from './tile-store.ts';

/**
 * Removes what a crash left in `tile/`: unfinished files, and tiles of trees that no head was ever signed for.
 * @param sizes of the trees whose tiles stay. @returns the paths of the partial tiles that stay.
 */
export async function sweepTiles(folder: string, sizes: readonly number[]): Promise<Set<string>> {
  const partials = new Set<string>();
  const found = await readdir(join(folder, 'tile'), { recursive: true, withFileTypes: true }).catch(() => []);
  for (const file of found) {
    if (!file.isFile()) continue;
    const path = relative(folder, join(file.parentPath, file.name)).split(sep).join('/');
    const tile = tileOf(path);
    const isKept = tile ? sizes.some((size) => isTileOf(tile, size)) : !path.endsWith(UNFINISHED);
    if (!isKept) await rm(join(folder, path), { force: true });
    else if (tile && tile.width < TILE_WIDTH) partials.add(path);
  }
  return partials;
}

function tileOf(path: string): Tile | undefined {
  try {
    return parseTilePath(path);
  } catch {
    return undefined;
  }
}
