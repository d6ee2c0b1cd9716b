import type { TreeHead } from './merkle.ts';

/** What a log says of its tree; nobody's signature was looked at. */
export interface StatedHead extends TreeHead {
  /** The log's name. */
  readonly origin: string;
  /** Names that have signed it, the log's own first. */
  readonly signers: readonly string[];
}

/** That an entry stands in a log (C2SP tlog-proof). */
export interface ReadLogProof {
  readonly index: number;
  readonly hashes: readonly Uint8Array[];
  readonly head: StatedHead;
}

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

/** Reads a checkpoint (C2SP tlog-checkpoint). @returns undefined where it is none */
export function readCheckpoint(text: string): StatedHead | undefined {
  const [body = '', signatures = ''] = text.split('\n\n');
  const [origin = '', size = '', root = ''] = body.split('\n');
  const signers = [...signatures.matchAll(/^— (\S+) \S+$/gm)].map(([, name = '']) => name);
  const head = { origin, size: Number(size), root: bytes(root), signers };
  const isOne = origin !== '' && /^\d+$/.test(size) && Number.isSafeInteger(head.size) && head.root.length === 32;
  return isOne ? head : undefined;
}

/** @returns undefined where it is none */
export function readLogProof(text: string): ReadLogProof | undefined {
  const split = text.indexOf('\n\n');
  const [version, ...lines] = text.slice(0, Math.max(split, 0)).split('\n');
  if (version !== 'c2sp.org/tlog-proof@v1') return undefined;
  const [index, ...hashes] = lines.filter((line) => !line.startsWith('extra '));
  const [, number] = /^index (\d+)$/.exec(index ?? '') ?? [];
  const head = readCheckpoint(text.slice(split + 2));
  if (number === undefined || head === undefined) return undefined;
  const read = hashes.map(bytes);
  return read.every(({ length }) => length === 32) ? { index: Number(number), hashes: read, head } : undefined;
}
