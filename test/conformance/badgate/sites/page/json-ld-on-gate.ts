import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { FILM_3 } from '../frame/films.ts';
import { addToHead, onGatePage } from '../frame/gate-page.ts';

/** What stands in the document of the first page (S-01) also reaches whoever runs no scripts (S-04). */
export const jsonLdOnGate: Fixture = site(
  {
    name: 'json-ld-on-gate',
    sentence:
      'Describes a film to search engines, in JSON-LD on the gate page: title, text, addresses of picture and video.',
    seenAt: 'conformance.md S-01 and requirements.md, ARCOM-R3: text titles before the check',
    fails: ['S-01', 'S-04'],
  },
  {
    after: onGatePage((html, { origin }) => {
      const { title: name, words: description } = FILM_3;
      const addresses = { thumbnailUrl: `${origin}/thumbs/3.png`, contentUrl: `${origin}/media/film-3.mp4` };
      const data = { '@context': 'https://schema.org', '@type': 'VideoObject', name, description, ...addresses };
      return addToHead(html, `<script type="application/ld+json">${JSON.stringify(data)}</script>`);
    }),
  },
);
