import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { hashLeaf } from '@bauta/sdk/protocol';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { bucketFiles } from '../../services/log/bucket-files.ts';
import { openTileFolder } from '../../services/log/tree/tile-folder.ts';
import { temporaryFolder } from '../ports/bodies.ts';
import { LOG, smallText, upTo } from './ground.ts';
import { type BucketPlace, openBuckets } from './tile-bucket-ground.ts';
import { describeTileStore, entry } from './tile-store-contract.ts';

let buckets: Awaited<ReturnType<typeof openBuckets>>;
beforeAll(async () => {
  buckets = await openBuckets();
}, 60_000);
afterAll(() => buckets?.stop());

describeTileStore('a bucket', () => buckets.place());

describeTileStore('a folder', () => {
  const folder = temporaryFolder();
  let last: { close(): void } | undefined;
  onTestFinished(() => last?.close());
  return {
    async open() {
      last?.close();
      const opened = await openTileFolder(folder, LOG);
      last = opened;
      return opened;
    },
    files: async () =>
      readdirSync(join(folder, 'tile'), { recursive: true, withFileTypes: true })
        .filter((file) => file.isFile())
        .map((file) => join(file.parentPath, file.name).slice(folder.length + 1))
        .sort(),
  };
});

/** Every file of a log with 300 entries, of which 290 are published. */
async function filled(): Promise<BucketPlace> {
  const place = buckets.place();
  const store = await place.open();
  await store.append(upTo(290).map(entry));
  await store.publish(store.head().text);
  await store.append(upTo(300).slice(290).map(entry));
  return place;
}

const refusal = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'none',
    (error) => `${error.code}: ${error.cause}`,
  );

describe('a bucket whose object dies in the middle of an append', () => {
  it.each([...upTo(5).map((acts) => ['put', acts] as const), ...upTo(2).map((acts) => ['write', acts] as const)])(
    'at %s number %i, gives no place twice',
    async (kind, acts) => {
      const place = await filled();
      const store = await place.open();
      place.dieAfter(acts, kind);
      const added = upTo(530).slice(300).map(entry);
      const answer = await store.append(added).catch((error) => error.code);
      expect(store.isSound()).toBe(answer === 300);
      if (answer !== 300) await expect(store.append([entry(900)])).rejects.toThrow();
      const again = await place.open();
      const entries = await again.entries();
      // All of it or nothing: and as soon as it was decided, all of it, whatever came to be written.
      expect([300, 530]).toContain(entries.length);
      if (answer === 300 || kind === 'put') expect(entries.length).toBe(530);
      expect(await again.append([entry(901)])).toBe(entries.length);
      expect((await (await place.open()).entries()).length).toBe(entries.length + 1);
    },
  );

  it('says where an entry is, also of the append that was finished later', async () => {
    const place = buckets.place();
    const store = await place.open();
    await store.append([entry(0)]);
    place.dieAfter(1, 'put');
    await expect(store.append([entry(1)])).rejects.toThrow();
    const again = await place.open();
    expect(again.indexOf(await hashLeaf(entry(0)))).toBe(0);
    expect(again.indexOf(await hashLeaf(entry(1)))).toBe(1);
    expect(again.indexOf(await hashLeaf(entry(2)))).toBe(undefined);
  });
});

describe('two objects that believe to be the one', () => {
  it('give no place twice', async () => {
    const place = await filled();
    const [first, second] = [await place.open(), await place.openAs(place.bucket)];
    expect(await first.append([entry(300)])).toBe(300);
    expect(await refusal(second.append([entry(301)]))).toMatch('ERR_STORE_UNAVAILABLE');
    expect(second.isSound()).toBe(false);
    expect((await (await place.open()).entries()).at(-1)).toEqual(entry(300));
  });

  it('do not put an older checkpoint over a newer one', async () => {
    const place = await filled();
    const [older, newer] = [await place.open(), await place.openAs(place.bucket)];
    const { text } = older.head();
    await newer.append([entry(300)]);
    await newer.publish(newer.head().text);
    expect(await refusal(older.publish(text))).toMatch('ERR_STORE_UNAVAILABLE');
    expect((await place.open()).published()?.size).toBe(301);
    const fresh = buckets.place();
    const [one, other] = [await fresh.open(), await fresh.openAs(fresh.bucket)];
    await one.publish(one.head().text);
    expect(await refusal(other.publish(other.head().text))).toMatch('ERR_STORE_UNAVAILABLE');
  });
});

describe('a bucket is refused', () => {
  const flip = (path: string) => async (place: BucketPlace) => {
    const file = await place.bucket.get(path);
    const bytes = new Uint8Array((await file?.arrayBuffer()) as ArrayBuffer);
    bytes[40] = (bytes[40] as number) ^ 1;
    await place.bucket.put(path, bytes);
  };

  it.each([
    ['when the last tile was changed', flip('tile/0/001.p/44'), /tiles are not those of the head/],
    ['when it lacks the last tile', (place: BucketPlace) => place.bucket.delete(['tile/0/001.p/44']), /not those/],
    ['when the checkpoint was changed', flip('checkpoint'), /checkpoint is no checkpoint of this log/],
    [
      'when another tree is published',
      async (place: BucketPlace) => {
        const other = buckets.place();
        const store = await other.open();
        await store.append([entry(7)]);
        await place.bucket.put('checkpoint', store.head().text);
      },
      /checkpoint is not of the head's tree/,
    ],
  ])('%s', async (_, damage, reason) => {
    const place = await filled();
    await damage(place);
    expect(await refusal(place.open())).toMatch(reason);
  });

  it('when it holds a log and the head of it is gone', async () => {
    const place = await filled();
    const other = buckets.place();
    expect(await refusal(other.openAs(place.bucket))).toMatch(/the head is missing/);
    await place.bucket.delete(['checkpoint']);
    expect(await refusal(other.openAs(place.bucket))).toMatch(/the head is missing/);
  });

  it('for what is new, when a tile that an opening does not read was changed; and says which', async () => {
    const place = await filled();
    await flip('tile/entries/000')(place);
    const store = await place.open();
    expect(await refusal(store.entries())).toMatch(/tile\/entries\/000 of the log/);
  });
});

describe('what is published of a bucket', () => {
  it('can be read whole also when the head was ahead of it as it was published, and while it goes on', async () => {
    const place = await filled();
    const store = await place.open();
    const files = bucketFiles(place.bucket);
    for (let size = 301; size < 310; size += 3) {
      await store.append([entry(size - 1)]);
      const { text } = store.head();
      await store.append([entry(size), entry(size + 1)]);
      await store.publish(text);
      const widths = [size - 256, size - 257, 10].flatMap((width) =>
        ([0, 'entries'] as const).map((level) => ({ level, index: 1, width })),
      );
      for (const tile of widths) expect(await files.tile(tile)).toEqual(await store.read(tile));
      expect(await files.tile({ level: 0, index: 1, width: size - 255 })).toBe(undefined);
    }
    expect((await place.files()).filter((path) => path.includes('.p/')).length).toBeLessThanOrEqual(6);
  });
});

describe('an opening', () => {
  it('reads a handful of files, however many entries there are', async () => {
    const place = buckets.place();
    const first = await place.open();
    await first.append(upTo(3000).map(entry));
    await first.publish(first.head().text);
    const before = place.reads();
    const store = await place.open();
    const opening = place.reads() - before;
    process.stdout.write(`an opening of 3000 entries: ${opening} reads of the bucket\n`);
    expect(opening).toBeLessThanOrEqual(6);
    expect((await store.entries()).length).toBe(3000);
    process.stdout.write(`all ${smallText(0).length} byte entries: ${place.reads() - before - opening} reads\n`);
  });
});
