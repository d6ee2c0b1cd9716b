import { drawn } from './dom.ts';
import type { Pair } from './links.ts';
import { SHOWN_ROOMS, type ShownRoom } from './transcript.ts';
import type { Sight } from './watch.ts';
import { stateOf } from './words.ts';

const WIDTH = 1000;
const LINE = 96;
const RADIUS = 13;
/** The middle of a room's column. */
const middleOf = (room: ShownRoom): number => ((SHOWN_ROOMS.indexOf(room) + 0.5) / SHOWN_ROOMS.length) * WIDTH;

/**
 * The rooms as points over their columns: a line between two that hold something in common, with the number of strings,
 * and from the site to each other room a broken one that stops half-way, where there is nothing. It says nothing that
 * the sentences below do not say, and is hidden from whoever listens to them.
 */
export function drawPicture(sight: Sight): Node {
  const bonds = sight.pairs.flatMap((pair) => {
    const state = stateOf(pair, sight);
    if (state === 'common') return drawBond(pair);
    return state === 'nothing' && pair.rooms.includes('demo-site') ? drawGap(pair) : [];
  });
  const points = SHOWN_ROOMS.map((room) =>
    drawn('circle', { class: `knows-point knows-point-${room}`, cx: middleOf(room), cy: LINE, r: RADIUS }),
  );
  const picture = drawn('svg', { viewBox: `0 0 ${WIDTH} 120`, 'aria-hidden': 'true', focusable: 'false' });
  picture.append(...bonds, ...points);
  return picture;
}

const heightOf = (from: number, to: number): number => LINE - 24 - Math.abs(to - from) / 8;

function drawBond({ rooms, common }: Pair<ShownRoom>): readonly Node[] {
  const [from, to] = rooms.map(middleOf) as [number, number];
  const top = heightOf(from, to);
  const middle = (from + to) / 2;
  const path = `M ${from} ${LINE} Q ${middle} ${2 * top - LINE} ${to} ${LINE}`;
  return [
    drawn('path', { class: 'knows-bond', d: path }),
    drawn('circle', { class: 'knows-badge', cx: middle, cy: top, r: 15 }),
    drawn('text', { class: 'knows-figure', x: middle, y: top }, String(common.length)),
  ];
}

/** Both ends of a line, and a cross where it would meet. */
function drawGap({ rooms }: Pair<ShownRoom>): readonly Node[] {
  const [from, to] = rooms.map(middleOf) as [number, number];
  const top = heightOf(from, to);
  const middle = (from + to) / 2;
  const path = `M ${from} ${LINE} Q ${middle} ${2 * top - LINE} ${to} ${LINE}`;
  const cross = `M ${middle - 6} ${top - 6} l 12 12 m 0 -12 l -12 12`;
  return [
    drawn('path', { class: 'knows-gap', d: path }),
    drawn('circle', { class: 'knows-hole', cx: middle, cy: top, r: 15 }),
    drawn('path', { class: 'knows-cross', d: cross }),
  ];
}
