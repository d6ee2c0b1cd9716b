import { drawCards } from './cards.ts';
import { element } from './dom.ts';
import { KIND_NAMES } from './kinds.ts';
import { drawPairs } from './pairs.ts';
import { drawPicture } from './picture.ts';
import { drawTables } from './tables.ts';
import type { PanelLanguage } from './text/text.ts';
import type { Sight, Watch } from './watch.ts';
import { siteState, type Words, wordsIn } from './words.ts';

/** The panel in one language: it shows what `watch` sees, and goes on showing it. */
export function drawPanel(language: PanelLanguage, watch: Watch): HTMLElement {
  const words = wordsIn(language);
  const { text } = words;
  const news = element('p', { class: 'knows-news', role: 'status' });
  const verdict = element('p', { class: 'knows-headline' });
  const picture = element('div', { class: 'knows-picture' });
  const rooms = element('div', { class: 'knows-rooms' });
  const pairs = element('ul', { class: 'knows-pairs' });
  const tables = element('div', { class: 'knows-tables' });
  let last: Sight | undefined;

  watch.show((sight) => {
    const state = siteState(sight);
    verdict.dataset.state = state ?? 'nothing-yet';
    verdict.textContent = state === undefined ? text.nothingYet : text.site[state];
    picture.replaceChildren(drawPicture(sight));
    rooms.replaceChildren(...drawCards(sight, words));
    pairs.replaceChildren(...drawPairs(sight, words));
    tables.replaceChildren(...drawTables(sight, words));
    // Only what is new is said, and not what there was when the page came.
    const sentence = last === undefined ? '' : newsOf(last, sight, words);
    if (sentence !== '') news.textContent = sentence;
    last = sight;
  });

  return element(
    'div',
    { class: 'knows' },
    element('p', { class: 'knows-lead' }, text.lead),
    element('div', { class: 'knows-live' }, pauseButton(watch, words), news),
    verdict,
    element(
      'p',
      { class: 'knows-legend', 'aria-hidden': 'true' },
      element('span', { class: 'knows-learnt' }, text.learnt),
      element('span', { class: 'knows-not' }, text.notLearnt),
    ),
    picture,
    rooms,
    element(
      'section',
      {},
      element('h2', {}, text.linksHeading),
      pairs,
      element('p', { class: 'knows-searched' }, text.andElse),
    ),
    element('details', {}, element('summary', {}, text.tables), tables),
    element(
      'section',
      { class: 'knows-about' },
      element('h2', {}, text.aboutHeading),
      ...text.about.map((paragraph) => element('p', {}, paragraph)),
    ),
  );
}

/** What moves by itself can be stopped. */
function pauseButton(watch: Watch, { text }: Words): Node {
  const label = (): string => (watch.isPaused ? text.goOn : text.pause);
  const button = element('button', { type: 'button', class: 'quiet' }, label());
  button.addEventListener('click', () => {
    watch.pause(!watch.isPaused);
    button.textContent = label();
  });
  return button;
}

/** A visit brings so much at once that only whom it reached is worth saying. */
const NEWS_MAX = 3;

function newsOf(before: Sight, after: Sight, { text }: Words): string {
  const news = after.rooms.flatMap(({ room, learnt }) => {
    const known = before.rooms.find((one) => one.room === room)?.learnt;
    const kinds = KIND_NAMES.filter((kind) => learnt[kind] > 0 && (known?.[kind] ?? 0) === 0);
    return kinds.length === 0 ? [] : [{ room: text.rooms[room].name, kinds }];
  });
  if (news.length === 0) return '';
  const isMuch = news.flatMap(({ kinds }) => kinds).length > NEWS_MAX;
  if (isMuch) return text.newsFrom(news.map(({ room }) => room).join(', '));
  return news.map(({ room, kinds }) => text.news(room, kinds.map((kind) => text.kinds[kind]).join(', '))).join(' ');
}
