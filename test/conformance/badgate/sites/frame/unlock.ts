import type { Works } from '../../frame.ts';
import { pathOf } from './asks.ts';
import { give, giveHtml, giveScript, list } from './content.ts';
import { FILMS } from './films.ts';
import { drawPicture } from './pictures.ts';

/** `show()`: puts what is withheld into the page. */
export const SHOW_PARTS = `const show = async () => {
    const answer = await fetch('/parts/front');
    document.querySelector('main').innerHTML = await answer.text();
  };`;

const SCRIPT = `(() => {
  ${SHOW_PARTS}
  window.onAgeVerified = show;
  if (window.ageVendor) window.ageVendor.onSuccess(show);
})();
`;

/** Waits for `onAgeVerified()`. */
export const UNLOCK_SCRIPT = '<script src="/unlock.js" defer></script>';

/** What such a page fetches, from addresses that nothing but its script names and that ask for no session. */
export function answerParts(request: Request, _: Works): Response | undefined {
  const path = pathOf(request);
  if (path === '/unlock.js') return giveScript(SCRIPT);
  if (path === '/parts/front')
    return giveHtml(
      list(FILMS).replaceAll('/thumbs/', '/parts/') + FILMS.map(({ words }) => `<p>${words}</p>`).join(''),
    );
  const number = /^\/parts\/([1-6])\.png$/.exec(path)?.[1];
  return number === undefined ? undefined : give(drawPicture(Number(number)), 'image/png');
}
