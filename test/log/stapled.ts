import { formatLogProof, formatTilePath, openTree, parseNote, readCheckpoint } from '@bauta/sdk/protocol';
import { type CrookedOptions, crookedLog } from './crooked-log.ts';
import { LOG_URL } from './log-ground.ts';

/** The proof of entry `index` of a log that holds `texts`. */
export async function proofOf(texts: readonly string[], index: number, options: CrookedOptions = {}): Promise<string> {
  const fetch = await crookedLog(texts, options);
  const load = async (path: string): Promise<Response> => fetch(`${LOG_URL}/${path}`);
  const checkpoint = await (await load('checkpoint')).text();
  const { size } = readCheckpoint(parseNote(checkpoint).text);
  const tree = openTree(size, async (tile) => new Uint8Array(await (await load(formatTilePath(tile))).arrayBuffer()));
  return formatLogProof({ index, proof: await tree.inclusionProof(index), checkpoint });
}
