import { type Automation, type Catalogue, FULL_CATALOGUE } from '../catalogue/catalogue.ts';
import type { Check } from '../checks/check.ts';
import type { Language } from '../text.ts';

type Row = readonly [string, ...string[]];

const HEADS: Readonly<Record<Language, { readonly catalogues: Row; readonly checks: Row }>> = {
  en: {
    catalogues: ['CATALOGUE', 'ROWS', 'AUTOMATIC', 'PARTIAL', 'DECLARATION', 'TITLE'],
    checks: ['CHECK', 'PLAN', 'WHAT MUST HOLD'],
  },
  fr: {
    catalogues: ['CATALOGUE', 'LIGNES', 'AUTOMATIQUES', 'PARTIELLES', 'DÉCLARATIONS', 'TITRE'],
    checks: ['CONTRÔLE', 'PLAN', 'CE QUI DOIT ÊTRE VRAI'],
  },
};
const PARTIAL: Readonly<Record<Language, string>> = { en: '(partial catalogue)', fr: '(catalogue partiel)' };

/** The catalogues with how far machines can tell, then the checks: two tables for a terminal. */
export function listAll(catalogues: readonly Catalogue[], checks: readonly Check[], language: Language): string {
  const heads = HEADS[language];
  const rows = catalogues.map(({ id, title, requirements }): Row => {
    const count = (automation: Automation): string =>
      String(requirements.filter((one) => one.automation === automation).length);
    const isPartial = requirements.length < FULL_CATALOGUE;
    const name = isPartial ? `${title[language]} ${PARTIAL[language]}` : title[language];
    return [id, String(requirements.length), count('automatic'), count('partial'), count('declaration'), name];
  });
  const questions = checks.map(({ id, plan, title }): Row => [id, plan, title[language]]);
  return `${[align([heads.catalogues, ...rows]), align([heads.checks, ...questions])].join('\n\n')}\n`;
}

/** Columns as wide as their widest cell; the last as it is. */
function align(rows: readonly Row[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) => row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0))).join('  '))
    .join('\n');
}
