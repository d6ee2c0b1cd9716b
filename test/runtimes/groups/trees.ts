import {
  type Bytes,
  checkInclusion,
  cosign,
  createNoteSigner,
  formatBase64,
  formatNote,
  formatNoteKey,
  formatTilePath,
  hashLeaf,
  levelsOf,
  parseBase64,
  parseHex,
  signNote,
  tilesOf,
} from '@bauta/sdk/protocol';
import type { PlatformCrypto } from '../../../sdk/protocol/crypto/port.ts';
import { entryAt, MemoryLog } from '../../unit/protocol/memory-tree.ts';
import { type Case, same } from '../case.ts';
import type { WriteGroups } from '../write-groups.ts';

interface GoFigures {
  readonly request: {
    readonly entries: number;
    readonly sizes: readonly number[];
    readonly inclusions: readonly (readonly [size: number, index: number])[];
    readonly consistencies: readonly (readonly [older: number, newer: number])[];
    readonly paths: readonly number[];
    readonly tiles: readonly string[];
    readonly notes: readonly {
      readonly name: string;
      readonly seed: string;
      readonly text: string;
      readonly time: number;
    }[];
  };
  readonly answer: {
    readonly roots: readonly string[];
    readonly inclusions: readonly (readonly string[])[];
    readonly consistencies: readonly (readonly string[])[];
    readonly paths: readonly (readonly string[])[];
    readonly tiles: readonly string[];
    readonly notes: readonly { readonly vkey: string; readonly note: string }[];
  };
}

const logs = new Map<number, Promise<MemoryLog>>();

/** The log over the first entries, made once. */
function logOf(size: number): Promise<MemoryLog> {
  const log = logs.get(size) ?? MemoryLog.over(Array.from({ length: size }, (_, i) => entryAt(i)));
  logs.set(size, log);
  return log;
}

const treeOf = async (size: number) => (await logOf(size)).tree(size);

async function signed({ name, seed, text, time }: GoFigures['request']['notes'][number]): Promise<unknown> {
  const signer = await createNoteSigner(name, time === 0 ? 'log' : 'witness', parseBase64(seed));
  const signature = time === 0 ? await signNote(text, signer) : await cosign(text, signer, time);
  return { vkey: formatNoteKey(signer.key), note: formatNote({ text, signatures: [signature] }) };
}

function goCases({ request, answer }: GoFigures, body: PlatformCrypto): readonly Case[] {
  const cases = <T>(name: string, asked: readonly T[], answers: readonly unknown[], run: (one: T) => unknown): Case[] =>
    asked.map((one, i) => ({
      name: `${name} ${typeof one === 'object' ? i : one}`,
      expected: 'accepted',
      run: async () => same(await run(one), answers[i]),
    }));
  return [
    ...cases('root', request.sizes, answer.roots, async (size) => formatBase64(await (await treeOf(size)).root())),
    ...cases('inclusion', request.inclusions, answer.inclusions, async ([size, index]) =>
      (await (await treeOf(size)).inclusionProof(index)).map(formatBase64),
    ),
    ...cases('consistency', request.consistencies, answer.consistencies, async ([older, newer]) =>
      (await (await treeOf(newer)).consistencyProof(older)).map(formatBase64),
    ),
    ...cases('paths', request.paths, answer.paths, (size) =>
      Array.from({ length: levelsOf(size) }, (_, level) => tilesOf(size, level).map(formatTilePath)).flat(),
    ),
    ...cases('tile', request.tiles, answer.tiles, async (path) =>
      formatBase64(await body.sha256((await logOf(request.entries)).hashesAt(path))),
    ),
    ...cases('note', request.notes, answer.notes, signed),
  ];
}

async function grow(entries: readonly Bytes[], expected: string | undefined): Promise<unknown> {
  const log = await MemoryLog.over(entries);
  const tree = log.tree(entries.length);
  const root = same(await tree.root(), expected);
  for (const [index, entry] of entries.entries()) {
    await checkInclusion(
      await hashLeaf(entry),
      index,
      { size: entries.length, root },
      await tree.inclusionProof(index),
    );
  }
  return root;
}

/** Trees of hashes, against the figures of others. */
export const trees: WriteGroups = ({ published }, body) => {
  const { cases } = published['rfc6962-trees'] as { readonly cases: readonly { entry: string; root: string }[] };
  const entries = cases.map(({ entry }) => parseHex(entry));
  const [first, second] = entries as [Bytes, Bytes];
  return [
    {
      name: 'RFC 6962 trees',
      cases: [
        ...cases.map(({ root }, i) => ({
          name: `over ${i + 1}`,
          expected: 'accepted' as const,
          run: () => grow(entries.slice(0, i + 1), root),
        })),
        {
          name: 'an entry that is not there',
          expected: 'ERR_LOG_PROOF',
          async run() {
            const tree = (await MemoryLog.over([first, second])).tree(2);
            const head = { size: 2, root: await tree.root() };
            await checkInclusion(await hashLeaf(second), 0, head, await tree.inclusionProof(0));
          },
        },
      ],
    },
    { name: 'Go, sumdb/tlog and sumdb/note', cases: goCases(published['tlog-go'] as GoFigures, body) },
  ];
};
