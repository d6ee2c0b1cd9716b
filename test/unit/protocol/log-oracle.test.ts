import { readFileSync } from 'node:fs';
import {
  type Bytes,
  cosign,
  createNoteSigner,
  formatBase64,
  formatLogProof,
  formatNote,
  formatNoteKey,
  type NoteSigner,
  signNote,
  writeCheckpoint,
} from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { type Answer, askGo, type Figures, figuresOf, WHY_NO_GO } from './log-oracle.ts';
import { entryAt, MemoryLog } from './memory-tree.ts';

const { request, answer }: { request: Figures; answer: Answer } = JSON.parse(
  readFileSync(new URL('../../vectors/tlog-go.json', import.meta.url), 'utf8'),
);
const NOTHING = { entries: 0, sizes: [], inclusions: [], consistencies: [], paths: [], tiles: [], notes: [] };
const seedOf = (fill: number): Bytes => new Uint8Array(32).fill(fill);
const flipped = (base64: string): string => (base64.startsWith('A') ? `B${base64.slice(1)}` : `A${base64.slice(1)}`);

it('our figures are those that Go gave', async () => {
  expect(await figuresOf(request)).toEqual(answer);
});

describe.skipIf(WHY_NO_GO !== undefined)(`Go, running beside us${WHY_NO_GO ? ` (skipped: ${WHY_NO_GO})` : ''}`, () => {
  it('gives the figures on file', () => {
    const { verdicts, ...figures } = askGo(request);
    expect(figures).toEqual(answer);
    expect(verdicts).toBeNull();
  });

  it('takes our trees, tiles, notes, cosignatures and log proofs, and refuses what was changed in them', async () => {
    const trees = [];
    for (const [size, index, older] of [
      ...[
        [1, 0, 1],
        [255, 254, 128],
        [256, 7, 255],
        [257, 256, 256],
      ],
      ...[
        [600, 300, 257],
        [513, 512, 500],
      ],
    ] as [number, number, number][]) {
      trees.push(await treeOf(size, index, older));
    }
    const last = trees.at(-1) as Awaited<ReturnType<typeof treeOf>>;
    const tilePath = Object.keys(last.tiles).find((path) => path.startsWith('tile/0/000')) as string;
    const tile = last.tiles[tilePath] as string;
    const proof = await proofOf();
    const signers = await signersOf();
    const note = formatNote({ text: 'any\n\ntext\n', signatures: [await signNote('any\n\ntext\n', signers.log)] });
    const vkey = formatNoteKey(signers.log.key);
    const judged: [kind: 'trees' | 'notes' | 'proofs', what: object, isGood: boolean][] = [
      ...trees.map((tree): ['trees', object, boolean] => ['trees', tree, true]),
      ['trees', { ...last, inclusion: last.inclusion.slice(1) }, false],
      ['trees', { ...last, consistency: [...last.consistency].reverse() }, false],
      ['trees', { ...last, tiles: { ...last.tiles, [tilePath]: flipped(tile) } }, false],
      ['notes', { vkey, note }, true],
      ['notes', { vkey, note: note.replace('any', 'one') }, false],
      ['proofs', proof, true],
      ['proofs', { ...proof, text: proof.text.replace('index 300', 'index 301') }, false],
      ['proofs', { ...proof, text: proof.text.replace('w2.example', 'w9.example') }, false],
    ];
    const of = (kind: string) => judged.filter(([one]) => one === kind).map(([, what]) => what);
    const judge = { trees: of('trees'), notes: of('notes'), proofs: of('proofs') };
    const { verdicts } = askGo({ ...NOTHING, judge });
    expect(verdicts?.map((verdict) => verdict === '')).toEqual(judged.map(([, , isGood]) => isGood));
  });
});

async function treeOf(size: number, index: number, older: number) {
  const entries = Array.from({ length: size }, (_, i) => entryAt(i));
  const log = await MemoryLog.over(entries);
  const tree = log.tree(size);
  const tiles = [...log.files].filter(([path]) => !path.includes('entries'));
  return {
    ...{ size, index, older },
    root: formatBase64(await tree.root()),
    olderRoot: formatBase64(await (await MemoryLog.over(entries.slice(0, older))).tree(older).root()),
    inclusion: (await tree.inclusionProof(index)).map(formatBase64),
    consistency: (await tree.consistencyProof(older)).map(formatBase64),
    tiles: Object.fromEntries(tiles.map(([path, bytes]) => [path, formatBase64(bytes)])),
  };
}

async function signersOf(): Promise<{ log: NoteSigner; witnesses: NoteSigner[] }> {
  const log = await createNoteSigner('log.example', 'log', seedOf(1));
  const names = ['w1.example', 'w2.example'];
  return {
    log,
    witnesses: await Promise.all(names.map((name, i) => createNoteSigner(name, 'witness', seedOf(i + 2)))),
  };
}

async function proofOf() {
  const { log, witnesses } = await signersOf();
  const tree = (await MemoryLog.over(Array.from({ length: 600 }, (_, i) => entryAt(i)))).tree(600);
  const text = writeCheckpoint({ origin: 'log.example', size: 600, root: await tree.root() });
  const signatures = [await signNote(text, log)];
  for (const witness of witnesses) signatures.push(await cosign(text, witness, 1_795_000_000));
  const checkpoint = formatNote({ text, signatures });
  return {
    text: formatLogProof({ index: 300, proof: await tree.inclusionProof(300), checkpoint }),
    vkey: formatNoteKey(log.key),
    entry: formatBase64(entryAt(300)),
    witnesses: witnesses.map(({ key }) => formatNoteKey(key)),
  };
}
