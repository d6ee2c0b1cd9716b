import {
  cosignedAt,
  formatBase64,
  formatNote,
  isEqual,
  type NoteKey,
  type NoteSignature,
  openTree,
  parseNote,
  parseSignatureLine,
} from '@bauta/sdk/protocol';
import type { Fetch } from '../loopback.ts';
import type { SignedHead, TileStore } from './tree/tile-store.ts';

/** A witness by the log's configuration. */
export interface Witness {
  /** Of kind `witness`. */
  readonly key: NoteKey;
  /** Its submission prefix, without a slash at the end. */
  readonly url: string;
}

/** A witness has seen a tree that this one is not: entries are missing here. */
export class LargerTree extends TypeError {
  /** Of that tree, in entries. */
  readonly size: number;

  constructor(size: number) {
    super('the witness has seen a larger tree');
    this.size = size;
  }
}

/** What is kept of a witness in memory: it says so itself when this is wrong. */
export interface WitnessState {
  /** Size of the last tree that it cosigned. */
  size: number;
}

/** Milliseconds that a witness has, for all that one cosignature takes. */
export const WITNESS_LIMIT_MS = 5_000;
/** Sizes that a witness may tell in a row: with a third, somebody else moves its state. */
const ATTEMPTS = 3;

/**
 * Asks a witness to cosign a head (C2SP tlog-witness, `add-checkpoint`).
 * @param state is brought up to date. @returns its cosignature, verified. @throws when there is none within `limitMs`.
 */
export async function askWitness(
  { key, url }: Witness,
  head: SignedHead,
  state: WitnessState,
  given: { readonly store: Pick<TileStore, 'read'>; readonly fetch: Fetch; readonly limitMs: number },
): Promise<NoteSignature> {
  const { store, fetch, limitMs } = given;
  const signal = AbortSignal.timeout(limitMs);
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  const tree = openTree(head.size, (tile) => store.read(tile), head.root);

  async function ask(): Promise<NoteSignature> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (state.size > head.size) throw new LargerTree(state.size);
      const proof = await tree.consistencyProof(state.size);
      const lines = [`old ${state.size}`, ...proof.map(formatBase64), '', head.text];
      const headers = { 'content-type': 'text/plain; charset=utf-8' };
      const answer = await fetch(`${url}/add-checkpoint`, { method: 'POST', headers, body: lines.join('\n'), signal });
      const text = await answer.text();
      if (answer.status === 409) state.size = parseSize(text);
      else if (answer.status === 200) return accept(text);
      else throw new TypeError('the witness refused');
    }
    throw new TypeError('the witness changes its mind');
  }

  async function accept(text: string): Promise<NoteSignature> {
    const lines = text.split('\n').slice(0, -1).map(parseSignatureLine);
    const signature = lines.find(({ name, keyId }) => name === key.name && isEqual(keyId, key.id));
    if (signature === undefined) throw new TypeError('no cosignature by the key of the witness');
    const note = { ...parseNote(head.text), signatures: [signature] };
    if ((await cosignedAt(note, key)) === undefined) throw new TypeError('the cosignature is not good');
    state.size = head.size;
    return signature;
  }

  return Promise.race([ask(), late]);
}

/** The head with cosignatures behind the log's own signature. */
export function withCosignatures({ text }: SignedHead, cosignatures: Iterable<NoteSignature>): string {
  const note = parseNote(text);
  return formatNote({ ...note, signatures: [...note.signatures, ...cosignatures] });
}

function parseSize(text: string): number {
  const size = Number(text.trimEnd());
  if (!Number.isSafeInteger(size) || `${size}\n` !== text) throw new TypeError('not a size');
  return size;
}
