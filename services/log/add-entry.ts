import {
  AgeError,
  type Bytes,
  check,
  checkKeysEntry,
  formatHex,
  hashLeaf,
  parseLogEntry,
  parseNote,
  readUtf8,
  refuseAs,
  writeUtf8,
} from '@bauta/sdk/protocol';
import { createEntryBook, type EntryBook } from './entry-book.ts';
import { findSigners, isAllowed, type LogOperator } from './operators.ts';

/** What a bundle's length can say. */
export const ENTRY_MAX = 65_535;

/** The log as the act of adding sees it. */
export interface AddContext {
  readonly operators: readonly LogOperator[];
  readonly held: Held;
  /** Resolves to the index when it is durable. */
  readonly append: (entry: Bytes) => Promise<number>;
}

/** What a log holds. */
export interface Held {
  /** Where a durable entry is, if that is known without reading all of them. @param leaf its hash */
  indexOf(leaf: Bytes): number | undefined;
  /** The same each time. */
  readBack(): Promise<HeldEntries>;
}

export interface HeldEntries {
  readonly book: EntryBook;
  /** Leaf hash → index, or what will be the index. */
  readonly indices: Map<string, Promise<number>>;
}

/**
 * Adds the text of a signed note to the log; the same text again gets the same index.
 * @throws AgeError ERR_BODY_MALFORMED (no canonical entry), ERR_TOO_LARGE, ERR_LOG_OPERATOR (signed by none who may add
 * it), ERR_LOG_ENTRY (it breaks the log's invariants), ERR_STORE_UNAVAILABLE.
 */
export async function addEntry(body: Bytes, { operators, held, append }: AddContext): Promise<number> {
  const note = refuseAs('ERR_BODY_MALFORMED', () => parseNote(readUtf8(body)));
  const bytes = writeUtf8(note.text);
  check(bytes.length <= ENTRY_MAX, 'ERR_TOO_LARGE');
  const entry = refuseAs('ERR_BODY_MALFORMED', () => parseLogEntry(note.text));
  const signers = await findSigners(note, operators);
  if (entry.kind === 'keys') {
    await checkKeysEntry(entry).catch(() => {
      throw new AgeError('ERR_BODY_MALFORMED', 'a key id is not that of its key');
    });
  }
  check(
    signers.some((operator) => isAllowed(operator, entry)),
    'ERR_LOG_OPERATOR',
    'an entry that this operator may not add',
  );
  const hash = await hashLeaf(bytes);
  const index = held.indexOf(hash);
  if (index !== undefined) return index;
  const leaf = formatHex(hash);
  const { book, indices } = await held.readBack();
  // From here to the recording nothing is awaited: two that arrive together are judged one after the other.
  const known = indices.get(leaf);
  if (known) return known;
  const [broken] = book.judge(entry);
  check(broken === undefined, 'ERR_LOG_ENTRY', `the log has something else there: ${broken}`);
  book.record(entry);
  const added = append(bytes);
  indices.set(leaf, added);
  return added;
}

/** The book and the indices of what a log holds already. */
export async function readBack(entries: readonly Bytes[]): Promise<HeldEntries> {
  const book = createEntryBook();
  const indices = new Map<string, Promise<number>>();
  for (const [index, bytes] of entries.entries()) {
    book.record(refuseAs('ERR_STORE_UNAVAILABLE', () => parseLogEntry(readUtf8(bytes))));
    indices.set(formatHex(await hashLeaf(bytes)), Promise.resolve(index));
  }
  return { book, indices };
}
