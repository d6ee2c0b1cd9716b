import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { FILMS } from '../frame/films.ts';
import { addToMain, onGatePage } from '../frame/gate-page.ts';

/** What stands in the document of the first page (S-01) also reaches whoever runs no scripts (S-04). */
export const inlineStateOnGate: Fixture = site(
  {
    name: 'inline-state-on-gate',
    sentence: 'Leaves the state of its front page, with titles and media addresses, as inline JSON in the gate page.',
    seenAt: 'conformance.md S-01: inline JSON',
    fails: ['S-01', 'S-04'],
  },
  {
    after: onGatePage((html) => {
      const films = FILMS.map(({ number, ...film }) => ({
        ...film,
        poster: `/thumbs/${number}.png`,
        src: `/media/film-${number}.mp4`,
      }));
      return addToMain(html, `<script type="application/json" id="state">${JSON.stringify({ films })}</script>`);
    }),
  },
);
