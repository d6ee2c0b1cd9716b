import { type Bytes, hashLeaf, openTree, readEntryBundle, tilesOf, writeUtf8 } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import type { PublishedCheckpoint, TileStore } from '../../services/log/tree/tile-store.ts';
import { smallText, upTo } from './ground.ts';

export const entry = (number: number): Bytes => writeUtf8(smallText(number));

/** A place for a log. Opened again, it is the same log. */
export interface TilePlace {
  open(): Promise<TileStore & PublishedCheckpoint>;
  /** The paths of its tiles. */
  files(): Promise<readonly string[]>;
}

/** What every store of a log's tree promises. @param place a new one each time */
export function describeTileStore(name: string, place: () => TilePlace | Promise<TilePlace>): void {
  describe(`a log's tree in ${name}`, () => {
    it('gives places in order, and its tiles are the tree of its head', async () => {
      const store = await (await place()).open();
      expect(await store.append([entry(0)])).toBe(0);
      expect(await store.append(upTo(300).slice(1).map(entry))).toBe(1);
      expect(await store.append([])).toBe(300);
      const { size, root } = store.head();
      expect(size).toBe(300);
      const tree = openTree(size, (tile) => store.read(tile), root);
      for (const index of [0, 255, 256, 299])
        expect(await tree.hashOfLeaf(index)).toEqual(await hashLeaf(entry(index)));
      const bundles = await Promise.all(tilesOf(size, 'entries').map((tile) => store.read(tile)));
      expect(bundles.flatMap((bundle) => readEntryBundle(bundle))).toEqual(upTo(300).map(entry));
    });

    it('goes on where its head was', async () => {
      const ground = await place();
      const first = await ground.open();
      await first.append(upTo(3).map(entry));
      const { text } = first.head();
      const store = await ground.open();
      expect(store.head().text).toBe(text);
      expect(await store.append([entry(3)])).toBe(3);
    });

    it('reads tiles of smaller trees, and none of a larger one', async () => {
      const store = await (await place()).open();
      for (const number of upTo(5)) await store.append([entry(number)]);
      for (const width of [1, 3, 5])
        expect(readEntryBundle(await store.read({ level: 'entries', index: 0, width }))).toHaveLength(width);
      await expect(store.read({ level: 0, index: 0, width: 6 })).rejects.toThrow(TypeError);
    });

    it('keeps what is published, and of partial tiles those of the head and of what is published', async () => {
      const ground = await place();
      const store = await ground.open();
      expect(store.published()).toBe(undefined);
      for (const number of upTo(4)) await store.append([entry(number)]);
      await store.publish(store.head().text);
      await store.append([entry(4)]);
      await store.append([entry(5)]);
      const kept = ['tile/0/000.p/4', 'tile/0/000.p/6', 'tile/entries/000.p/4', 'tile/entries/000.p/6'];
      expect(await ground.files()).toEqual(kept);
      expect((await ground.open()).published()?.size).toBe(4);
    });
  });
}
