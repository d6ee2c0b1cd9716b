import { escapeMarkup } from '../figures/escape-markup.ts';
import type { EntryPoint } from './entry-points.ts';
import { framePage } from './page-frame.ts';
import { doesOf, type RoomDocument, routesOf } from './rooms/documents.ts';

/** The page that leads to all others. */
export function writeFrontPage(entries: readonly EntryPoint[], documents: ReadonlyMap<string, RoomDocument>): string {
  const ways = entries.map(({ name, does }) => row(`sdk/${name}.html`, `@bauta/sdk/${name}`, does));
  const rooms = [...documents].map(([room, document]) => {
    const count = routesOf(document).length;
    return row(`http/${room}.html`, room, `It ${doesOf(room)}. ${count} routes.`);
  });
  return framePage({
    title: 'Bauta: reference',
    intro:
      '<p>Made of the code itself: the library from its types and what is written beside them, the rooms from the routes ' +
      'that they serve. Nothing on these pages is loaded from elsewhere.</p>',
    main: [
      section(
        'The library',
        '<p>What a program imports. <a href="sdk/index.html">All names, to be searched</a>.</p>',
        ways,
      ),
      section('The rooms over HTTP', '', rooms),
      section('Refusals', '', [row('http/refusals.html', 'every code', 'Its status, who sees it, and its sentence.')]),
    ].join('\n'),
  });
}

function section(title: string, text: string, rows: readonly string[]): string {
  return `<section><h2>${title}</h2>${text}<dl class="ways">${rows.join('\n')}</dl></section>`;
}

function row(href: string, name: string, does: string): string {
  return `<div><dt><a href="${href}">${escapeMarkup(name)}</a></dt><dd>${escapeMarkup(does)}</dd></div>`;
}
