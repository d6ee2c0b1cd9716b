import type { Fixture } from '../../fixture.ts';
import { site } from '../../frame.ts';
import { pathOf } from '../frame/asks.ts';
import { giveScript } from '../frame/content.ts';
import { FILMS } from '../frame/films.ts';
import { addToHead, addToMain, onGatePage, openPolicy } from '../frame/gate-page.ts';

const SCRIPT = `function onAgeVerified() {
  document.getElementById('films').hidden = false;
}
`;
const WORDS = FILMS.map(({ title, words }) => `<h2>${title}</h2><p>${words}</p>`).join('\n');

/** The text is in the document (S-01), reaches browsers without scripts (S-04), and is shown by whoever calls the function (S-05). */
export const hiddenFrontPage: Fixture = site(
  {
    name: 'hidden-front-page',
    sentence: 'Sends the titles and texts of its films inside the gate page, hidden until a script is told of success.',
    seenAt: 'requirements.md, ARCOM-R3: hidden DOM before the check',
    fails: ['S-01', 'S-04', 'S-05'],
  },
  {
    before: (request) => (pathOf(request) === '/films-shown.js' ? giveScript(SCRIPT) : undefined),
    after: onGatePage(
      (html) =>
        addToHead(
          addToMain(html, `<section id="films" hidden>\n${WORDS}\n</section>`),
          '<script src="/films-shown.js" defer></script>',
        ),
      () => openPolicy(),
    ),
  },
);
