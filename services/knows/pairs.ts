import { element } from './dom.ts';
import { type Subject, subjectOf } from './kinds.ts';
import type { Pair } from './links.ts';
import type { ShownRoom } from './transcript.ts';
import type { Sight } from './watch.ts';
import { stateOf, type Words } from './words.ts';

/** The site and each other room, then whichever two besides hold something in common. */
export function drawPairs(sight: Sight, words: Words): readonly Node[] {
  const ofSite = sight.pairs.filter(({ rooms }) => rooms.includes('demo-site'));
  const others = sight.pairs.filter(({ rooms, common }) => !rooms.includes('demo-site') && common.length > 0);
  return [...ofSite, ...others].map((pair) => {
    const [first, second] = pair.rooms.map((room) => words.text.rooms[room].name) as [string, string];
    const state = stateOf(pair, sight);
    const attributes = {
      class: `knows-pair knows-${state}`,
      'data-pair': pair.rooms.join(' '),
      'data-state': state,
      'data-common': pair.common.length,
    };
    return element(
      'li',
      attributes,
      element(
        'p',
        { class: 'knows-ends' },
        element('span', {}, first),
        element('span', { class: 'knows-verdict' }, words.verdict(pair, sight)),
        element('span', {}, second),
      ),
      ...(state === 'common' ? [element('p', {}, describe(pair, words))] : []),
      ...(state === 'common' || state === 'nothing'
        ? [element('p', { class: 'knows-searched' }, words.searched(pair))]
        : []),
    );
  });
}

/** What the common strings are about, each thing once. */
export function describe({ rooms, common }: Pair<ShownRoom>, { text }: Words): string {
  const subjects = new Set<Subject>(common.map((string) => subjectOf(string, rooms)));
  return [...subjects].map((subject) => text.subjects[subject]).join(' ');
}
