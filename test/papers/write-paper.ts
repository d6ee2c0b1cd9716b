import { KEPT } from './kept/index.ts';
import type { Holder, Kept, Language } from './kept/kept.ts';
import { BASES, writeTable } from './kept/write-table.ts';

/** What an operator has to fill in. */
export const TO_COMPLETE: Readonly<Record<Language, RegExp>> = {
  en: /\*\*\[to\s+complete:\s+([^\]]+)\]\*\*/g,
  fr: /\*\*\[à\s+compléter\u00a0:\s+([^\]]+)\]\*\*/g,
};

/**
 * A paper of its template. `{{table HOLDER…}}`: what they keep, with its tests; without one, everything. `{{list
 * HOLDER…}}`: what of it is of a person, as sentences. `{{long ID}}`: how long one row lasts. `{{marks}}`: what the
 * operator has to complete.
 * @throws TypeError for a placeholder that is none, and for a holder or a row that there is not
 */
export function writePaper(template: string, language: Language, rows: readonly Kept[] = KEPT): string {
  const filled = template.replace(/\{\{(\w+) ?([^}]*)\}\}/g, (whole, act: string, rest: string) => {
    const names = rest === '' ? [] : rest.split(', ');
    if (act === 'marks') return whole;
    if (act === 'table') return writeTable(rowsOf(rows, names), { language, tests: names.length === 0 });
    if (act === 'list') return writeList(rowsOf(rows, names), language);
    if (act === 'long') return period(rowOf(rows, rest).howLong[language], language);
    throw new TypeError(`no placeholder: ${whole}`);
  });
  const set = language === 'fr' ? typeset(filled) : filled;
  const marks = [
    ...new Set(
      [...set.matchAll(TO_COMPLETE[language])].map(([, what = '']) => `- ${what.replaceAll(/\s*\n\s*/g, ' ')}`),
    ),
  ];
  return set.replace('{{marks}}', marks.join('\n'));
}

function rowsOf(rows: readonly Kept[], names: readonly string[]): readonly Kept[] {
  if (names.length === 0) return rows;
  const found = rows.filter(({ holders }) => holders.some((holder) => names.includes(holder)));
  const held = new Set<string>(found.flatMap(({ holders }): readonly Holder[] => holders));
  for (const name of names) if (!held.has(name)) throw new TypeError(`nobody of that name keeps anything: ${name}`);
  return found;
}

function rowOf(rows: readonly Kept[], id: string): Kept {
  const found = rows.find((row) => row.id === id);
  if (found === undefined) throw new TypeError(`no such row: ${id}`);
  return found;
}

function writeList(rows: readonly Kept[], language: Language): string {
  const heads = language === 'fr' ? ['Pourquoi :', 'Conservation :', 'Base :'] : ['Why:', 'Kept for:', 'Basis:'];
  const [why, kept, because] = heads;
  const items = rows.flatMap((row) => {
    if (row.basis === 'none') return [];
    if (row.plain === undefined) throw new TypeError(`not said to the person: ${row.id}`);
    const sentences = [
      `${why} ${row.why[language]}.`,
      `${kept} ${period(row.howLong[language], language)}.`,
      `${because} ${BASES[row.basis][language]}.`,
    ];
    return [`- **${row.plain[language]}.** ${sentences.join(' ')}`];
  });
  return items.join('\n');
}

/** The table counts in seconds; a sentence says so. */
function period(text: string, language: Language): string {
  return text.replace(
    /(?<![\d-])\b(\d{2,3})\b(?=$|[,;])/g,
    (_, n: string) => `${n} ${language === 'fr' ? 'secondes' : 'seconds'}`,
  );
}

/** The spaces that French puts before some signs do not break. */
function typeset(text: string): string {
  return text.replace(/ ([:;?!»])/g, '\u00a0$1').replaceAll('« ', '«\u00a0');
}
