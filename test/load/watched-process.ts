/** What a process holds, in bytes. */
export interface Held {
  /** Resident. */
  readonly rss: number;
  /** Of the heap, once what nobody needs is gone. */
  readonly heap: number;
  /** Buffers outside of it. */
  readonly buffers: number;
}

/** What every process of a load run can be asked about itself. */
export const ownFigures = {
  /** Microseconds of CPU of all its threads, so far. */
  cpu(): number {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  /** @throws unless node runs with `--expose-gc`. */
  held(): Held {
    const { gc } = globalThis as { gc?: () => void };
    if (!gc) throw new Error('--expose-gc is missing');
    gc();
    const { rss, heapUsed, external } = process.memoryUsage();
    return { rss, heap: heapUsed, buffers: external };
  },
};
