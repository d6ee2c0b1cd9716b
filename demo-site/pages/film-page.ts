import { html } from 'hono/html';
import { FILM_PATH, MOVING_FILM } from '../films.ts';
import { SCENES } from '../scenes.ts';
import type { Texts } from '../texts/texts.ts';
import { layout } from './layout.ts';

/** One film: a picture, or the one video. */
export function filmPage(texts: Texts, number: number): ReturnType<typeof html> {
  const name = texts.film(number);
  const picture = `/landscapes/${number}.svg`;
  const isMoving = number === MOVING_FILM;
  const screen = isMoving
    ? html`<video class="screen" controls loop playsinline preload="metadata" poster="${picture}" src="${FILM_PATH}"></video>`
    : html`<img class="screen" src="${picture}" alt="" width="1600" height="900">`;
  const next = (number % SCENES.length) + 1;
  return layout(
    texts,
    name,
    html`<main class="frame">
${screen}
<div class="caption"><h1>${name}</h1><p>${isMoving ? texts.movingNote : texts.stillNote}</p></div>
<nav class="onward quiet"><a href="/">${texts.back}</a><a href="/films/${next}">${texts.next}</a></nav>
</main>`,
  );
}
