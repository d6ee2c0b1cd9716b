import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { pathOf } from '../frame/asks.ts';
import { FILM_3 } from '../frame/films.ts';
import { addToHead, onGatePage } from '../frame/gate-page.ts';

/** The gate page names a film and its picture (S-01), also without scripts (S-04), and the picture is there for whoever asks (S-03). */
export const ogImageOnGate: Fixture = site(
  {
    name: 'og-image-on-gate',
    sentence:
      'Gives networks title and picture of a film to show with links to the gate page, and serves that picture to everyone.',
    seenAt: 'requirements.md, ARCOM-R4: og:image',
    fails: ['S-01', 'S-03', 'S-04'],
  },
  {
    before: (request, { content, origin }) =>
      pathOf(request) === '/share/film-3.png' ? content(new Request(`${origin}/thumbs/3.png`)) : undefined,
    after: onGatePage((html, { origin }) => {
      const about = { type: 'video.other', title: FILM_3.title, image: `${origin}/share/film-3.png` };
      const lines = Object.entries(about).map(([name, value]) => `<meta property="og:${name}" content="${value}">`);
      return addToHead(html, lines.join('\n'));
    }),
  },
);
