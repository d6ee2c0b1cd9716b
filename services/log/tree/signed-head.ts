import {
  formatNote,
  type NoteKey,
  type NoteSigner,
  parseNote,
  readCheckpoint,
  signNote,
  type TreeHead,
  verifyNote,
  writeCheckpoint,
} from '@bauta/sdk/protocol';
import type { SignedHead } from './tile-store.ts';

/** Signs a head as the log whose name the key has. */
export async function signHead({ size, root }: TreeHead, signer: NoteSigner): Promise<SignedHead> {
  const origin = signer.key.name;
  const body = writeCheckpoint({ origin, size, root });
  return { origin, size, root, text: formatNote({ text: body, signatures: [await signNote(body, signer)] }) };
}

/** Reads a checkpoint of one's own. @throws TypeError unless this log signed it */
export async function readOwnCheckpoint(text: string, key: NoteKey): Promise<SignedHead> {
  const note = parseNote(text);
  const { origin, size, root } = readCheckpoint(note.text);
  if (origin !== key.name || !(await verifyNote(note, key))) throw new TypeError('not signed by the key of this log');
  return { origin, size, root, text };
}
