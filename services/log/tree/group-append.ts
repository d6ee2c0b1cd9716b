import type { Bytes } from '@bauta/sdk/protocol';
import type { TileStore } from './tile-store.ts';

/**
 * Appends one at a time to a store that takes many at once: what arrives while one append is under way goes with the
 * next, since the fsyncs of an append cost more than its entries.
 * @param onGrown called after each append, before anyone is answered.
 */
export function groupAppend(store: TileStore, onGrown: () => void): GroupAppend {
  let waiting: Waiting[] = [];
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        const first = await store.append(group.map(({ entry }) => entry));
        onGrown();
        for (const [i, { resolve }] of group.entries()) resolve(first + i);
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    running = undefined;
  }

  return {
    append: (entry) =>
      new Promise((resolve, reject) => {
        waiting.push({ entry, resolve, reject });
        running ??= run();
      }),
    async settle() {
      await running;
    },
  };
}

export interface GroupAppend {
  /** Appends an entry and resolves to its index when it is durable. */
  append(entry: Bytes): Promise<number>;
  /** Resolves when no append is under way. */
  settle(): Promise<void>;
}

interface Waiting {
  readonly entry: Bytes;
  readonly resolve: (index: number) => void;
  readonly reject: (fault: unknown) => void;
}
