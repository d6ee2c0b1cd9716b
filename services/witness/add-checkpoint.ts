import {
  AgeError,
  checkConsistency,
  cosign,
  emptyRoot,
  formatSignatureLine,
  isEqual,
  type NoteKey,
  type NoteSigner,
  type TreeHead,
  verifyNote,
} from '@bauta/sdk/protocol';
import { readSubmission, type Submission } from './read-submission.ts';
import type { WitnessState } from './witness-state.ts';

/** What the witness answers: every case of C2SP tlog-witness. */
export type Witnessed =
  | { readonly status: 200; readonly cosignature: string }
  | { readonly status: 409; readonly size: number }
  | { readonly status: 400 | 403 | 404 | 422 };

export interface WitnessContext {
  readonly signer: NoteSigner;
  /** Of kind `log`; the name of each is the origin of its log. */
  readonly logs: readonly NoteKey[];
  readonly state: WitnessState;
  /** Unix seconds. */
  readonly now: number;
}

/**
 * Cosigns a checkpoint that continues the last one, in the order of checks of C2SP tlog-witness. The new state is
 * durable before there is a cosignature.
 * @throws AgeError ERR_STORE_UNAVAILABLE
 */
export async function addCheckpoint(body: string, { signer, logs, state, now }: WitnessContext): Promise<Witnessed> {
  const submission = read(body);
  if (submission === undefined) return { status: 400 };
  const { oldSize, proof, note, checkpoint } = submission;
  const { origin } = checkpoint;
  const keys = logs.filter(({ name }) => name === origin);
  if (keys.length === 0) return { status: 404 };
  const isSigned = await Promise.all(keys.map((key) => verifyNote(note, key)));
  if (!isSigned.includes(true)) return { status: 403 };
  if (oldSize > checkpoint.size) return { status: 400 };

  const before = state.latest(origin);
  const latest = before ?? { size: 0, root: await emptyRoot() };
  if (oldSize !== latest.size) return { status: 409, size: latest.size };
  const isFork = oldSize === checkpoint.size && !isEqual(latest.root, checkpoint.root);
  if (isFork) return { status: 409, size: latest.size };
  if (!(await isConsistent(latest, checkpoint, proof))) return { status: 422 };

  const isAdvanced = state.advance(origin, before, checkpoint);
  if (!isAdvanced) return { status: 409, size: state.latest(origin)?.size ?? 0 };
  return { status: 200, cosignature: `${formatSignatureLine(await cosign(note.text, signer, now))}\n` };
}

function read(body: string): Submission | undefined {
  try {
    return readSubmission(body);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

async function isConsistent(older: TreeHead, newer: TreeHead, proof: Submission['proof']): Promise<boolean> {
  try {
    await checkConsistency(older, newer, proof);
    return true;
  } catch (error) {
    if (error instanceof AgeError && error.code === 'ERR_LOG_PROOF') return false;
    throw error;
  }
}
