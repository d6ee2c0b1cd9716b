import { openSqlite } from '@bauta/sdk/stores/sqlite';
import { Miniflare } from 'miniflare';
import { onTestFinished } from 'vitest';
import type { Bucket } from '../../services/log/tree/bucket.ts';
import { openTileBucket, type TileBucket } from '../../services/log/tree/tile-bucket.ts';
import { LOG } from './ground.ts';
import type { TilePlace } from './tile-store-contract.ts';

/** Buckets as Workers have them. */
export async function openBuckets() {
  const runtime = new Miniflare({
    modules: [{ type: 'ESModule', path: 'worker.js', contents: 'export default { fetch: () => new Response() }' }],
    compatibilityDate: '2026-04-26',
    cf: false,
    r2Buckets: ['TILES'],
  });
  const whole = (await runtime.getR2Bucket('TILES')) as unknown as Bucket;
  let places = 0;
  return {
    /** A new place in the bucket, beside a database of its own. */
    place: (): BucketPlace => bucketPlace(whole, `${++places}/`),
    stop: () => runtime.dispose(),
  };
}

export interface BucketPlace extends TilePlace {
  readonly bucket: Bucket;
  open(): Promise<TileBucket>;
  /** After so many more acts of the given kind, everything fails until the next opening. */
  dieAfter(acts: number, kind: 'put' | 'write'): void;
  /** How often the bucket was read. */
  readonly reads: () => number;
  /** Opens beside the one that is open, as an object that was replaced and does not know. */
  openAs(bucket: Bucket): Promise<TileBucket>;
}

type Listing = { list(options: object): Promise<{ objects: { key: string }[] }> };

function bucketPlace(whole: Bucket, prefix: string): BucketPlace {
  const database = openSqlite(':memory:');
  onTestFinished(() => database.close());
  let reads = 0;
  let left = Number.POSITIVE_INFINITY;
  let dying: 'put' | 'write' = 'put';
  const live = (kind: 'put' | 'write'): void => {
    if (dying === kind && left-- <= 0) throw new Error('dead');
  };
  const bucket: Bucket = {
    async get(path) {
      reads++;
      return whole.get(prefix + path);
    },
    async put(path, content, options) {
      live('put');
      return whole.put(prefix + path, content, options);
    },
    delete: async (paths) => whole.delete(paths.map((path) => prefix + path)),
    list: ({ prefix: of, limit }) => whole.list({ prefix: prefix + of, limit }),
  };
  const mortal = {
    ...database,
    prepare: database.prepare.bind(database),
    exec: database.exec.bind(database),
    repeat: database.repeat.bind(database),
    transaction<T>(act: () => T): T {
      live('write');
      return database.transaction(act);
    },
  };
  return {
    bucket,
    open() {
      left = Number.POSITIVE_INFINITY;
      return openTileBucket({ bucket, database: mortal, signer: LOG });
    },
    openAs: (other) => openTileBucket({ bucket: other, database: mortal, signer: LOG }),
    dieAfter(acts, kind) {
      [left, dying] = [acts, kind];
    },
    reads: () => reads,
    async files() {
      const { objects } = await (whole as unknown as Listing).list({ prefix: `${prefix}tile/` });
      return objects.map(({ key }) => key.slice(prefix.length)).sort();
    },
  };
}
