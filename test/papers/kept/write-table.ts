import type { Basis, Holder, Kept, Language, Where } from './kept.ts';

const HOLDERS: Readonly<Record<Holder, string>> = {
  attester: 'vérificateur d’âge',
  issuer: 'émetteur',
  log: 'journal',
  witness: 'témoin',
  'wallet host': 'hébergeur du portefeuille',
  browser: 'navigateur',
  site: 'site',
  all: 'tous',
};

export const BASES: Readonly<Record<Basis, Readonly<Record<Language, string>>>> = {
  none: { en: 'no personal data', fr: 'pas de donnée personnelle' },
  contract: { en: 'contract, Article 6(1)(b)', fr: 'contrat, article 6(1)(b)' },
  'legal obligation': { en: 'legal obligation, Article 6(1)(c)', fr: 'obligation légale, article 6(1)(c)' },
  'legitimate interest': { en: 'legitimate interest, Article 6(1)(f)', fr: 'intérêt légitime, article 6(1)(f)' },
  'asked for on the device': {
    en: 'on the person’s own device, for what they asked for (Article 5(3), Directive 2002/58/EC)',
    fr: 'sur l’appareil de la personne, pour ce qu’elle demande (article 82 de la loi du 6 janvier 1978)',
  },
};

const HEADS: Readonly<Record<Language, readonly string[]>> = {
  en: ['room', 'where', 'what', 'why', 'legal basis', 'how long', 'how it goes', 'test'],
  fr: ['salle', 'où', 'quoi', 'pourquoi', 'base légale', 'combien de temps', 'comment cela disparaît', 'test'],
};

const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

function writeWhere(where: Where, language: Language): string {
  const isFrench = language === 'fr';
  if ('memory' in where) return `${isFrench ? 'mémoire' : 'memory'}, ${where.memory[language]}`;
  if ('table' in where) return `table \`${where.table}\` (${code(where.columns)})`;
  if ('folder' in where) return `${isFrench ? 'dossier' : 'folder'} (${code(where.folder)})`;
  if ('database' in where) return `IndexedDB \`${where.database}\` (${code(where.stores)})`;
  if ('storage' in where) return `${isFrench ? 'stockage local :' : 'local storage:'} ${code(where.storage)}`;
  if ('cookies' in where) return `${isFrench ? 'cookies :' : 'cookies:'} ${code(where.cookies)}`;
  if ('lines' in where) return isFrench ? 'lignes de journal' : 'log lines';
  return isFrench ? 'nulle part' : 'nowhere';
}

/** These rows as a table of Markdown. @param options.tests whether it has the tests that show each row. */
export function writeTable(
  rows: readonly Kept[],
  { language, tests }: { readonly language: Language; readonly tests: boolean },
): string {
  const cells = rows.map((row) => {
    const members = row.members === undefined ? '' : ` (${code(row.members)})`;
    const all = [
      row.holders.map((holder) => (language === 'fr' ? HOLDERS[holder] : holder)).join(', '),
      writeWhere(row.where, language),
      `${row.what[language]}${tests ? members : ''}`,
      row.why[language],
      BASES[row.basis][language],
      row.howLong[language],
      row.howGone[language],
      ...(tests ? [row.tests.join(', ')] : []),
    ];
    return `| ${all.join(' | ')} |`;
  });
  const heads = tests ? HEADS[language] : HEADS[language].slice(0, -1);
  return [`| ${heads.join(' | ')} |`, `|${heads.map(() => '---|').join('')}`, ...cells].join('\n');
}
