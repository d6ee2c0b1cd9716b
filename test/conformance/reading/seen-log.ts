import type { EvidenceView } from '../evidence/view.ts';
import { directoryAsks } from './answers.ts';
import { readIssuerDirectory } from './issuer-directory.ts';
import { readCheckpoint, readLogProof, type StatedHead } from './log-proof.ts';
import { isSameHash, rootOf } from './merkle.ts';

/** A head of the log, and where it was seen. */
export interface SeenHead {
  readonly head: StatedHead;
  readonly id: string;
}

/** The heads that proofs state, and those of the same log that were read from it. */
export function headsOf(view: EvidenceView): readonly SeenHead[] {
  const log = view.probe('key-log');
  const own = [...log.exchanges('candidate'), ...log.exchanges('checkpoint')].flatMap(({ response, id }) => {
    const head = response?.status === 200 ? readCheckpoint(view.text(response.body)) : undefined;
    return head === undefined ? [] : [{ head, id }];
  });
  const proven = directoryAsks(view).flatMap(({ response, id }) => {
    const directory = response && readIssuerDirectory(view.text(response.body));
    return Object.values(directory?.proofs ?? {}).flatMap((text) => {
      const proof = readLogProof(text);
      return proof === undefined ? [] : [{ head: proof.head, id }];
    });
  });
  const names = new Set(proven.map(({ head }) => head.origin));
  return [...proven, ...own.filter(({ head }) => names.has(head.origin))];
}

/** The log whose files were read, by its name, and the hashes of all of its entries; none unless every file was read whole. */
export interface ReadEntries {
  readonly origin: string | undefined;
  readonly leaves: readonly Uint8Array[];
}

export function entriesOf(view: EvidenceView): ReadEntries {
  const log = view.probe('key-log');
  const [checkpoint] = log.exchanges('checkpoint');
  const origin = checkpoint?.response && readCheckpoint(view.text(checkpoint.response.body))?.origin;
  const tiles = log.exchanges('tile');
  if (tiles.some(({ response }) => response?.status !== 200 || response.isCut)) return { origin, leaves: [] };
  const leaves = tiles.flatMap(({ response }) => {
    const bytes = response === undefined ? new Uint8Array() : view.bytes(response.body);
    return Array.from({ length: Math.floor(bytes.length / 32) }, (_, i) => bytes.slice(32 * i, 32 * i + 32));
  });
  return { origin, leaves };
}

/** Two heads of one log that no single list of entries has: of one size, or where the entries are known. */
export function splitOf(heads: readonly SeenHead[], { origin, leaves }: ReadEntries): readonly SeenHead[] | undefined {
  for (const one of heads) {
    const other = heads.find(
      ({ head }) =>
        head.origin === one.head.origin && head.size === one.head.size && !isSameHash(head.root, one.head.root),
    );
    if (other !== undefined) return [one, other];
    const isKnown = one.head.origin === origin && one.head.size <= leaves.length;
    if (isKnown && !isSameHash(rootOf(leaves.slice(0, one.head.size)), one.head.root)) return [one];
  }
  return undefined;
}
