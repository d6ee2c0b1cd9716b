import {
  AgeError,
  check,
  checkConsistency,
  checkLogProof,
  type Directory,
  type DirectoryKey,
  type ErrorCode,
  isEqual,
  type LogProof,
  type OpenedCheckpoint,
  openCheckpoint,
  parseLogProof,
  refuseAs,
} from '../protocol/index.ts';
import { historyNeeded, type KeyHistory, type KeyHolder, readKeyHistory } from './key-history.ts';
import { type LogSource, type ReadLog, readLog } from './read-log.ts';

/** A key that is listed and not used, and why. */
export interface RefusedKey {
  readonly key: DirectoryKey;
  readonly code: ErrorCode;
}

/** The keys of a directory, parted. */
export interface ProvenKeys {
  readonly proven: readonly DirectoryKey[];
  readonly refused: readonly RefusedKey[];
  /** When the witnesses saw the log that this is judged by, in Unix seconds; 0 when none had to. */
  readonly asOf: number;
}

/**
 * Parts the keys of a directory into those that the log shows to be everyone's, and those that are not used
 * (protocol.md §7). To be called after the directory was read: its proofs are then of trees the log has already.
 * @param now Unix seconds.
 * @throws AgeError what is wrong with the log itself, for which all of the name is refused: as `readLog`, and
 *   ERR_LOG_SLOT. A key of its own is refused with ERR_LOG_PROOF or what is wrong with the checkpoint of its proof.
 */
export async function proveKeys(
  directory: Directory,
  holder: KeyHolder,
  source: LogSource,
  now: number,
): Promise<ProvenKeys> {
  const log = await readLog(source, now);
  const history = await readKeyHistory(log, holder, historyNeeded(now));
  // The proofs of a directory share one checkpoint as a rule, and its signatures are most of the work.
  const opened = new Map([[log.text, Promise.resolve(log.checkpoint)]]);
  const open: Ground['open'] = (text) => {
    const found = opened.get(text) ?? openCheckpoint(text, source.trust, now);
    opened.set(text, found);
    return found;
  };
  const proven: DirectoryKey[] = [];
  const refused: RefusedKey[] = [];
  for (const key of directory.keys) {
    try {
      await checkKey(key, directory.proofs[key.epoch], { log, history, source, now, open });
      proven.push(key);
    } catch (error) {
      if (!(error instanceof AgeError)) throw error;
      refused.push({ key, code: error.code });
    }
  }
  return { proven, refused, asOf: log.checkpoint.witnessedAt ?? 0 };
}

interface Ground {
  readonly log: ReadLog;
  readonly history: KeyHistory;
  readonly source: LogSource;
  readonly now: number;
  /** Opens a checkpoint of a proof. */
  readonly open: (checkpoint: string) => Promise<OpenedCheckpoint>;
}

async function checkKey(
  key: DirectoryKey,
  proof: string | undefined,
  { log, history, source, now, open }: Ground,
): Promise<void> {
  check(proof !== undefined, 'ERR_LOG_PROOF', 'a key without a proof');
  const logged = history.find(key);
  const isThat = logged?.generation === key.generation && isEqual(logged.keyId, key.key.id);
  check(isThat, 'ERR_LOG_PROOF', 'a key that the log does not have');
  const { index }: LogProof = refuseAs('ERR_LOG_MALFORMED', () => parseLogProof(proof));
  const entry = history.entryWith(key.key.id, index);
  check(entry !== undefined, 'ERR_LOG_PROOF', 'the proof of another entry');
  const { checkpoint } = await checkLogProof(entry, proof, source.trust, now, open);
  check(checkpoint.size <= log.checkpoint.size, 'ERR_LOG_PROOF', 'a tree that the log does not show');
  await checkConsistency(checkpoint, log.checkpoint, await log.tree.consistencyProof(checkpoint.size));
}
