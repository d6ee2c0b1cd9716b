import {
  AgeError,
  type Bytes,
  type Checkpoint,
  checkConsistency,
  epochAfter,
  formatTilePath,
  isEqual,
  type LogEntry,
  type LogTrust,
  openCheckpoint,
  parseNote,
  readCheckpoint,
  readUtf8,
  startOf,
  type Tree,
  type TreeHead,
} from '@bauta/sdk/protocol';
import type { Fetch } from '../../loopback.ts';
import { createEntryBook, type EntryBook } from '../entry-book.ts';
import type { Finding, FindingKind } from './findings.ts';
import { judgeEntry } from './judge-entry.ts';
import { readWholeTree } from './whole-tree.ts';

/** What a monitor remembers from one run to the next; JSON can say it. */
export interface Seen {
  /** The last checkpoint that was consistent with those before it: the signed note. */
  readonly checkpoint: string;
  /**
   * Unix seconds at which the monitor first saw each entry, by index: a log has no times of its own. Null for those
   * that were there at its first run.
   */
  readonly firstSeen: readonly (number | null)[];
}

export interface MonitorOptions {
  /** Must take answers as long as a full bundle of entries. */
  readonly fetch: Fetch;
  /** The log's, without a slash at the end. */
  readonly url: string;
  readonly trust: LogTrust;
  /** Unix seconds. */
  readonly now: number;
  /** Of the run before. */
  readonly seen?: Seen | undefined;
}

export interface Monitored {
  readonly findings: readonly Finding[];
  /** For the next run; as before when the log showed another tree. */
  readonly seen: Seen | undefined;
}

const OF_CODE: Readonly<Record<string, FindingKind>> = {
  ERR_LOG_SIGNATURE: 'signature',
  ERR_LOG_QUORUM: 'quorum',
  ERR_LOG_STALE: 'stale',
};

/**
 * Reads the whole log, computes it anew, and judges every entry. What is wrong is data, never a throw: an alarm that
 * ends the monitor would be its last.
 */
export async function monitorLog({ fetch, url, trust, now, seen }: MonitorOptions): Promise<Monitored> {
  const stop = (finding: Finding): Monitored => ({ findings: [finding], seen });
  const load = (path: string): Promise<Bytes> => loadFile(fetch, `${url}/${path}`);

  const text = await load('checkpoint').then(readUtf8, () => undefined);
  if (text === undefined) return stop({ kind: 'unreachable' });
  const opened = await open(text, trust, now);
  if (typeof opened === 'string') return stop({ kind: opened });
  const before = seen && readCheckpoint(parseNote(seen.checkpoint).text);
  const evidence = seen ? [seen.checkpoint, text] : [];
  if (before && opened.size < before.size) return stop({ kind: 'rollback', evidence });

  const { entries, tree, faults } = await readWholeTree(opened.size, (tile) => load(formatTilePath(tile)));
  const path = faults[0] ? { path: formatTilePath(faults[0]) } : {};
  if (tree === undefined) return stop({ kind: 'tile', ...path });
  if (!isEqual(await tree.root(), opened.root)) return stop({ kind: 'root', ...path });
  if (faults.length > 0) return stop({ kind: 'tile', ...path });
  if (before && !(await isContinued(before, opened, tree))) return stop({ kind: 'fork', evidence });

  const known = seen?.firstSeen ?? entries.map(() => null);
  const firstSeen = entries.map((_, index) => (index < known.length ? (known[index] ?? null) : now));
  return { findings: await judgeAll(entries, firstSeen), seen: { checkpoint: text, firstSeen } };
}

async function loadFile(fetch: Fetch, url: string): Promise<Bytes> {
  const answer = await fetch(url);
  if (answer.status !== 200) throw new TypeError('no such file');
  return new Uint8Array(await answer.arrayBuffer());
}

async function open(text: string, trust: LogTrust, now: number): Promise<Checkpoint | FindingKind> {
  try {
    return await openCheckpoint(text, trust, now);
  } catch (error) {
    if (error instanceof AgeError) return OF_CODE[error.code] ?? 'malformed';
    throw error;
  }
}

async function isContinued(older: TreeHead, newer: TreeHead, tree: Tree): Promise<boolean> {
  try {
    await checkConsistency(older, newer, await tree.consistencyProof(older.size));
    return true;
  } catch (error) {
    if (error instanceof AgeError) return false;
    throw error;
  }
}

async function judgeAll(entries: readonly Bytes[], firstSeen: Seen['firstSeen']): Promise<readonly Finding[]> {
  const book = createEntryBook();
  const findings: Finding[] = [];
  for (const [index, bytes] of entries.entries()) {
    const { entry, found } = await judgeEntry(bytes, book);
    for (const kind of found) findings.push({ kind, index });
    if (entry === undefined) continue;
    if (isLate(entry, firstSeen[index] ?? null, book)) findings.push({ kind: 'late-keys', index });
    book.record(entry);
  }
  return findings;
}

/** Keys of a later generation are logged when the one before had to go: they cannot be early. */
function isLate(entry: LogEntry, firstSeen: number | null, book: EntryBook): boolean {
  if (entry.kind !== 'keys' || entry.exception !== undefined || firstSeen === null) return false;
  return book.begins(entry) && firstSeen > startOf(epochAfter(entry.epoch, -2));
}
