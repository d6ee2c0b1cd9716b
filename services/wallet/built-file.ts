import type { Bytes } from '@bauta/sdk/protocol';
import type { Headers } from './headers.ts';

/** A file of the wallet as it is served. */
export interface BuiltFile {
  /** The path of its URL. */
  readonly path: string;
  readonly bytes: Bytes;
  /** All headers of the answer, names in lower case. */
  readonly headers: Headers;
}
