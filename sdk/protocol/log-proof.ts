import { formatBase64, parseBase64 } from './base64.ts';
import type { Bytes } from './bytes.ts';
import { type LogTrust, type OpenedCheckpoint, openCheckpoint } from './checkpoint.ts';
import { refuseAs } from './errors.ts';
import { checkInclusion, hashLeaf } from './merkle.ts';

const HEADER = 'c2sp.org/tlog-proof@v1';
/** Hashes of the longest path in a tree of any size. */
const MOST_HASHES = 63;

/** That an entry is in a log, to be checked offline (C2SP tlog-proof). */
export interface LogProof {
  readonly index: number;
  /** 32 bytes each, from the leaf's sibling up. */
  readonly proof: readonly Bytes[];
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string;
  /** Opaque, and authenticated by nothing. */
  readonly extra?: Bytes;
}

/** An entry's place in a log, and the state of the log that shows it. */
export interface LoggedEntry {
  readonly index: number;
  readonly checkpoint: OpenedCheckpoint;
}

/** The text of a proof. @throws TypeError on a number that is not whole, or hashes that are not 32 bytes */
export function formatLogProof({ index, proof, checkpoint, extra }: LogProof): string {
  const isForm = Number.isSafeInteger(index) && index >= 0 && proof.every((hash) => hash.length === 32);
  if (!isForm || proof.length > MOST_HASHES || extra?.length === 0) throw new TypeError('not a log proof');
  const extraLine = extra === undefined ? [] : [`extra ${formatBase64(extra)}`];
  return [HEADER, ...extraLine, `index ${index}`, ...proof.map(formatBase64), '', checkpoint].join('\n');
}

/** Reads the text of a proof; its checkpoint is not looked at. @throws TypeError unless `formatLogProof` would write it */
export function parseLogProof(text: string): LogProof {
  const split = text.indexOf('\n\n');
  const [, ...lines] = text.slice(0, Math.max(split, 0)).split('\n');
  const extra = lines[0]?.startsWith('extra ') ? parseBase64((lines.shift() as string).slice(6)) : undefined;
  const index = Number(lines.shift()?.slice(6));
  const proof = lines.map(parseBase64);
  const read = { index, proof, checkpoint: text.slice(split + 2), ...(extra && { extra }) };
  if (formatLogProof(read) !== text) throw new TypeError('not a log proof');
  return read;
}

/**
 * Checks that the entry is in the log: form, checkpoint, inclusion.
 * @param entry its bytes. @param text of a tlog-proof. @param now Unix seconds. @param open opens a checkpoint, for whoever
 *   checks many proofs of one. @throws AgeError as `openCheckpoint`, and ERR_LOG_PROOF
 */
export async function checkLogProof(
  entry: Uint8Array,
  text: string,
  trust: LogTrust,
  now: number,
  open: (checkpoint: string) => Promise<OpenedCheckpoint> = (signed) => openCheckpoint(signed, trust, now),
): Promise<LoggedEntry> {
  const { index, proof, checkpoint: signed } = refuseAs('ERR_LOG_MALFORMED', () => parseLogProof(text));
  const checkpoint = await open(signed);
  await checkInclusion(await hashLeaf(entry), index, checkpoint, proof);
  return { index, checkpoint };
}
