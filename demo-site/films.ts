import { SCENES } from './scenes.ts';

/** The number of the film that moves, and where it lies. */
export const MOVING_FILM = 3;
export const FILM_PATH = '/media/film-3.webm';

/** The number of a film that there is; undefined for any other text. */
export function parseFilmNumber(text: string): number | undefined {
  const number = /^[1-9]\d?$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= SCENES.length ? number : undefined;
}

/** The films as data, for programs. */
export function listFilms(): readonly { readonly number: number; readonly picture: string; readonly video?: string }[] {
  return SCENES.map((_, i) => {
    const number = i + 1;
    const picture = `/landscapes/${number}.svg`;
    return number === MOVING_FILM ? { number, picture, video: FILM_PATH } : { number, picture };
  });
}
