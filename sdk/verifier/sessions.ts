import type { Bytes } from '../protocol/bytes.ts';

/**
 * Short-lived values of a door: one-time codes and session leases. Ids have 16 to 64 bytes.
 *
 * The promise: a value is gone when its time is over, by the clock of the server; `take` reads and deletes in one step,
 * so of two callers one gets it; `replace` compares and puts in one step, so of two callers with the same `before` one
 * succeeds; a store that cannot know throws `AgeError('ERR_STORE_UNAVAILABLE')`.
 */
export interface Sessions {
  /** Keeps `value` under `id` for `ttl` seconds; an earlier value under that id is replaced. */
  put(id: Bytes, value: string, ttl: number): Promise<void>;
  /** The value under `id`, which stays; undefined when there is none. */
  read(id: Bytes): Promise<string | undefined>;
  /** The value under `id`, which is gone with this call; undefined when there is none. */
  take(id: Bytes): Promise<string | undefined>;
  /** Keeps `value` under `id` for `ttl` seconds where `before` stands there still. @returns whether it did. */
  replace(id: Bytes, before: string, value: string, ttl: number): Promise<boolean>;
}
