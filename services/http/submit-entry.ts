import {
  AgeError,
  asWhole,
  type Bytes,
  check,
  ERROR_STATUS,
  formatLogEntry,
  formatNote,
  type LogEntry,
  type NoteSigner,
  parseJson,
  readMembers,
  readUtf8,
  refuseAs,
  signNote,
} from '@bauta/sdk/protocol';
import type { Fetch } from '../loopback.ts';
import { readAtMost } from './limited-answer.ts';

/** Milliseconds that the log has: it answers once the entry is durable, and does not wait for witnesses. */
const LIMIT_MS = 10_000;
/** Bytes of an answer: an index, or a problem. */
const ANSWER_MAX = 4_096;

/** What a log refuses by name; a problem with another code is not told apart. */
const REFUSALS = {
  ERR_LOG_OPERATOR: 'the log lets this operator not add that',
  ERR_LOG_ENTRY: 'the log has something else there',
} as const;

/** A log, and the operator that adds to it. */
export interface LogToAddTo {
  /** The log's, without a slash at the end. */
  readonly url: string;
  /** Of kind `log`, with the operator's name. */
  readonly signer: NoteSigner;
  readonly fetch: Fetch;
}

/**
 * Adds an entry to a log, signed by its operator: the same entry again gets the same index, so that whoever got no
 * answer may ask again. It is in a cosigned checkpoint some time later.
 * @returns the index, at which the entry is durable.
 * @throws AgeError ERR_LOG_OPERATOR, ERR_LOG_ENTRY as the log refuses it; ERR_STORE_UNAVAILABLE when there is no answer
 *   within 10 s or the log cannot add now; ERR_LOG_MALFORMED on an answer that is not a log's.
 */
export async function submitEntry(entry: LogEntry, { url, signer, fetch }: LogToAddTo): Promise<number> {
  const text = formatLogEntry(entry);
  const body = formatNote({ text, signatures: [await signNote(text, signer)] });
  const { status, bytes } = await post(fetch, `${url}/add`, body);
  if (status !== 200) throw refusalOf(status, bytes);
  return refuseAs('ERR_LOG_MALFORMED', () => asWhole(readMembers(parseJson(readUtf8(bytes)), ['index']).index));
}

interface Answer {
  readonly status: number;
  readonly bytes: Bytes;
}

async function post(fetch: Fetch, url: string, body: string): Promise<Answer> {
  const headers = { 'content-type': 'text/plain' };
  const signal = AbortSignal.timeout(LIMIT_MS);
  let answer: Response;
  let bytes: Bytes | undefined;
  try {
    answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    bytes = await readAtMost(answer, ANSWER_MAX);
  } catch {
    throw new AgeError('ERR_STORE_UNAVAILABLE', 'the log did not answer');
  }
  check(bytes !== undefined, 'ERR_LOG_MALFORMED', 'a longer answer than a log gives');
  return { status: answer.status, bytes };
}

function refusalOf(status: number, bytes: Bytes): AgeError {
  if (status >= 500) return new AgeError('ERR_STORE_UNAVAILABLE', 'the log cannot add now');
  const said = codeOf(bytes);
  for (const [code, cause] of Object.entries(REFUSALS) as [keyof typeof REFUSALS, string][]) {
    if (said === code && status === ERROR_STATUS[code]) return new AgeError(code, cause);
  }
  return new AgeError('ERR_LOG_MALFORMED', 'neither an index nor a refusal of the log');
}

function codeOf(bytes: Bytes): unknown {
  try {
    const problem = parseJson(readUtf8(bytes));
    return problem !== null && typeof problem === 'object' && !Array.isArray(problem) ? problem.code : undefined;
  } catch {
    return undefined;
  }
}
