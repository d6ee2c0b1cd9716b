import { base64 } from './log-notes.ts';
import { pathTo, RFC9162, type TreeHashing } from './log-tree.ts';
import { SMALL, worldCheckpoint } from './log-world.ts';

/** The short entry that most cases prove, of seven; three hashes lead up from it. */
export const INDEX = 5;

/** A proof that `SMALL` has entry 5, but for what is replaced. */
export interface LogProofParts {
  readonly entries: readonly string[];
  readonly index: number;
  readonly hashing: TreeHashing;
  /** Makes other hashes of the right ones. */
  readonly hashes: (path: readonly Uint8Array[]) => readonly Uint8Array[];
  /** The index that is written. */
  readonly said: number;
  readonly extra: string;
  readonly checkpoint: string;
}

/** The text of a proof (C2SP tlog-proof). */
export function worldLogProof(change: Partial<LogProofParts> = {}): string {
  const { entries = SMALL, index = INDEX, said = index, hashing = RFC9162 } = change;
  const { checkpoint = worldCheckpoint({ entries }), extra } = change;
  const path = pathTo(index, entries, hashing);
  return [
    'c2sp.org/tlog-proof@v1',
    ...(extra === undefined ? [] : [`extra ${extra}`]),
    `index ${said}`,
    ...(change.hashes?.(path) ?? path).map(base64),
    '',
    checkpoint,
  ].join('\n');
}
