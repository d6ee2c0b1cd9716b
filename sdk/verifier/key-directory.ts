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
  /** Reads the directory again; on any fault the former one stays until it is too old. @throws what went wrong, for the operator */
  refresh(now: number): Promise<void>;
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
}

/** The keys of a directory that may be used. */
export interface UsableKeys {
  readonly keys: readonly DirectoryKey[];
  /** Since when others may know better, in Unix seconds: the directory is as old as that. */
  readonly asOf: number;
}

/** Composes a key directory that is empty, and so refuses everything, until its first `refresh`. */
export function createKeyDirectory(options: KeyDirectoryOptions): KeyDirectory {
  const { issuer, fetch, window = 'accepted', prove } = options;
  const url = originOf(issuer) + DIRECTORY_PATH;
  let readAt = Number.NEGATIVE_INFINITY;
  let byId = new Map<string, DirectoryKey>();
  let started = 0;
  let applied = 0;

  function checkFresh(now: number): void {
    // A clock that was set back is no reason to trust a directory for longer.
    if (Math.abs(now - readAt) >= DIRECTORY_LIFETIME) throw new AgeError('ERR_DIRECTORY_STALE');
  }

  return {
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
      const { keys, asOf } = prove ? await prove(directory, now) : { keys: directory.keys, asOf: now };
      // Of two readings at once the later one stands, whichever answer comes first.
      if (mine < applied) return;
      applied = mine;
      byId = new Map(keys.map((key) => [formatHex(key.key.id), key]));
      // A log that stands still must not keep a retired key alive for longer than its last word is old.
      readAt = Math.min(now, asOf);
    },
  };
}
