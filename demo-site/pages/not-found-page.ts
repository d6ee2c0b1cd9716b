import { html } from 'hono/html';
import type { Texts } from '../texts/texts.ts';
import { layout } from './layout.ts';

/** For addresses that lead nowhere: inside the gate like everything else, so that nobody outside can map the site. */
export function notFoundPage(texts: Texts): ReturnType<typeof html> {
  const { heading, lead } = texts.notFound;
  return layout(texts, heading, html`<main class="frame intro"><h1>${heading}</h1><p class="lead">${lead}</p></main>`);
}
