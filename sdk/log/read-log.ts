import {
  AgeError,
  type Bytes,
  check,
  checkConsistency,
  formatTilePath,
  type LogTrust,
  type OpenedCheckpoint,
  openCheckpoint,
  openTree,
  parseNote,
  readCheckpoint,
  refuseAs,
  type Tree,
} from '../protocol/index.ts';
import type { SeenCheckpoint } from './seen-checkpoint.ts';

/** Characters of a checkpoint at most: a few lines and a hundred signatures. */
const CHECKPOINT_MAX = 20_000;
/** Bytes of a bundle of 256 entries at most. */
const TILE_MAX = 256 * 65_537;

/** Which log to read, and whom to believe. Pinned in a wallet's build and in a site's configuration. */
export interface LogSource {
  /** Where its `checkpoint` and `tile/` stand, without a slash at the end. */
  readonly url: string;
  readonly trust: LogTrust;
  readonly fetch: (url: string) => Promise<Response>;
  readonly seen: SeenCheckpoint;
}

/** A log as it was read: every entry taken from `tree` is checked against the checkpoint. */
export interface ReadLog {
  /** The signed note of `checkpoint`, cosignatures included. */
  readonly text: string;
  readonly checkpoint: OpenedCheckpoint;
  readonly tree: Tree;
}

/**
 * Reads the log's newest checkpoint: its signatures and age, and whether it goes on from the last one that was seen,
 * which it then takes the place of.
 * @param now Unix seconds.
 * @throws AgeError ERR_LOG_MALFORMED, ERR_LOG_SIGNATURE, ERR_LOG_QUORUM, ERR_LOG_STALE; ERR_LOG_PROOF for a fork, and for
 *   a tree smaller than the one seen; ERR_LOG_AWAY when it cannot be reached.
 */
export async function readLog({ url, trust, fetch, seen }: LogSource, now: number): Promise<ReadLog> {
  const text = new TextDecoder().decode(await load(fetch, `${url}/checkpoint`, CHECKPOINT_MAX));
  const checkpoint = await openCheckpoint(text, trust, now);
  const { size, root } = checkpoint;
  const tree = openTree(size, (tile) => load(fetch, `${url}/${formatTilePath(tile)}`, TILE_MAX), root);
  const before = await seen.load();
  if (before !== undefined) {
    const older = refuseAs('ERR_LOG_MALFORMED', () => readCheckpoint(parseNote(before).text));
    check(older.size <= size, 'ERR_LOG_PROOF', 'the log is shorter than it was');
    await checkConsistency(older, checkpoint, await tree.consistencyProof(older.size));
  }
  if (before !== text) await seen.save(text);
  return { text, checkpoint, tree };
}

async function load(fetch: LogSource['fetch'], url: string, max: number): Promise<Bytes> {
  const { isOk, bytes } = await fetchWhole(fetch, url);
  check(isOk, 'ERR_LOG_MALFORMED', 'the log did not answer 200');
  check(bytes.length <= max, 'ERR_LOG_MALFORMED', 'too long');
  return bytes;
}

async function fetchWhole(fetch: LogSource['fetch'], url: string): Promise<{ isOk: boolean; bytes: Bytes }> {
  try {
    const response = await fetch(url);
    return { isOk: response.ok, bytes: new Uint8Array(await response.arrayBuffer()) };
  } catch (error) {
    throw error instanceof AgeError ? error : new AgeError('ERR_LOG_AWAY', 'the log did not answer');
  }
}
