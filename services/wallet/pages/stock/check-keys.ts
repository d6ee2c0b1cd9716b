import type { Fetch } from '@bauta/sdk/client';
import { type KeyHolder, type KeyLogFile, type ProvenKeys, proveKeys, type SeenCheckpoint } from '@bauta/sdk/log';
import { AgeError, type Bytes, check, type Directory, type NoteKey, parseNoteKey } from '@bauta/sdk/protocol';

/** Whose directory is to be checked. */
export interface Listed {
  readonly holder: KeyHolder;
  readonly directory: Directory;
}

/**
 * Parts the keys of directories by what the log has, all by one state of it.
 * @param now Unix seconds. @returns in the order of `listed`.
 * @throws AgeError what is wrong with the log, as `proveKeys`; ERR_LOG_AWAY; ERR_BROWSER
 */
export type CheckKeys = (
  listed: readonly Listed[],
  now: number,
) => Promise<readonly Pick<ProvenKeys, 'proven' | 'refused'>[]>;

/** Milliseconds for each file of the log. */
const PATIENCE = 10_000;

/** @param seenOf where the last state of the log with this key is kept. */
export function createKeyCheck(
  { url, key, witnesses, quorum }: KeyLogFile,
  fetch: Fetch,
  seenOf: (key: NoteKey) => SeenCheckpoint,
): CheckKeys {
  return async (listed, now) => {
    await checkBrowser();
    const witnessKeys = await Promise.all(witnesses.map((witness) => parseNoteKey(witness.key)));
    const trust = { key: await parseNoteKey(key), witnesses: witnessKeys, quorum };
    const source = { url, trust, fetch: onceEach(fetch), seen: seenOf(trust.key) };
    const parted: ProvenKeys[] = [];
    // One after the other: the second goes on from the state that the first has kept.
    for (const { holder, directory } of listed) parted.push(await proveKeys(directory, holder, source, now));
    return parted;
  };
}

/** Fetches each file once, so that two directories are judged by one state of the log. */
function onceEach(fetch: Fetch): (url: string) => Promise<Response> {
  const files = new Map<string, Promise<LogFile>>();
  return async (url) => {
    const file = files.get(url) ?? fetchFile(url, fetch);
    files.set(url, file);
    const { status, bytes } = await file;
    return new Response(bytes, { status });
  };
}

interface LogFile {
  readonly status: number;
  readonly bytes: Bytes;
}

/** @throws AgeError ERR_LOG_AWAY also for an answer that breaks off */
async function fetchFile(url: string, fetch: Fetch): Promise<LogFile> {
  const file = await load().catch(() => undefined);
  check(
    file !== undefined && file.status < 500,
    'ERR_LOG_AWAY',
    'the log cannot be reached, or says that it is not ready',
  );
  return file;

  async function load(): Promise<LogFile> {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) });
    return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
  }
}

/** The base point of Ed25519 (RFC 8032 §5.1): a key that every browser takes which knows the curve. */
const BASE_POINT = new Uint8Array(32).fill(0x66);
BASE_POINT[0] = 0x58;

/** What does not know Ed25519 must not make honest logs look forged. @throws AgeError ERR_BROWSER */
async function checkBrowser(): Promise<void> {
  try {
    await crypto.subtle.importKey('raw', BASE_POINT, 'Ed25519', false, ['verify']);
  } catch {
    throw new AgeError('ERR_BROWSER', 'no Ed25519');
  }
}
