import { readFileSync } from 'node:fs';
import { parseKeyLogFile } from '@bauta/sdk/log';
import {
  createNoteSigner,
  DIRECTORY_PATH,
  formatTilePath,
  openTree,
  parseHex,
  parseNote,
  readCheckpoint,
  readUtf8,
} from '@bauta/sdk/protocol';
import { loopbackFetch } from '@bauta/services/loopback';
import { crookedLog } from '../log/crooked-log.ts';
import { smallText } from '../log/ground.ts';
import type { Answer } from './log-doors-proxy.ts';

/** A log that does not answer. */
export const AWAY: Answer = () => new Response(null, { status: 503 });

/** The log as it is now, for ever. */
export async function frozen(log: string): Promise<Answer> {
  const text = await (await loopbackFetch(`${log}/checkpoint`)).text();
  return (path) => (path === '/checkpoint' ? new Response(text) : undefined);
}

/** Another tree of the same size, signed and cosigned as the first one was. @param at when, in Unix seconds */
export async function forked(log: string, dataDir: string, at: number): Promise<Answer> {
  const load = (path: string): Promise<Response> => loopbackFetch(`${log}/${path}`);
  const { size } = readCheckpoint(parseNote(await (await load('checkpoint')).text()).text);
  const tree = openTree(size, async (tile) => new Uint8Array(await (await load(formatTilePath(tile))).arrayBuffer()));
  const texts: string[] = [];
  for await (const { entry } of tree.entries(0, size)) texts.push(readUtf8(entry));
  const { key, witnesses } = parseKeyLogFile(readFileSync(`${dataDir}/key-log.json`, 'utf8'));
  const signerOf = async (of: string, kind: 'log' | 'witness') => {
    const seed = parseHex(readFileSync(`${dataDir}/${kind}.seed`, 'utf8').trim());
    return createNoteSigner(of.split('+')[0] as string, kind, seed);
  };
  const signer = await signerOf(key, 'log');
  const cosigners = await Promise.all(witnesses.map((witness) => signerOf(witness.key, 'witness')));
  const files = await crookedLog(texts.with(0, smallText(0)), { signer, witnesses: cosigners, at });
  return (path) => files(log + path);
}

/** A directory whose proofs are others, by the text of each. @param change undefined for none at all */
export function stapling(issuer: string, change: ((proof: string) => string) | undefined): Answer {
  return async (path) => {
    if (path !== DIRECTORY_PATH) return undefined;
    const given = await loopbackFetch(issuer + path);
    const { proof, ...listing } = (await given.json()) as { readonly proof: Readonly<Record<string, string>> };
    const stapled = Object.entries(proof).map(([epoch, text]) => [epoch, change?.(text)]);
    const type = given.headers.get('content-type') ?? '';
    const body = JSON.stringify({ ...listing, ...(change && { proof: Object.fromEntries(stapled) }) });
    return new Response(body, { headers: { 'content-type': type } });
  };
}

/** One byte of the first hash of a proof is another. */
export function withByteChanged(proof: string): string {
  const lines = proof.split('\n');
  const [hash = ''] = lines.slice(2);
  return lines.with(2, (hash.startsWith('A') ? 'B' : 'A') + hash.slice(1)).join('\n');
}
