import {
  AgeError,
  calendarOf,
  check,
  DIRECTORY_PATH,
  type Directory,
  type DirectoryKey,
  formatHex,
  isWithin,
  originOf,
  readDirectory,
} from '../protocol/index.ts';
import { formatKeptDirectory, type KeptDirectory, parseKeptDirectory } from './kept-directory.ts';
import type { KeptText } from './kept-text.ts';
import type { UsableKeys } from './usable-keys.ts';

/** Seconds after which a directory that could not be read again shuts the door. */
export const DIRECTORY_LIFETIME: number = 24 * 60 * 60;
/** Characters of a directory at most. */
const DIRECTORY_MAX_CHARACTERS = 1_000_000;

/** The keys of one name as they were last read. Reading again is never part of a visitor's request. */
export interface KeyDirectory {
  /** The key with this id, inside its window. @throws AgeError ERR_TOKEN_KEY_UNKNOWN, ERR_TOKEN_WINDOW, ERR_DIRECTORY_STALE */
  find(keyId: Uint8Array, now: number): DirectoryKey;
  /** Every key that is listed. @throws AgeError ERR_DIRECTORY_STALE */
  list(now: number): readonly DirectoryKey[];
  /**
   * Reads the directory again; on any fault the former one stays until it is too old.
   * @throws what went wrong, for the operator; ERR_STORE_UNAVAILABLE when it was read, and could not be kept.
   */
  refresh(now: number): Promise<void>;
  /**
   * Takes what another instance has kept, when that was read later than what is here. Never rejects: what cannot be
   * loaded, or is not what `refresh` keeps, is as nothing kept. @returns whether the directory is fresh.
   */
  restore(now: number): Promise<boolean>;
  /** When it was read, in Unix seconds; before the first time it is -Infinity. */
  readonly readAt: number;
}

/** Where a key directory gets its text from. */
export interface KeyDirectoryOptions {
  /** Whose directory it is: an issuer's name, or for an issuer an attester's. */
  readonly issuer: string;
  readonly fetch: (url: string) => Promise<Response>;
  /** What the keys are looked up for: sites accept tokens, which is the default; an issuer takes grants while they are signed. */
  readonly window?: 'accepted' | 'signs';
  /** Which of the keys that were read may be used; default: all. What it throws is a directory that was not read. */
  readonly prove?: ((directory: Directory, now: number) => Promise<UsableKeys>) | undefined;
  /** Where what was read and proven is kept for `restore`. It is believed as what is in memory; default: nowhere. */
  readonly kept?: KeptText | undefined;
}

/** Composes a key directory that is empty, and so refuses everything, until its first `refresh`. */
export function createKeyDirectory(options: KeyDirectoryOptions): KeyDirectory {
  const { issuer, fetch, window = 'accepted', prove, kept } = options;
  const url = originOf(issuer) + DIRECTORY_PATH;
  const of = { issuer, isProven: prove !== undefined };
  let readAt = Number.NEGATIVE_INFINITY;
  let asOf = Number.NEGATIVE_INFINITY;
  let byId = new Map<string, DirectoryKey>();
  let started = 0;
  let applied = 0;

  // A clock that was set back is no reason to trust a directory for longer.
  const isFresh = (now: number): boolean => Math.abs(now - asOf) < DIRECTORY_LIFETIME;

  function checkFresh(now: number): void {
    if (!isFresh(now)) throw new AgeError('ERR_DIRECTORY_STALE');
  }

  function apply(read: KeptDirectory): void {
    byId = new Map(read.keys.map((key) => [formatHex(key.key.id), key]));
    ({ readAt, asOf } = read);
  }

  return {
    get readAt() {
      return readAt;
    },
    find(keyId, now) {
      checkFresh(now);
      const found = byId.get(formatHex(keyId));
      check(found !== undefined, 'ERR_TOKEN_KEY_UNKNOWN');
      check(isWithin(now, calendarOf(found.epoch)[window]), 'ERR_TOKEN_WINDOW');
      return found;
    },
    list(now) {
      checkFresh(now);
      return [...byId.values()];
    },
    async refresh(now) {
      const mine = ++started;
      const response = await fetch(url);
      check(response.ok, 'ERR_DIRECTORY_MALFORMED', 'the issuer did not answer 200');
      const text = await response.text();
      check(text.length <= DIRECTORY_MAX_CHARACTERS, 'ERR_DIRECTORY_MALFORMED', 'too long');
      const directory: Directory = await readDirectory(text, issuer);
      const usable = prove ? await prove(directory, now) : { keys: directory.keys, asOf: now };
      // Of two readings at once the later one stands, whichever answer comes first.
      if (mine < applied) return;
      // A log that stands still must not keep a retired key alive for longer than its last word is old.
      const read = { keys: usable.keys, readAt: now, asOf: Math.min(now, usable.asOf) };
      applied = mine;
      apply(read);
      try {
        await kept?.save(formatKeptDirectory(text, read, of));
      } catch (cause) {
        throw new AgeError('ERR_STORE_UNAVAILABLE', cause);
      }
    },
    async restore(now) {
      try {
        const text = await kept?.load();
        const read = text === undefined ? undefined : await parseKeptDirectory(text, of);
        // What comes from the future would live for longer than a day.
        if (read && read.readAt <= now && read.readAt > readAt) apply(read);
      } catch {
        // The issuer is asked instead.
      }
      return isFresh(now);
    },
  };
}
