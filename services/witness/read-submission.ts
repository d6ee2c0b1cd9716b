import { type Bytes, type Checkpoint, type Note, parseBase64, parseNote, readCheckpoint } from '@bauta/sdk/protocol';

/** More hashes than any proof of consistency has. */
const MOST_HASHES = 63;

/** The body of `add-checkpoint`. */
export interface Submission {
  /** Size of the tree that the sender believes the witness cosigned last. */
  readonly oldSize: number;
  readonly proof: readonly Bytes[];
  readonly note: Note;
  readonly checkpoint: Checkpoint;
}

/** Reads `old <size>`, the hashes of the proof, an empty line, the checkpoint. @throws TypeError on anything else */
export function readSubmission(body: string): Submission {
  const end = body.indexOf('\n\n');
  if (end < 0) throw new TypeError('no empty line');
  const [first = '', ...hashes] = body.slice(0, end).split('\n');
  const [, size = ''] = /^old (0|[1-9]\d*)$/.exec(first) ?? [];
  const oldSize = Number(size);
  if (size === '' || !Number.isSafeInteger(oldSize)) throw new TypeError('no old size');
  if (hashes.length > MOST_HASHES) throw new TypeError('too many hashes');
  const note = parseNote(body.slice(end + 2));
  return { oldSize, proof: hashes.map(parseHash), note, checkpoint: readCheckpoint(note.text) };
}

function parseHash(line: string): Bytes {
  const hash = parseBase64(line);
  if (hash.length !== 32) throw new TypeError('not a hash');
  return hash;
}
