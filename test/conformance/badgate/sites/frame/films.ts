/** What the fictional site shows: landscapes. */
export interface Film {
  readonly number: number;
  readonly title: string;
  readonly words: string;
}

const TITLES: readonly (readonly [string, string])[] = [
  ['La crête sous la neige', 'Le vent passe sur la crête et soulève la poudreuse jusqu’au soir.'],
  ['Les dunes de l’ouest', 'Le sable change de couleur à mesure que le soleil descend sur les dunes.'],
  ['Le lac au matin', 'La brume quitte lentement le lac, puis les sapins reparaissent un à un.'],
  ['La vallée des tilleuls', 'Une rivière étroite traverse la vallée entre deux rangées de tilleuls.'],
  ['Le phare du cap', 'Les vagues frappent le rocher du phare, la lumière tourne sans hâte.'],
  ['Le plateau de bruyère', 'La bruyère couvre le plateau entier, et l’orage gronde loin au nord.'],
];

/** Six of them; film 3 is the one that tests look at. */
export const FILMS: readonly Film[] = TITLES.map(([name, words], i) => ({
  number: i + 1,
  title: `Film ${i + 1}\u00a0: ${name}`,
  words,
}));

export const FILM_3: Film = FILMS[2] as Film;
