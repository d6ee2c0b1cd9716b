/** What of an R2 bucket the log uses. R2 is strongly consistent: what was put is what everyone gets from then on. */
export interface Bucket {
  get(path: string): Promise<BucketFile | null>;
  /** @returns null when `onlyIf` does not hold, and nothing was put. */
  put(path: string, content: Uint8Array | string, options?: PutOptions): Promise<{ readonly etag: string } | null>;
  delete(paths: string[]): Promise<void>;
  list(options: { readonly prefix: string; readonly limit: number }): Promise<{ readonly objects: readonly unknown[] }>;
}

interface BucketFile {
  readonly etag: string;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

interface PutOptions {
  readonly onlyIf?: { readonly etagMatches: string } | { readonly etagDoesNotMatch: string };
}

/** Where the published checkpoint is, in the bucket as in a folder. */
export const CHECKPOINT = 'checkpoint';
