import { base64, base64Twin } from './log-notes.ts';
import { worldLogProof } from './log-proof-text.ts';
import { pathTo } from './log-tree.ts';
import { LOG, SMALL, worldCheckpoint } from './log-world.ts';

/** A proof of entry 5 of seven that is not in its one spelling. */
export interface ProofFault {
  readonly id: string;
  readonly about: string;
  readonly proof: string;
}

const FIRST = base64(pathTo(5, SMALL)[0] as Uint8Array);

const EDITS: readonly (readonly [id: string, about: string, part: string | RegExp, by: string])[] = [
  ['version-2', 'a first line of another version', '@v1', '@v2'],
  ['no-first-line', 'no first line', /^.*\n/, ''],
  ['no-index', 'no index', 'index 5\n', ''],
  ['index-twice', 'the index twice', 'index 5\n', 'index 5\nindex 5\n'],
  ['index-last', 'the index behind the first hash', /(index 5\n)(.*\n)/, '$2$1'],
  ['index-leading-zero', 'an index with a leading zero', 'index 5', 'index 05'],
  ['index-negative', 'an index below zero', 'index 5', 'index -5'],
  ['index-beyond-2-53', 'an index that not every reader can hold exactly', 'index 5', 'index 9007199254740993'],
  ['index-two-spaces', 'two spaces before the index', 'index 5', 'index  5'],
  ['extra-empty', 'an extra line without bytes', 'index', 'extra \nindex'],
  ['extra-no-padding', 'an extra line without its padding', 'index', 'extra AQ\nindex'],
  ['extra-twice', 'two extra lines', 'index', 'extra AQID\nextra AQID\nindex'],
  ['extra-behind-index', 'an extra line behind the index', 'index 5\n', 'index 5\nextra AQID\n'],
  ['hash-31-bytes', 'a hash a byte short', FIRST, base64(Buffer.from(FIRST, 'base64').subarray(1))],
  ['hash-no-padding', 'a hash without its padding', FIRST, FIRST.replace('=', '')],
  ['hash-twin', 'a hash in a second spelling of the same bytes', FIRST, base64Twin(FIRST)],
  ['hashes-64', 'more hashes than a tree of any size has levels', FIRST, `${`${FIRST}\n`.repeat(61)}${FIRST}`],
  ['no-empty-line', 'no empty line before the checkpoint', '\n\n', '\n'],
  ['two-empty-lines', 'two empty lines before the checkpoint', '\n\n', '\n\n\n'],
  ['cr-lf', 'lines end in CR LF', /\n/g, '\r\n'],
  ['last-space', 'a space at the end of a line', 'index 5', 'index 5 '],
  ['no-last-line-feed', 'the last line does not end', /\n$/, ''],
  ['no-signatures', 'a checkpoint without signature lines', /(— .*\n)+$/, ''],
  ['hyphen', 'a signature line that begins with a hyphen', '— ', '- '],
  ['signature-no-name', 'a signature line without a name', '— log.example', '— '],
  ['signature-no-padding', 'a signature line without its padding', /=+\n$/, '\n'],
  ['empty-last-line', 'an empty line at the end', /$/, '\n'],
];

/** Well signed, but for their form. */
const HEADS: readonly (readonly [id: string, about: string, part: string | RegExp, by: string])[] = [
  ['size-leading-zero', 'a size with a leading zero', '\n7\n', '\n07\n'],
  ['size-fraction', 'a size with a fraction of nothing', '\n7\n', '\n7.0\n'],
  ['no-size', 'no size', '\n7\n', '\n'],
  ['root-no-padding', 'a root without its padding', '=\n', '\n'],
  ['root-33-bytes', 'a root a byte long', '=\n', 'A\n'],
  ['no-root', 'no root', /.*\n$/, ''],
  ['head-empty-line', 'an empty line in the text of the checkpoint', /$/, '\nmore\n'],
  ['head-control', 'a control character in the text of the checkpoint', /$/, 'a\tb\n'],
];

/** Proofs that are in no canonical spelling (BP-LOG-4). */
export function malformedLogProofs(): ProofFault[] {
  const good = worldLogProof();
  const edited = (from: string, id: string, part: string | RegExp, by: string) => {
    const to = from.replace(part, by);
    if (to === from) throw new TypeError(`${id}: nothing changed`);
    return to;
  };
  const twin = (text: string) => text.replace(/(\S+=)\n/, (_, root: string) => `${base64Twin(root)}\n`);
  const lastTwin = good.replace(/(\S+=)\n$/, (_, line: string) => `${base64Twin(line)}\n`);
  return [
    { id: 'no-text', about: 'no text at all', proof: '' },
    ...EDITS.map(([id, about, part, by]) => ({ id, about, proof: edited(good, id, part, by) })),
    { id: 'signature-twin', about: 'a signature line in a second spelling of the same bytes', proof: lastTwin },
    ...HEADS.map(([id, about, part, by]) => {
      const checkpoint = worldCheckpoint({ text: (head) => edited(head, id, part, by) });
      return { id, about: `signed all the same: ${about}`, proof: worldLogProof({ checkpoint }) };
    }),
    {
      id: 'root-twin',
      about: 'signed all the same: a root in a second spelling of the same bytes',
      proof: worldLogProof({ checkpoint: worldCheckpoint({ text: twin }) }),
    },
    {
      id: 'signature-of-no-bytes',
      about: 'a third signature line with a key id and no signature',
      proof: `${good}— ${LOG.name} ${base64(LOG.id)}\n`,
    },
  ];
}
