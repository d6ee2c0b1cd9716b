import {
  type Epoch,
  formatTilePath,
  type LogEntry,
  openTree,
  parseLogEntry,
  type ReadTile,
  readUtf8,
  TILE_WIDTH,
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
  const tree = openTree(size, read, root);
  const found: NewestEntry[] = [];
  for (let to = size, bundles = 0, isDone = false; to > 0 && bundles < MOST_BUNDLES && !isDone; bundles++) {
    const from = Math.floor((to - 1) / TILE_WIDTH) * TILE_WIDTH;
    const tile = formatTilePath(tileAt(size, 'entries', from));
    const part: NewestEntry[] = [];
    for await (const { index, entry: bytes } of tree.entries(from, to)) {
      part.push({ index, entry: parse(() => readUtf8(bytes)), tile });
    }
    found.unshift(...part);
    isDone = found.length >= AT_LEAST && !part.some(({ entry }) => isOfKeysSince(entry, since));
    to = from;
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
