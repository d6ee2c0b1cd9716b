/** The last checkpoint that was believed, kept over restarts: what forks and roll-backs are seen against. */
export interface SeenCheckpoint {
  /** The signed note; undefined before the first one. */
  load(): Promise<string | undefined>;
  /** Resolves when it is kept. */
  save(checkpoint: string): Promise<void>;
}

/** Kept in this process alone: after a restart the log may have been rewritten, within what its witnesses cosign. */
export function seenInMemory(): SeenCheckpoint {
  let seen: string | undefined;
  return {
    load: async () => seen,
    async save(checkpoint) {
      seen = checkpoint;
    },
  };
}
