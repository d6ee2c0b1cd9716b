import type { Language } from '../text.ts';
import type { Sign } from './site-run.ts';

/** A figure that counts something. */
type Counted = (count: number) => string;

/** Every sentence of a watch, on the terminal and in the overview. */
export interface WatchWords {
  /** Stands before `:` in a sentence. */
  readonly beforeColon: string;
  readonly sign: Readonly<Record<Sign, { readonly letter: string; readonly name: string }>>;
  readonly change: {
    readonly first: string;
    readonly nothing: string;
    readonly before: (sign: string) => string;
    readonly breaches: string;
    readonly found: string;
    readonly gone: string;
    readonly untested: string;
    readonly otherMeasure: string;
    readonly unchangedSince: (day: string) => string;
  };
  readonly terminal: {
    readonly begins: Counted;
    /** Nothing is due. */
    readonly nothingDue: string;
    readonly next: (when: string) => string;
    readonly overview: (path: string) => string;
    readonly newBreaches: Counted;
    readonly listKept: string;
    readonly fault: (site: string, error: string) => string;
  };
  readonly overview: {
    readonly brand: string;
    readonly title: Counted;
    readonly asOf: (when: string) => string;
    readonly every: Readonly<Record<'hours' | 'days', Counted>>;
    readonly once: string;
    readonly catalogue: string;
    readonly caption: string;
    readonly totals: string;
    readonly news: Counted;
    readonly limits: string;
    readonly neverRun: string;
    readonly noReport: string;
    readonly column: Readonly<
      Record<'site' | 'runs' | 'breaches' | 'probable' | 'covered' | 'change' | 'report', string>
    >;
    readonly strip: (name: string, count: number) => string;
    readonly covered: (covered: number, total: number) => string;
    readonly reportOf: (day: string, name: string) => string;
  };
}

const of = (count: number, one: string, many: string): string => `${count}\u00a0${count === 1 ? one : many}`;
/** In French, zero is singular. */
const fois = (count: number, un: string, plusieurs: string): string => `${count}\u00a0${count < 2 ? un : plusieurs}`;

const en: WatchWords = {
  beforeColon: '',
  sign: {
    breach: { letter: 'B', name: 'Breach found' },
    probable: { letter: 'P', name: 'Probable breach, basis to be confirmed' },
    none: { letter: 'N', name: 'No breach found' },
    inconclusive: { letter: 'I', name: 'Inconclusive' },
    unreachable: { letter: 'U', name: 'Unreachable' },
    fault: { letter: 'F', name: 'Fault of the suite' },
  },
  change: {
    first: 'First run',
    nothing: 'Nothing new',
    before: (sign) => `Before: ${sign}`,
    breaches: 'New breach',
    found: 'New finding',
    gone: 'No longer found',
    untested: 'Not decided this time',
    otherMeasure: 'Measured by other rules or another version than last time',
    unchangedSince: (day) => `Unchanged since ${day}`,
  },
  terminal: {
    begins: (count) => `A round over ${of(count, 'site', 'sites')} begins.`,
    nothingDue: 'No site is due yet.',
    next: (when) => `Next round: ${when}. Ctrl-C ends the watch; the history is kept.`,
    overview: (path) => `Overview: ${path}`,
    newBreaches: (count) => `New breaches at ${of(count, 'site', 'sites')} in this round.`,
    listKept: 'The list cannot be used as it is now. The round follows the last one that could.',
    fault: (site, error) => `${site}: a fault of the suite: ${error}`,
  },
  overview: {
    brand: 'Age verification: overview',
    title: (count) => `Watch over ${of(count, 'site', 'sites')}`,
    asOf: (when) => `As of ${when}`,
    every: {
      hours: (count) => (count === 1 ? 'a run every hour' : `a run every ${count} hours`),
      days: (count) => (count === 1 ? 'a run every day' : `a run every ${count} days`),
    },
    once: 'runs on request',
    catalogue: 'rules',
    caption: 'Each site, the gravest first, with its last runs and what changed',
    totals: 'Where the sites stood at their last run',
    news: (count) =>
      count === 0
        ? 'No site had a new breach at its last run.'
        : `${of(count, 'site', 'sites')} had a new breach at the last run.`,
    limits:
      'A run shows what was seen that day. That no breach was found does not show that there is none: each report says what was looked at.',
    neverRun: 'Not run yet',
    noReport: 'None',
    column: {
      site: 'Site',
      runs: 'Last 12 runs, the latest on the right',
      breaches: 'Breaches',
      probable: 'Probable',
      covered: 'Covered',
      change: 'What changed',
      report: 'Report',
    },
    strip: (name, count) => (count === 1 ? `${name}: its one run` : `${name}: its last ${count} runs`),
    covered: (covered, total) => `${covered} of ${total}`,
    reportOf: (day, name) => `Report of ${day} on ${name}`,
  },
};

const fr: WatchWords = {
  beforeColon: '\u00a0',
  sign: {
    breach: { letter: 'M', name: 'Manquement constaté' },
    probable: { letter: 'P', name: 'Manquement probable, base à confirmer' },
    none: { letter: 'A', name: 'Aucun manquement détecté' },
    inconclusive: { letter: 'N', name: 'Non concluant' },
    unreachable: { letter: 'J', name: 'Injoignable' },
    fault: { letter: 'D', name: 'Défaut de la suite' },
  },
  change: {
    first: 'Premier essai',
    nothing: 'Rien de nouveau',
    before: (sign) => `Avant\u00a0: ${sign}`,
    breaches: 'Nouveau manquement',
    found: 'Nouveau constat',
    gone: 'N’est plus constaté',
    untested: 'Non tranché cette fois',
    otherMeasure: 'Mesuré par d’autres règles ou une autre version que la dernière fois',
    unchangedSince: (day) => `Inchangé depuis le ${day}`,
  },
  terminal: {
    begins: (count) => `Une tournée de ${fois(count, 'site', 'sites')} commence.`,
    nothingDue: 'Aucun site n’est encore à examiner.',
    next: (when) => `Prochaine tournée\u00a0: ${when}. Ctrl-C met fin à la veille\u00a0; l’historique est conservé.`,
    overview: (path) => `Vue d’ensemble\u00a0: ${path}`,
    newBreaches: (count) => `Nouveaux manquements sur ${fois(count, 'site', 'sites')} lors de cette tournée.`,
    listKept: 'La liste est inutilisable en l’état. La tournée suit la dernière qui pouvait l’être.',
    fault: (site, error) => `${site}\u00a0: un défaut de la suite\u00a0: ${error}`,
  },
  overview: {
    brand: 'Vérification de l’âge\u00a0: vue d’ensemble',
    title: (count) => `Veille sur ${fois(count, 'site', 'sites')}`,
    asOf: (when) => `Au ${when}`,
    every: {
      hours: (count) => (count === 1 ? 'un essai par heure' : `un essai toutes les ${count} heures`),
      days: (count) => (count === 1 ? 'un essai par jour' : `un essai tous les ${count} jours`),
    },
    once: 'essais à la demande',
    catalogue: 'règles',
    caption: 'Chaque site, le plus grave d’abord, avec ses derniers essais et ce qui a changé',
    totals: 'Où en étaient les sites à leur dernier essai',
    news: (count) =>
      count === 0
        ? 'Aucun site n’avait de nouveau manquement à son dernier essai.'
        : `${fois(count, 'site avait', 'sites avaient')} un nouveau manquement au dernier essai.`,
    limits:
      'Un essai montre ce qui a été vu ce jour-là. Qu’aucun manquement n’ait été détecté ne montre pas qu’il n’y en a pas\u00a0: chaque rapport dit ce qui a été examiné.',
    neverRun: 'Pas encore examiné',
    noReport: 'Aucun',
    column: {
      site: 'Site',
      runs: '12 derniers essais, le plus récent à droite',
      breaches: 'Manquements',
      probable: 'Probables',
      covered: 'Couvert',
      change: 'Ce qui a changé',
      report: 'Rapport',
    },
    strip: (name, count) =>
      count === 1 ? `${name}\u00a0: son seul essai` : `${name}\u00a0: ses ${count} derniers essais`,
    covered: (covered, total) => `${covered} sur ${total}`,
    reportOf: (day, name) => `Rapport du ${day} sur ${name}`,
  },
};

export const WATCH_WORDS: Readonly<Record<Language, WatchWords>> = { en, fr };
