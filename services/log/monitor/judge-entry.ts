import {
  AgeError,
  type Bytes,
  calendarOf,
  checkKeysEntry,
  type KeysEntry,
  type LogEntry,
  parseLogEntry,
  readTokenKey,
  readUtf8,
} from '@bauta/sdk/protocol';
import type { EntryBook } from '../entry-book.ts';
import type { FindingKind } from './findings.ts';

/** An entry as the monitor reads it. */
export interface JudgedEntry {
  /** Undefined when it has not the form of any kind. */
  readonly entry: LogEntry | undefined;
  readonly found: readonly FindingKind[];
}

/** Judges an entry by itself and by all before it, which stand in the book. */
export async function judgeEntry(bytes: Bytes, book: EntryBook): Promise<JudgedEntry> {
  const exact = parse(() => readUtf8(bytes));
  const entry = exact ?? parse(() => withOwnWindow(readUtf8(bytes)));
  if (entry === undefined) return { entry, found: ['entry-malformed'] };
  const found: FindingKind[] = exact === undefined ? ['window-stretched'] : [];
  if (entry.kind === 'keys' && !(await areKeysGood(entry))) found.push('key-malformed');
  return { entry, found: [...found, ...book.judge(entry)] };
}

function parse(text: () => string): LogEntry | undefined {
  try {
    return parseLogEntry(text());
  } catch {
    return undefined;
  }
}

/** An entry of keys with every window replaced by that of its epoch: what it would be if only the windows were wrong. */
function withOwnWindow(text: string): string {
  const lines = text.split('\n');
  const { from, to } = calendarOf(lines[3] ?? '').published;
  return lines.map((line, i) => (i < 5 ? line : line.replace(/^(\d+ \d+) \d+ \d+ /, `$1 ${from} ${to} `))).join('\n');
}

async function areKeysGood(entry: KeysEntry): Promise<boolean> {
  try {
    await checkKeysEntry(entry);
    for (const { spki } of entry.keys) await readTokenKey(spki);
    return true;
  } catch (error) {
    if (error instanceof AgeError) return false;
    throw error;
  }
}
