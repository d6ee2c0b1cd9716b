import {
  AgeError,
  type Directory,
  type DirectoryKey,
  type ErrorCode,
  parseNoteKey,
  type Slot,
} from '../protocol/index.ts';
import type { KeyHolder } from './key-history.ts';
import { proveKeys } from './prove-keys.ts';
import type { LogSource } from './read-log.ts';
import { type SeenCheckpoint, seenInMemory } from './seen-checkpoint.ts';

/** A log of keys, and whom to believe about it. Pinned: nothing of it is ever taken from a directory or a request. */
export interface KeyLogOptions {
  /** Where its `checkpoint` and `tile/` stand, without a slash at the end. */
  readonly url: string;
  /** The log's key, as signed notes write it: `name+hash+key`. Its name is the log's origin. */
  readonly key: string;
  /** The witnesses' keys in the same form. Those of the log's own operator show nothing. */
  readonly witnesses: readonly string[];
  /** How many of them must have cosigned; default: all. */
  readonly quorum?: number;
  /** Where the last checkpoint is kept; default: in memory. */
  readonly seen?: SeenCheckpoint;
  readonly fetch?: (url: string) => Promise<Response>;
  /** Gets what is listed and not used, and why; without a slot it is every key of the name. Must not throw. */
  readonly onRefused?: (code: ErrorCode, slot?: Slot) => void;
}

/** Keys that are everyone's. */
export interface KeysOfAll {
  readonly keys: readonly DirectoryKey[];
  /** When the witnesses saw the log that says so, in Unix seconds: what was retired since may be among them. */
  readonly asOf: number;
}

/** Says which keys are everyone's. */
export interface KeyLog {
  /** The keys of a directory that may be used. @throws AgeError what is wrong with the log, as `proveKeys` */
  prove(holder: KeyHolder, directory: Directory, now: number): Promise<KeysOfAll>;
}

/** Opens a log of keys; nothing is fetched yet. @throws TypeError on keys and numbers that could never be right. */
export async function openKeyLog(options: KeyLogOptions): Promise<KeyLog> {
  const { url, seen = seenInMemory(), fetch = fetchFile, onRefused = () => {} } = options;
  const key = await parseNoteKey(options.key);
  const witnesses = await Promise.all(options.witnesses.map(parseNoteKey));
  const quorum = options.quorum ?? witnesses.length;
  if (key.kind !== 'log') throw new TypeError('key: not the key of a log');
  if (witnesses.some(({ kind }) => kind !== 'witness')) throw new TypeError('witnesses: not the key of a witness');
  const isQuorum = Number.isInteger(quorum) && quorum >= 1 && quorum <= witnesses.length;
  if (!isQuorum) throw new TypeError('quorum: from 1 to the number of witnesses');
  const source: LogSource = { url, trust: { key, witnesses, quorum }, fetch, seen };
  let last: Promise<unknown> = Promise.resolve();

  async function prove(holder: KeyHolder, directory: Directory, now: number): Promise<KeysOfAll> {
    try {
      const { proven, refused, asOf } = await proveKeys(directory, holder, source, now);
      for (const { key, code } of refused) onRefused(code, key);
      return { keys: proven, asOf };
    } catch (error) {
      // Two keys for one slot do not pass, as a log that is away does: nothing of the name is used from now on.
      if (!(error instanceof AgeError) || error.code !== 'ERR_LOG_SLOT') throw error;
      onRefused(error.code);
      return { keys: [], asOf: now };
    }
  }

  return {
    // One after the other: of two at once the slower could put an older checkpoint back in the place of what was seen.
    prove(holder, directory, now) {
      const result = last.then(() => prove(holder, directory, now));
      last = result.catch(() => {});
      return result;
    },
  };
}

/** Workers know no `redirect: 'error'`; an answer that redirects is not 200, and so none. */
function fetchFile(url: string): Promise<Response> {
  return fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(10_000) });
}
