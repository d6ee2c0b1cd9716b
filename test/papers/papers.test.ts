import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KEPT } from './kept/index.ts';
import { PAPERS } from './papers.ts';
import { TO_COMPLETE, writePaper } from './write-paper.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const marksIn = (text: string, language: 'en' | 'fr'): string[] =>
  [...text.matchAll(TO_COMPLETE[language])].map(([, what = '']) => what.replaceAll(/\s+/g, ' '));
const levels = (text: string): string[] => [...text.matchAll(/^(#+) /gm)].map(([, level = '']) => level);

describe.each(PAPERS)('$path', ({ path, language }) => {
  const text = read(path);

  it('has no placeholder left', () => {
    expect(text).not.toContain('{{');
  });

  it('lists at its top whatever the operator has to complete', () => {
    const marks = [...new Set(marksIn(text, language))];
    const [, list = ''] = /\n## (?:To complete|À compléter)\n([\s\S]*?)\n## /.exec(text) ?? [];
    const listed = [...list.matchAll(/^- (.+)$/gm)].map(([, what = '']) => what.replaceAll(/\s+/g, ' '));
    expect(listed).toEqual(marks);
    // A mark that is spelled otherwise would stay in what is published.
    expect(text.match(/\[\s*(to\s+complete|à\s+compléter)/gi)?.length ?? 0).toBe(marksIn(text, language).length);
  });
});

describe.each(PAPERS.filter(({ other }) => other !== undefined))('$path', ({ path, language, other = '' }) => {
  it('has the sections, tables and marks of the same in the other language', () => {
    const [text, there] = [read(path), read(other)];
    expect(levels(text)).toEqual(levels(there));
    expect(text.match(/^\|/gm)?.length).toBe(there.match(/^\|/gm)?.length);
    expect(marksIn(text, language).length).toBe(marksIn(there, language === 'en' ? 'fr' : 'en').length);
  });
});

describe('a paper', () => {
  it('says of a period what the table says', () => {
    const rows = KEPT.map((row) =>
      row.id === 'site.spent' ? { ...row, howLong: { en: 'a year', fr: 'un an' } } : row,
    );
    expect(writePaper('Kept {{long site.spent}}.', 'en', rows)).toBe('Kept a year.');
    expect(writePaper('{{list site}}', 'fr', rows)).toContain('Conservation\u00a0: un an.');
    expect(writePaper('{{table site}}', 'en', rows)).toContain('| a year |');
    expect(writePaper('{{long attester.nonces}}', 'en')).toBe('300 seconds');
    expect(writePaper('{{long site.direct-question}}', 'fr')).toBe('300 secondes, une réponse 120 secondes');
  });

  it.each(['{{long nothing.of-it}}', '{{table nobody}}', '{{tabel site}}'])('is not made of %s', (template) => {
    expect(() => writePaper(template, 'en')).toThrow(TypeError);
  });
});
