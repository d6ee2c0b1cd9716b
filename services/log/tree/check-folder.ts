import {
  AgeError,
  type Bytes,
  formatTilePath,
  isEqual,
  openTree,
  type ReadTile,
  type TreeHead,
} from '@bauta/sdk/protocol';
import { readWholeTree } from '../monitor/whole-tree.ts';

/**
 * Checks that the tiles of a folder are the tree of its head, all of them, and that what was published is its beginning.
 * @returns the entries. @throws AgeError ERR_STORE_UNAVAILABLE naming the file that is not what it has to be.
 */
export async function checkFolder(
  head: TreeHead,
  published: TreeHead | undefined,
  read: ReadTile,
): Promise<readonly Bytes[]> {
  const { entries, tree, faults } = await readWholeTree(head.size, read);
  const [fault] = faults;
  if (tree === undefined) refuse(fault ? formatTilePath(fault) : 'tile');
  if (!isEqual(await tree.root(), head.root)) {
    const isOfTiles = faults.length > 0 && isEqual(await rootOf(head.size, read), head.root);
    // When the tiles lead to the head, it is the entries beside them that were changed.
    const culprit = fault && isOfTiles ? { ...fault, level: 'entries' as const } : fault;
    refuse(culprit ? formatTilePath(culprit) : 'private/head');
  }
  if (fault) refuse(formatTilePath(fault));
  if (published) {
    const isBeginning = published.size <= head.size && isEqual(await rootOf(published.size, read), published.root);
    if (!isBeginning) refuse(published.size > head.size ? 'private/head' : 'checkpoint');
  }
  return entries;
}

async function rootOf(size: number, read: ReadTile): Promise<Bytes> {
  try {
    return await openTree(size, read).root();
  } catch {
    return new Uint8Array(0);
  }
}

function refuse(file: string): never {
  throw new AgeError('ERR_STORE_UNAVAILABLE', `${file} of the log is not what the rest of it says`);
}
