import type { SpentSet } from '../../verifier/spent-set.ts';
import { checkSpend } from '../spend-arguments.ts';

/**
 * A spent set in the memory of this process. It forgets with the process: after a restart every live token opens its
 * door once more, so it is for tests and demonstrations.
 * @param options.now the time in Unix seconds.
 */
export function memorySpentSet(options: { now: () => number }): SpentSet {
  const buckets = new Map<number, Set<string>>();
  // The highest `until` whose bucket is gone. A clock that is set back must not open it again.
  let dropped = 0;
  return {
    async spend(nullifier, until) {
      checkSpend(nullifier, until);
      const now = options.now();
      for (const past of buckets.keys()) {
        if (past > now) continue;
        buckets.delete(past);
        dropped = Math.max(dropped, past);
      }
      if (until <= now || until <= dropped) return false;
      const bucket = buckets.get(until) ?? new Set();
      buckets.set(until, bucket);
      // One flat string of one byte a character: a text that was put together costs five times the memory.
      const name = String.fromCharCode(...nullifier);
      if (bucket.has(name)) return false;
      bucket.add(name);
      return true;
    },
  };
}
