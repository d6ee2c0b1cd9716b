import type { DirectoryKey } from '../protocol/index.ts';

/** The keys of a directory that may be used. */
export interface UsableKeys {
  readonly keys: readonly DirectoryKey[];
  /** Since when others may know better, in Unix seconds: the directory is as old as that. */
  readonly asOf: number;
}
