import {
  createNoteSigner,
  formatNote,
  formatNoteKey,
  formatSignatureLine,
  parseBase64,
  parseNote,
  parseNoteKey,
  parseSignatureLine,
  signNote,
  verifyNote,
} from '@bauta/sdk/protocol';
import { same } from '../case.ts';
import type { WriteGroups } from '../write-groups.ts';

interface Published {
  readonly id: string;
  readonly vkey?: string;
  readonly skey?: string;
  readonly note?: string;
  readonly lines?: readonly string[];
}

async function judge({ vkey, skey, note, lines = [] }: Published): Promise<unknown> {
  const key = vkey === undefined ? undefined : await parseNoteKey(vkey);
  if (key) same(formatNoteKey(key), vkey);
  if (note !== undefined) same(formatNote(parseNote(note)), note);
  same(
    lines.map((line) => formatSignatureLine(parseSignatureLine(line))),
    lines,
  );
  if (!key || !skey || note === undefined) return { key, note: note && parseNote(note), lines };
  const { text } = parseNote(note);
  const signer = await createNoteSigner(key.name, 'log', parseBase64(skey.split('+').slice(4).join('+')).slice(1));
  same(formatNote({ text, signatures: [await signNote(text, signer)] }), note);
  return { key: signer.key, isGood: same(await verifyNote(parseNote(note), key), true) };
}

/** Signed notes of others, read, written, checked and signed again. */
export const notes: WriteGroups = ({ published }) => {
  const { cases } = published['signed-notes'] as { readonly cases: readonly Published[] };
  const key = cases.find(({ id }) => id === 'key-of-a-log')?.vkey ?? '';
  const note = cases.find(({ id }) => id === 'go-note')?.note ?? '';
  return [
    {
      name: 'C2SP signed notes',
      cases: [
        ...cases.map((one) => ({ name: one.id, expected: 'accepted' as const, run: () => judge(one) })),
        { name: 'a key under another id', expected: 'TypeError', run: () => parseNoteKey(key.replace('033d', '033e')) },
        { name: 'a key of another type', expected: 'TypeError', run: () => parseNoteKey(key.replace('+Ac4', '+Bc4')) },
        { name: 'a note without signatures', expected: 'TypeError', run: () => parseNote('text\n\n') },
        { name: 'a note cut short', expected: 'TypeError', run: () => parseNote(note.slice(0, -1)) },
      ],
    },
  ];
};
