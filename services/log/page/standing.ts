import {
  AgeError,
  type Checkpoint,
  cosignedAt,
  type NoteKey,
  openCheckpoint,
  parseNote,
  readCheckpoint,
} from '@bauta/sdk/protocol';

/** A witness as the page shows it. */
export interface PageWitness {
  /** Of kind `witness`. */
  readonly key: NoteKey;
  /** Not run by the log's operator. */
  readonly independent: boolean;
}

/** What the page is about. */
export interface PageOptions {
  /** The log's; its name is the origin. */
  readonly key: NoteKey;
  /** Where its `checkpoint` and `tile/` stand, without a slash at the end. */
  readonly url: string;
  readonly witnesses: readonly PageWitness[];
  /** How many of the witnesses must have cosigned. */
  readonly quorum: number;
}

/** When a witness last saw the tree that is published. */
export interface Sight {
  readonly name: string;
  readonly isIndependent: boolean;
  /** Unix seconds; undefined when it has not cosigned this tree. */
  readonly seenAt: number | undefined;
}

/** What a client that believes the same would say of the checkpoint: good, seen too long ago, or seen by too few. */
export type Belief = 'good' | 'stale' | 'unseen';

/** How a published checkpoint stands. */
export interface Standing {
  readonly checkpoint: Checkpoint;
  readonly belief: Belief;
  readonly sights: readonly Sight[];
}

/** Judges a checkpoint as clients do. @param text of the signed note. @param now Unix seconds. */
export async function standingOf(text: string, options: PageOptions, now: number): Promise<Standing> {
  const { key, witnesses, quorum } = options;
  const note = parseNote(text);
  const sights = witnesses.map(async (witness) => ({
    name: witness.key.name,
    isIndependent: witness.independent,
    seenAt: await cosignedAt(note, witness.key),
  }));
  const trust = { key, witnesses: witnesses.map((witness) => witness.key), quorum };
  const belief = await openCheckpoint(text, trust, now).then((): Belief => 'good', beliefOf);
  return { checkpoint: readCheckpoint(note.text), belief, sights: await Promise.all(sights) };
}

function beliefOf(error: unknown): Belief {
  if (!(error instanceof AgeError)) throw error;
  return error.code === 'ERR_LOG_STALE' ? 'stale' : 'unseen';
}
