import type { PageText } from './en.ts';

const LOCALE = 'fr-FR';

// Une espace insécable (U+00A0) précède « : », « ? », « ; » et suit les guillemets ouvrants.
/** Chaque phrase de la page du journal, en français. */
export const fr: PageText = {
  name: 'Français',
  languages: 'Langue',
  title: (log) => `Le journal des clés de ${log}`,
  heading: 'Comment savoir qu’on ne m’a pas donné une clé rien que pour moi\u00a0?',
  lead:
    'Parce que chaque clé figure dans ce journal public avant de servir, la même pour tout le monde\u00a0: ' +
    'portefeuilles et sites refusent une clé qui n’y est pas.',

  count: (value) => new Intl.NumberFormat(LOCALE).format(value),
  entries: (value, figure) => `${figure}\u00a0${value < 2 ? 'entrée' : 'entrées'}`,
  instant: (seconds) =>
    `${format(seconds, { day: 'numeric', month: 'long', year: 'numeric' })} à ` +
    `${format(seconds, { hour: '2-digit', minute: '2-digit' })} UTC`,
  day: (seconds) => format(seconds, { day: 'numeric', month: 'short' }).replace(' ', '\u00a0'),
  days: (from, to) => `du ${from} au ${to}`,
  week: (number, year) => `la semaine ${number} de ${year}`,
  shortWeek: (number) => `S${number}`,
  ages: (thresholds) => thresholds.map((age) => `${age}+`).join(', '),
  roles: { issuer: 'Émetteur', attester: 'Vérificateur d’âge' },

  now: {
    heading: 'Où il en est',
    size: 'Entrées',
    seen: 'Vu par les témoins',
    beliefs: {
      good: 'Assez de témoins ont vu cet arbre au cours des dernières 24 heures.',
      stale:
        'Les témoins ont vu cet arbre il y a plus de 24 heures. Tant qu’ils ne l’ont pas revu, portefeuilles et sites ' +
        'ne croient aucune de ses clés.',
      unseen: 'Trop peu de témoins ont cosigné cet arbre. Portefeuilles et sites ne croient aucune de ses clés.',
    },
    missing:
      'Rien n’est encore publié\u00a0: un arbre de ce journal est montré quand assez de témoins l’ont cosigné. ' +
      'D’ici là, portefeuilles et sites ne croient aucune de ses clés.',
    sawIt: (instant) => `l’a vu le ${instant}`,
    notYet: 'n’a pas cosigné cet arbre',
    ours: 'tenu par l’opérateur du journal',
    theirs: 'tenu par d’autres',
    needed: 'Cosignatures qu’il faut à un arbre',
    share: (quorum, all) => `${quorum} sur ${all}`,
    independent: 'Deux de ses témoins au moins sont toujours tenus par d’autres que l’opérateur du journal.',
    dependent:
      'Contrôle des clés\u00a0: pas indépendant. Un arbre peut être publié avec moins de deux témoins tenus par ' +
      'd’autres que l’opérateur du journal.',
  },

  windows: {
    heading: 'Les clés, semaine par semaine',
    lead:
      'Les semaines commencent le lundi à 00:00 UTC. Le temps pendant lequel une clé peut servir découle de sa seule ' +
      'semaine\u00a0: personne ne peut l’étirer.',
    picture: (name) => `Frise des clés de ${name}\u00a0; le tableau ci-dessous dit la même chose.`,
    signs: 'signe',
    accepted: 'ses jetons ouvrent des portes',
    grants: 'signe des accords, que l’émetteur accepte pendant le même temps',
    present: (instant) => `maintenant, ${instant}`,
    exceptions: { genesis: 'première', resume: 'tardive' },
    someAges: (figure) => `${figure}\u00a0âges`,
    aboutExceptions: {
      genesis: 'les premières clés d’un nom, inscrites moins de deux semaines à l’avance',
      resume: 'inscrite moins de deux semaines à l’avance, après des passages manqués',
    },
    generation: (number) => `nº\u00a0${number}`,
    retired: 'retirée',
    aboutRetired: 'refusée partout dans les 24 heures qui suivent son retrait',
    table: 'La même chose en tableau',
    columns: { week: 'Semaine', signs: 'Signe', accepted: 'Acceptée' },
    notOfSites: 'par l’émetteur, tant qu’elle signe',
    more: (names) => `${names} autres noms sont dans le journal et ne sont pas montrés ici.`,
    none: 'Aucune clé de ces semaines parmi les entrées dont cette page est faite.',
    drawnFrom: (first, last) => `Fait à partir des entrées nº\u00a0${first} à ${last} du journal.`,
  },

  tree: {
    heading: 'L’arbre qui les tient ensemble',
    lead:
      'De chaque entrée on calcule une empreinte, puis de chaque paire d’empreintes une autre, jusqu’à une seule ' +
      'racine. Changez, retirez ou glissez une entrée, et la racine n’est plus la même. Les témoins ont signé la ' +
      'racine qu’ils ont vue.',
    picture: (entries) => `L’arbre sur ${entries}\u00a0: les entrées en bas, une seule racine en haut.`,
    checkpoint: 'L’état qui est publié',
    root: 'Racine',
    signed: (log) => `Signé par ${log}`,
    cosigned: (witnesses) => `Cosigné par ${witnesses}`,
    newest: 'l’entrée la plus récente, et les empreintes qui en dépendent',
    place: (figure) => `nº\u00a0${figure}`,
    folded: 'des entrées qui sont là et ne sont pas dessinées\u00a0; leur nombre est dessous',
    bundles: (full, fullFigure, rest) =>
      `Les entrées sont données par fichiers de 256\u00a0: ${fullFigure} ${full < 2 ? 'plein' : 'pleins'}, et ${rest} ` +
      'dans le dernier.',
    empty: 'Le journal n’a pas encore d’entrée.',
  },

  list: {
    heading: 'Les entrées les plus récentes',
    lead: 'Le journal donne à chaque entrée une place, pas une heure. Un moniteur retient quand il l’a vue d’abord.',
    file: (path) => `dans ${path}`,
    older: (count) => `${count} plus anciennes`,
    keys: (role, name, week, ages) => `Clés ${of(role)} ${name} pour ${week}\u00a0: ${ages}`,
    retire: (role, name, week, age) => `Retrait d’une clé ${of(role)} ${name} pour ${week}\u00a0: ${age}`,
    wallet: (name, digest) => `Version du portefeuille de ${name}\u00a0: ${digest}…`,
    sdk: (version, digest) => `Version ${version} de la bibliothèque\u00a0: ${digest}…`,
    batches: (name, week, figure) =>
      `Nombre de lots que ${name} dit avoir signés pour ${week}\u00a0: environ ${figure}`,
    unknown: 'Quelque chose qui n’a la forme d’aucune entrée\u00a0: un moniteur donne l’alarme',
  },

  batches: {
    heading: 'Les lots, sur parole de l’émetteur',
    lead:
      'Quand la clé d’une semaine a fini de signer, l’émetteur dit combien de lots de 30 jetons il a signés, arrondi à ' +
      'deux chiffres. Personne ne peut vérifier ce nombre.',
    mark: 'Parole de l’émetteur',
    said: (name, figure, value, week) =>
      `${name} dit avoir signé environ ${figure}\u00a0${value < 2 ? 'lot' : 'lots'} pour ${week}.`,
    none: 'Aucun émetteur n’a dit de nombre parmi les entrées dont cette page est faite.',
  },

  check: {
    heading: 'Vérifiez vous-même',
    checkpoint: 'Voir ce que le journal dit de lui-même, et qui l’a signé\u00a0:',
    monitor:
      'Lire tout le journal, recalculer l’arbre et juger chaque entrée. Dans une copie du dépôt de ce logiciel, avec ' +
      'Node 20.19 ou plus récent, après npm ci\u00a0:',
    after: (file) =>
      'La commande, qui répond en anglais, finit par «\u00a0nothing wrong\u00a0» (rien d’anormal) ou par ce qui ne va ' +
      `pas. Gardez ${file} et relancez-la un autre jour\u00a0: elle voit alors aussi si le journal a été réécrit ` +
      'entre-temps.',
    wallet: 'Comparer le portefeuille qu’un hébergeur vous sert avec les versions inscrites au journal\u00a0:',
    keys:
      'Les clés de ces commandes sont la parole du journal. Elles figurent aussi dans chaque portefeuille et dans la ' +
      'configuration de chaque site\u00a0: comparez-les là.',
  },
};

const of = (role: 'issuer' | 'attester'): string => (role === 'issuer' ? 'de l’émetteur' : 'du vérificateur d’âge');

function format(seconds: number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: 'UTC' }).format(seconds * 1000);
}
