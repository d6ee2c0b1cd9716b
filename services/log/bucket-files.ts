import { AgeError, formatTilePath, parseNote, readCheckpoint } from '@bauta/sdk/protocol';
import type { PublishedFiles } from './file-routes.ts';
import { type Bucket, CHECKPOINT } from './tree/bucket.ts';
import { cutTile } from './tree/grow-tiles.ts';
import { widestOf } from './tree/tile-store.ts';

/** What is published in a bucket, for whoever only reads it: a checkpoint is one read, a tile two. */
export function bucketFiles(bucket: Pick<Bucket, 'get'>): PublishedFiles {
  const checkpoint = async (): Promise<string | undefined> => (await bucket.get(CHECKPOINT))?.text();
  const publishedSize = async (): Promise<number> => {
    const text = await checkpoint();
    return text === undefined ? 0 : readCheckpoint(parseNote(text).text).size;
  };

  return {
    checkpoint: () => inReach(checkpoint),
    tile: (tile) =>
      inReach(async () => {
        for (let size = await publishedSize(); ; ) {
          const widest = widestOf(tile, size);
          if (widest === undefined) return undefined;
          const file = await bucket.get(formatTilePath(widest));
          if (file !== null) {
            const bytes = new Uint8Array(await file.arrayBuffer());
            return widest.width === tile.width ? bytes : cutTile(tile, bytes);
          }
          // It may have been replaced by a wider one, of a tree that was published in the meantime.
          const newer = await publishedSize();
          if (newer <= size) throw new TypeError('a tile of the published tree is missing');
          size = newer;
        }
      }),
  };
}

async function inReach<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch {
    throw new AgeError('ERR_STORE_UNAVAILABLE', 'the bucket cannot be read');
  }
}
