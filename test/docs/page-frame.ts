import { readFileSync } from 'node:fs';
import { escapeMarkup } from '../figures/escape-markup.ts';

const STYLE = readFileSync(new URL('./page.css', import.meta.url), 'utf8');

/** By which the command knows what it wrote itself. */
export const GENERATOR = '<meta name="generator" content="npm run docs">';

/** One page of the site, before its frame. */
export interface Page {
  readonly title: string;
  /** What stands below the title, as HTML. */
  readonly intro: string;
  /** From this page to the front page; undefined on the front page itself. */
  readonly home?: string;
  /** The places of a long page: where they are, and their words as HTML. */
  readonly places?: readonly { readonly id: string; readonly words: string }[];
  /** As HTML. */
  readonly main: string;
}

/** A page that loads nothing from anywhere, and works without a script. */
export function framePage({ title, intro, home, places, main }: Page): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    GENERATOR,
    `<title>${escapeMarkup(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<a class="skip" href="#main">To the content</a>',
    '<header>',
    ...(home === undefined ? [] : [`<p class="trail"><a href="${home}">Bauta: reference</a></p>`]),
    `<h1>${escapeMarkup(title)}</h1>`,
    intro,
    '</header>',
    ...(places === undefined ? [] : [navigation(places)]),
    `<main id="main">${main}</main>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function navigation(places: NonNullable<Page['places']>): string {
  const rows = places.map(({ id, words }) => `<li><a href="#${id}">${words}</a></li>`);
  return `<nav aria-label="On this page"><ul>${rows.join('\n')}</ul></nav>`;
}
