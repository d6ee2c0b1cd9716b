import { bundlesFromEnd } from '@bauta/sdk/log';
import {
  type Epoch,
  formatTilePath,
  type LogEntry,
  openTree,
  parseLogEntry,
  type ReadTile,
  readUtf8,
  type TreeHead,
  tileAt,
} from '@bauta/sdk/protocol';

/** Entries that are read whatever they are about. */
const AT_LEAST = 200;
/** Bundles that one page may cost: 2,048 entries, or a year and a half of twenty names. */
const MOST_BUNDLES = 8;

/** An entry as the page knows it. The log has no times, so that neither has this. */
export interface NewestEntry {
  readonly index: number;
  /** Undefined for what has not the form of any kind. */
  readonly entry: LogEntry | undefined;
  /** The path of the bundle that it is in, below the log's address. */
  readonly tile: string;
}

/**
 * Reads the end of a log, in the log's order: 200 entries and more, back to where whole bundles have no keys of `since`
 * or later, and never more than 8 bundles of 256, however long the log is.
 * @throws AgeError ERR_LOG_PROOF, ERR_LOG_MALFORMED when the tiles do not lead to the root, and what `read` throws.
 */
export async function readNewest(
  { size, root }: TreeHead,
  read: ReadTile,
  since: Epoch,
): Promise<readonly NewestEntry[]> {
  const found: NewestEntry[] = [];
  for await (const { from, entries } of bundlesFromEnd(openTree(size, read, root), size, MOST_BUNDLES)) {
    const tile = formatTilePath(tileAt(size, 'entries', from));
    const part = entries.map(({ index, entry }) => ({ index, entry: parse(() => readUtf8(entry)), tile }));
    found.unshift(...part);
    if (found.length >= AT_LEAST && !part.some(({ entry }) => isOfKeysSince(entry, since))) break;
  }
  return found;
}

/** What no monitor would pass is shown as what it is, and hides nothing beside it. */
function parse(text: () => string): LogEntry | undefined {
  try {
    return parseLogEntry(text());
  } catch {
    return undefined;
  }
}

function isOfKeysSince(entry: LogEntry | undefined, since: Epoch): boolean {
  return (entry?.kind === 'keys' || entry?.kind === 'retire') && entry.epoch >= since;
}
