import { element } from './dom.ts';
import type { RoomFindings } from './findings.ts';
import { KIND_NAMES } from './kinds.ts';
import { SHOWN_ROOMS } from './transcript.ts';
import type { Sight } from './watch.ts';
import type { Words } from './words.ts';

/** A column for each room: what it has learnt and what not, the same kinds in the same order. */
export function drawCards(sight: Sight, words: Words): readonly Node[] {
  return SHOWN_ROOMS.map((room) => {
    const found = sight.rooms.find((one) => one.room === room);
    const { name, does } = words.text.rooms[room];
    return element(
      'section',
      { class: 'knows-room', 'data-room': room },
      element('h2', {}, name),
      element('p', { class: 'knows-does' }, does),
      ...(found === undefined ? [element('p', {}, words.text.silent)] : drawLearnt(found, words)),
    );
  });
}

function drawLearnt({ requests, bytes, forgotten, learnt }: RoomFindings, words: Words): readonly Node[] {
  const { text } = words;
  const items = KIND_NAMES.map((kind) => {
    const count = learnt[kind];
    const [state, said] = count > 0 ? ['learnt', text.learnt] : ['not', text.notLearnt];
    return element(
      'li',
      { class: `knows-${state}`, 'data-kind': kind, 'data-found': count },
      element('span', { class: 'knows-said' }, `${said}: `),
      text.kinds[kind],
      ...(count > 1 ? [element('span', { class: 'knows-count' }, `\u00a0×\u00a0${words.figure(count)}`)] : []),
    );
  });
  const more = forgotten === 0 ? '' : ` ${text.forgotten(words.requests(forgotten))}`;
  return [element('p', { class: 'knows-size' }, words.received(requests, bytes) + more), element('ul', {}, ...items)];
}
