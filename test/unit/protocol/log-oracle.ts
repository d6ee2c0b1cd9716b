import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  type Bytes,
  cosign,
  createNoteSigner,
  formatBase64,
  formatNote,
  formatNoteKey,
  formatTilePath,
  levelsOf,
  parseBase64,
  signNote,
  tilesOf,
} from '@bauta/sdk/protocol';
import { sha256 } from '../../../sdk/protocol/crypto/node.ts';
import { entryAt, MemoryLog } from './memory-tree.ts';

/** What to sign; time 0 asks for a log's signature, any other for a cosignature. Bytes are base64. */
interface Signing {
  readonly name: string;
  readonly seed: string;
  readonly text: string;
  readonly time: number;
}

/** What `test/oracles/tlog` is asked for; entry i is `entry i\n`. */
export interface Figures {
  readonly entries: number;
  readonly sizes: readonly number[];
  /** size, index */
  readonly inclusions: readonly (readonly [number, number])[];
  /** older, newer */
  readonly consistencies: readonly (readonly [number, number])[];
  /** Sizes. */
  readonly paths: readonly number[];
  readonly tiles: readonly string[];
  readonly notes: readonly Signing[];
}

/** What it answers, and what we answer to the same. */
export interface Answer {
  readonly roots: readonly string[];
  readonly inclusions: readonly (readonly string[])[];
  readonly consistencies: readonly (readonly string[])[];
  /** Of every hash tile of a tree. */
  readonly paths: readonly (readonly string[])[];
  /** SHA-256 of each. */
  readonly tiles: readonly string[];
  readonly notes: readonly { readonly vkey: string; readonly note: string }[];
}

/** Why the program cannot run here; undefined when it can. */
export const WHY_NO_GO: string | undefined =
  spawnSync('go', ['version']).status === 0 ? undefined : 'there is no go here (Debian: golang-go)';

/** Runs the program. @throws Error with what it printed when it failed */
export function askGo(request: object): Answer & { readonly verdicts: readonly string[] | null } {
  const { status, stdout, stderr } = spawnSync('go', ['run', '.'], {
    cwd: fileURLToPath(new URL('../../oracles/tlog', import.meta.url)),
    env: { ...process.env, GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOFLAGS: '' },
    input: JSON.stringify(request),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 90_000,
  });
  if (status !== 0) throw new Error(`go run failed: ${stderr}`);
  return JSON.parse(stdout);
}

/** Our own figures for the same request. */
export async function figuresOf(request: Figures): Promise<Answer> {
  const entries = Array.from({ length: request.entries }, (_, i) => entryAt(i));
  const logs = new Map<number, Promise<MemoryLog>>();
  const treeOf = async (size: number) => {
    const log = logs.get(size) ?? MemoryLog.over(entries.slice(0, size));
    logs.set(size, log);
    return (await log).tree(size);
  };
  const log = await MemoryLog.over(entries);
  return {
    roots: await mapAll(request.sizes, async (size) => formatBase64(await (await treeOf(size)).root())),
    inclusions: await mapAll(request.inclusions, async ([size, index]) =>
      (await (await treeOf(size)).inclusionProof(index)).map(formatBase64),
    ),
    consistencies: await mapAll(request.consistencies, async ([older, newer]) =>
      (await (await treeOf(newer)).consistencyProof(older)).map(formatBase64),
    ),
    paths: request.paths.map((size) =>
      Array.from({ length: levelsOf(size) }, (_, level) => tilesOf(size, level).map(formatTilePath)).flat(),
    ),
    tiles: request.tiles.map((path) => formatBase64(sha256(log.hashesAt(path)) as Bytes)),
    notes: await mapAll(request.notes, signed),
  };
}

async function signed({ name, seed, text, time }: Signing): Promise<Answer['notes'][number]> {
  const signer = await createNoteSigner(name, time === 0 ? 'log' : 'witness', parseBase64(seed));
  const signature = time === 0 ? await signNote(text, signer) : await cosign(text, signer, time);
  return { vkey: formatNoteKey(signer.key), note: formatNote({ text, signatures: [signature] }) };
}

async function mapAll<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await act(item));
  return results;
}
