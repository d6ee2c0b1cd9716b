import { readLog, seenInMemory } from '@bauta/sdk/log';
import { AgeError, check, type ErrorCode, formatHex, type LogTrust, nameOf } from '@bauta/sdk/protocol';
import { readAtMost } from '../../http/limited-answer.ts';
import type { Fetch } from '../../loopback.ts';
import { type IntegrityList, parseIntegrityList } from './integrity-list.ts';
import { loadList } from './load-list.ts';
import { compareFile, type FileFault } from './served-files.ts';
import { findWallet, type WalletInLog } from './wallet-in-log.ts';
import type { CheckStep, Reason, WalletVerdict } from './wallet-verdict.ts';

/** Bytes of a full bundle of the longest entries, at most. */
export const BUNDLE_MAX = 17 * 1_048_576;

export interface CheckWalletOptions {
  /** The wallet's origin. */
  readonly url: string;
  /** Must end by itself. */
  readonly fetch: Fetch;
  /** Its fetch must take answers of `BUNDLE_MAX` bytes, and end by itself. */
  readonly log: { readonly url: string; readonly trust: LogTrust; readonly fetch: Fetch };
  /** Unix seconds. */
  readonly now: number;
  /** Told of each step as it ends. */
  readonly onStep?: (step: CheckStep) => void;
}

/** Ends a check early. */
class Stop extends Error {
  readonly reason: Reason;
  readonly code: ErrorCode | undefined;

  constructor(reason: Reason, code?: ErrorCode) {
    super(reason);
    this.reason = reason;
    this.code = code;
  }
}

/**
 * Compares what a wallet's host serves to this machine with what the log says that it serves to everyone: the list of
 * its build with the log, and then every file with the list. What is wrong is data, never a throw.
 */
export async function checkWallet(options: CheckWalletOptions): Promise<WalletVerdict> {
  const { url, fetch, onStep = () => {} } = options;
  const wrong: { path: string; why: FileFault }[] = [];
  let found = { version: null as string | null, digest: null as string | null };
  let place = { index: null as number | null, newest: null as number | null };
  let checked = 0;
  const verdict = (reason?: Reason, code?: ErrorCode): WalletVerdict => ({
    ...{ ok: reason === undefined, url, ...found, ...place, files: { checked, wrong } },
    ...(reason === undefined ? {} : { reason }),
    ...(code === undefined ? {} : { code }),
  });

  try {
    const list = await readList(fetch, url);
    found = { version: list.version, digest: formatHex(list.digest) };
    onStep({ kind: 'list', list });
    const { index, newest } = await findInLog(options, list);
    place = { index: index ?? null, newest: newest ?? null };
    // A list that nobody vouches for says nothing of its files.
    if (index === undefined || newest === undefined) return verdict('not-logged');
    onStep({ kind: 'log', index, newest });
    for (const file of list.files) {
      const why = await compareFile(fetch, url, file, list.files).catch(
        stopAt(wrong.length > 0 ? 'files-differ' : 'host-away'),
      );
      checked++;
      if (why) wrong.push({ path: file.path, why });
      onStep({ kind: 'file', path: file.path, at: checked, of: list.files.length, ...(why ? { why } : {}) });
    }
    if (wrong.length > 0) return verdict('files-differ');
    // Anyone may be given an old build for its known faults: that it was everyone's once is no excuse.
    return index < newest ? verdict('older-build') : verdict();
  } catch (error) {
    if (error instanceof Stop) return verdict(error.reason, error.code);
    throw error;
  }
}

/** What the refusals of a list say of its host. */
const OF_LIST: Partial<Record<ErrorCode, Reason>> = { ERR_STORE_UNAVAILABLE: 'host-away', ERR_NOT_FOUND: 'no-list' };

async function readList(fetch: Fetch, url: string): Promise<IntegrityList> {
  try {
    return parseIntegrityList(await loadList(fetch, url));
  } catch (error) {
    if (error instanceof AgeError) throw new Stop(OF_LIST[error.code] ?? 'list-malformed');
    if (error instanceof TypeError) throw new Stop('list-malformed');
    throw error;
  }
}

async function findInLog({ url, log, now }: CheckWalletOptions, { digest }: IntegrityList): Promise<WalletInLog> {
  async function fetch(file: string): Promise<Response> {
    const answer = await log.fetch(file, { redirect: 'manual' });
    // What it throws is a log that is away.
    if (answer.status >= 500) throw new TypeError('the log is away');
    const bytes = await readAtMost(answer, BUNDLE_MAX);
    check(bytes !== undefined, 'ERR_LOG_MALFORMED', 'too long');
    return new Response(bytes, { status: answer.status });
  }
  try {
    const read = await readLog({ url: log.url, trust: log.trust, fetch, seen: seenInMemory() }, now);
    return await findWallet(read, nameOf(url), digest);
  } catch (error) {
    if (!(error instanceof AgeError)) throw error;
    throw error.code === 'ERR_LOG_AWAY' ? new Stop('log-away') : new Stop('log-refused', error.code);
  }
}

function stopAt(reason: Reason): () => never {
  return () => {
    throw new Stop(reason);
  };
}
