import type { Sources } from './sources.ts';

interface Rule {
  readonly what: string;
  readonly pattern: RegExp;
  /** Which files it is about; all unless given. */
  readonly in?: RegExp;
}

/** Written in pieces, so that this file does not hold what it looks for. */
const join = (...pieces: readonly string[]): RegExp => new RegExp(pieces.join(''), 'iu');

/** What no file may say. */
const RULES: readonly Rule[] = [
  { what: 'a claim: nobody is nameless on the net', pattern: join('\\banony', 'mes?\\b|\\banony', 'mat garanti') },
  { what: 'a claim: the Arcom certifies no product', pattern: join('certifi[ée]+s?\\s+(par\\s+l.\\s*)?', 'arcom') },
  { what: 'a claim: the CNIL validates no product', pattern: join('valid[ée]+s?\\s+(par\\s+(la\\s+)?)?', 'cnil') },
  { what: 'a path of some machine', pattern: join('(?<![\\w.])/(work|root|Users', '|home/\\w+)/') },
  {
    what: 'the address of a registry',
    pattern: join('https?://[\\w.-]*(registry|artifactory|ver', 'daccio)[\\w.-]*'),
  },
  { what: 'a download address', pattern: join('"resolved":\\s*"', 'http'), in: /package-lock\.json$/ },
];

/** A line that says what must not be said may name it. */
const PROHIBITION = /\b(never|forbidden|jamais|interdit)\b/i;

/** A line for each place that says what must not be said. */
export function findForbiddenWords(sources: Sources): readonly string[] {
  return [...sources].flatMap(([file, text]) =>
    text.split('\n').flatMap((line, i) =>
      RULES.filter(({ pattern, in: where }) => (where === undefined || where.test(file)) && pattern.test(line))
        .filter(({ what }) => !(what.startsWith('a claim') && PROHIBITION.test(line)))
        .map(({ what }) => `${file}:${i + 1}: ${what}`),
    ),
  );
}
