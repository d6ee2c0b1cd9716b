import { parseJson } from '../protocol/json.ts';
import { type Note, type NoteKey, parseNote, verifyNote } from '../protocol/note.ts';
import { parseTrustedList, type TrustedList } from './trusted-list.ts';

/** Seconds for which a snapshot may be good at most. */
export const SNAPSHOT_LIFETIME_MAX: number = 10 * 86_400;
/** Bytes of a snapshot at most. */
export const SNAPSHOT_MAX = 524_288;

/** The trusted list as its publisher saw it at one time. */
export interface TrustedSnapshot {
  /** Goes up with every snapshot of a publisher, and never down. */
  readonly sequence: number;
  /** Unix seconds. */
  readonly issued: number;
  /** Unix seconds at which nobody may believe it any more. */
  readonly expires: number;
  readonly list: TrustedList;
}

/** What a publisher signs of a snapshot, the list as JSON. */
export interface SnapshotText extends Omit<TrustedSnapshot, 'list'> {
  readonly list: string;
}

/**
 * The text of a snapshot's note, five lines. The space in the first one keeps it from being a checkpoint, whose first
 * line is the name of a key; the publisher's name in it keeps a signature from being passed on as another's.
 * @throws TypeError unless it can be read again
 */
export function writeSnapshot(publisher: string, { sequence, issued, expires, list }: SnapshotText): string {
  const numbers = [sequence, issued, expires];
  if (!numbers.every((number) => Number.isSafeInteger(number) && number >= 0)) throw new TypeError('not a number');
  if (issued >= expires || expires - issued > SNAPSHOT_LIFETIME_MAX)
    throw new TypeError('a lifetime that no snapshot has');
  return `${firstLineOf(publisher)}\n${numbers.join('\n')}\n${spell(list)}\n`;
}

/**
 * Opens a signed snapshot: form, whose it is, signature, lifetime, and the list. When it was issued and whether it is
 * over is for whoever knows the time.
 * @param note of `SNAPSHOT_MAX` bytes at most. @param key of its publisher. @param options as `parseTrustedList` has them
 * @throws TypeError saying what is wrong, without what stands there
 */
export async function openSnapshot(
  note: string,
  key: NoteKey,
  options: { readonly production: boolean },
): Promise<TrustedSnapshot> {
  const parsed = parseNote(note);
  // More signatures than the publisher's would be bytes that nobody has checked.
  if (parsed.signatures.length !== 1) throw new TypeError('more than one signature');
  const read = readSnapshot(parsed, key);
  if (!(await verifyNote(parsed, key))) throw new TypeError('not signed by the publisher');
  return { ...read, list: parseTrustedList(read.list, options) };
}

function readSnapshot({ text }: Note, { name }: NoteKey): SnapshotText {
  const [first, sequence, issued, expires, list = ''] = text.split('\n');
  if (first !== firstLineOf(name)) throw new TypeError('not a trusted list of this publisher');
  const snapshot = { sequence: Number(sequence), issued: Number(issued), expires: Number(expires), list };
  if (writeSnapshot(name, snapshot) !== text) throw new TypeError('not a snapshot');
  return snapshot;
}

/** JSON in one spelling, on one line. */
function spell(json: string): string {
  try {
    return JSON.stringify(parseJson(json));
  } catch {
    throw new TypeError('the trusted list is not JSON');
  }
}

function firstLineOf(publisher: string): string {
  return `bauta/trusted-list/v1 ${publisher}`;
}
