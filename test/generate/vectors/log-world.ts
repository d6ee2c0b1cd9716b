import { type EntryParts, entryText, loggedKey } from './log-entry-texts.ts';
import { headOf, logLine, noteKeyOf, noteOf, type SeededNoteKey, witnessLine } from './log-notes.ts';
import { rootOf } from './log-tree.ts';
import { ascii, hex, sha256 } from './seeded.ts';
import { ATTESTER, ISSUER, KEYS, NOW, unlistedKey } from './world.ts';

// The one log that the vectors of keys play in, and who signs its heads.

const EPOCH = '2026-W47';
const digest = (of: string) => hex(sha256(ascii(of)));
const young = loggedKey(15, 0, EPOCH, KEYS.young.rsa.spki);
const current = loggedKey(18, 0, EPOCH, KEYS.current.rsa.spki);
const renewed = loggedKey(18, 1, EPOCH, unlistedKey().spki);
const previous = loggedKey(18, 0, '2026-W46', KEYS.previous.rsa.spki);
const issuer = { role: 'issuer', name: ISSUER, epoch: EPOCH } as const;

/** One entry of each kind and exception. */
export const ENTRIES = {
  genesis: { kind: 'keys', ...issuer, epoch: '2026-W46', exception: 'genesis', keys: [previous] },
  keys: { kind: 'keys', ...issuer, keys: [young, current] },
  wallet: { kind: 'wallet', name: 'wallet.example', digest: digest('integrity.json') },
  sdk: { kind: 'sdk', version: '1.2.3', digest: digest('sdk 1.2.3') },
  batches: { kind: 'batches', name: ISSUER, epoch: '2026-W46', rounded: 12_000 },
  retire: { kind: 'retire', ...issuer, threshold: 18, generation: 0, keyId: current.keyId },
  resume: { kind: 'keys', ...issuer, role: 'attester', name: ATTESTER, exception: 'resume', keys: [young, renewed] },
} as const satisfies Record<string, EntryParts>;

/** The log of 300: the seven, and releases of the SDK. */
export const LARGE: readonly string[] = [
  ...Object.values(ENTRIES).map(entryText),
  ...Array.from({ length: 293 }, (_, i) =>
    entryText({ kind: 'sdk', version: `2.0.${i}`, digest: digest(`sdk 2.0.${i}`) }),
  ),
];
/** The same log when it had seven. */
export const SMALL: readonly string[] = LARGE.slice(0, 7);

export const LOG: SeededNoteKey = noteKeyOf('log.example', 'log');
export const WITNESSES: readonly [SeededNoteKey, SeededNoteKey] = [
  noteKeyOf('one.example', 'witness'),
  noteKeyOf('two.example', 'witness'),
];
/** When the witnesses saw it: a minute ago. */
export const SEEN: number = NOW - 60;

/** A checkpoint of `SMALL` that both witnesses saw, but for what is replaced. */
export interface CheckpointParts {
  readonly entries: readonly string[];
  readonly origin: string;
  readonly root: Uint8Array;
  /** Makes another text of the one that is to be signed. */
  readonly text: (text: string) => string;
  /** Who signs it, and how. */
  readonly lines: (text: string) => readonly string[];
}

export function worldCheckpoint(change: Partial<CheckpointParts> = {}): string {
  const { entries = SMALL, origin = LOG.name, root = rootOf(entries), lines = signedBy() } = change;
  const head = headOf(origin, entries.length, root);
  const text = change.text?.(head) ?? head;
  return noteOf(text, lines(text));
}

/** Lines of the log and of witnesses, each with the time at which it saw the tree. */
export function signedBy(
  cosigners: readonly (readonly [SeededNoteKey, number])[] = WITNESSES.map((one) => [one, SEEN] as const),
  log: SeededNoteKey = LOG,
): CheckpointParts['lines'] {
  return (text) => [logLine(log, text), ...cosigners.map(([key, time]) => witnessLine(key, text, time))];
}
