import type { Bytes } from '../protocol/bytes.ts';

/**
 * The site's memory of spent tokens: the one thing that makes a token open one door only.
 *
 * The promise that every adapter keeps: of all calls with one nullifier, from any process, exactly one is answered
 * `true` until `until`; an acknowledged spend survives a crash of the process; a past `until` is refused (its bucket
 * may be gone); and a store that cannot know throws `AgeError('ERR_STORE_UNAVAILABLE')`, so that the door stays shut.
 */
export interface SpentSet {
  /**
   * @param nullifier 32 bytes. @param until Unix seconds, computed from the token's epoch: one nullifier always comes
   *   with the same `until`, so stores may bucket by it and drop whole buckets.
   * @returns true for the first caller, false for every later one and for a past `until`.
   */
  spend(nullifier: Bytes, until: number): Promise<boolean>;
}
