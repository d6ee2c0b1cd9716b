import {
  type Bytes,
  cosign,
  formatNote,
  formatTilePath,
  type NoteSigner,
  openTree,
  parseNote,
  writeUtf8,
} from '@bauta/sdk/protocol';
import { growTiles } from '../../services/log/tree/grow-tiles.ts';
import { signHead } from '../../services/log/tree/signed-head.ts';
import type { Fetch } from '../../services/loopback.ts';
import { LOG, NOON, WITNESSES } from './ground.ts';

export interface CrookedOptions {
  readonly signer?: NoteSigner;
  readonly witnesses?: readonly NoteSigner[];
  /** When they cosigned. */
  readonly at?: number;
  /** Files in place of the right ones; undefined for one that is missing. */
  readonly files?: ReadonlyMap<string, Bytes | undefined>;
  /** Entries that the checkpoint is over, in place of those that are given away. */
  readonly signedFor?: readonly string[];
}

/** What a log gives that holds anything at all, correctly signed and cosigned unless told otherwise. */
export async function crookedLog(texts: readonly string[], options: CrookedOptions = {}): Promise<Fetch> {
  const { signer = LOG, witnesses = WITNESSES, at = NOON, signedFor } = options;
  const files = new Map<string, Bytes | undefined>(await tilesOver(texts));
  const head = await headOver(signedFor ?? texts);
  const { text } = parseNote((await signHead(head, signer)).text);
  const own = parseNote((await signHead(head, signer)).text).signatures;
  const cosignatures = await Promise.all(witnesses.map((witness) => cosign(text, witness, at)));
  files.set('checkpoint', writeUtf8(formatNote({ text, signatures: [...own, ...cosignatures] })));
  for (const [path, bytes] of options.files ?? []) files.set(path, bytes);
  return async (input) => {
    const bytes = files.get(new URL(String(input)).pathname.slice(1));
    return bytes === undefined ? new Response(null, { status: 404 }) : new Response(bytes);
  };
}

async function tilesOver(texts: readonly string[]): Promise<Map<string, Bytes>> {
  const tiles = await growTiles(0, texts.map(writeUtf8), async () => new Uint8Array(0));
  return new Map(tiles.map((tile) => [formatTilePath(tile), tile.bytes]));
}

async function headOver(texts: readonly string[]) {
  const tiles = await tilesOver(texts);
  const tree = openTree(texts.length, async (tile) => tiles.get(formatTilePath(tile)) as Bytes);
  return { size: texts.length, root: await tree.root() };
}
