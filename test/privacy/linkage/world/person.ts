import type { Chance } from '../../../figures/chance.ts';
import type { Source } from '../../people.ts';
import { SOURCES } from '../../people.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** How people of a world are, as far as it is not by lot. */
export interface Ways {
  /** Visits that somebody would like to make in a week: from, and up to. */
  readonly visitsAWeek: readonly [number, number];
  /** Of all people, how many use a token at once although the wallet advises to wait; 0 to 1. */
  readonly impatient: number;
  /** Of all people, how many take the wallet's offer of more visits; 0 to 1. */
  readonly greedy: number;
  /** Seconds in which everybody enrols. */
  readonly enrolsWithin: number;
  /** Seconds from enrolment to the first visit: half of it at least, and half as much again at most. Absent: as it comes. */
  readonly firstVisitAfter?: number;
}

export const USUAL_WAYS: Ways = { visitsAWeek: [4, 12], impatient: 0.15, greedy: 0.5, enrolsWithin: 2 * DAY };

/** What somebody is wont to do. */
export interface Habits {
  readonly method: Source;
  /** Which of the attesters. */
  readonly attester: number;
  /** Seconds after the world's beginning. */
  readonly enrolsAfter: number;
  /** Of each site, how often of all visits; they add up to 1. */
  readonly likes: ReadonlyMap<string, number>;
  readonly favourite: string;
  readonly visitsAWeek: number;
  readonly isImpatient: boolean;
  readonly takesMore: boolean;
  /** Seconds from the enrolment. */
  readonly firstVisitAfter: number | undefined;
}

/** An intention to open a site. */
export interface Wish {
  readonly at: number;
  readonly person: number;
  readonly site: string;
}

/** How probable a visit is in each hour of a day: least before dawn, most in the evening. */
const HOURS = Array.from({ length: 24 }, (_, hour) => 1 + 4 * Math.exp(-((((hour - 22 + 36) % 24) - 12) ** 2) / 12));

/** @param sites two at least @param attesters how many there are */
export function drawHabits(
  chance: Chance,
  ways: Ways,
  {
    sites,
    attesters,
    index,
  }: { readonly sites: readonly string[]; readonly attesters: number; readonly index: number },
): Habits {
  const favourite = chance.pick(sites);
  const others = sites.filter((site) => site !== favourite);
  const likes = new Map(others.map((site) => [site, 0.5 / others.length]));
  likes.set(favourite, 0.5);
  const [least, most] = ways.visitsAWeek;
  return {
    // Each method at each attester, as many people of either.
    method: SOURCES[index % SOURCES.length] as Source,
    attester: Math.floor(index / SOURCES.length) % attesters,
    enrolsAfter: Math.floor(chance.unit() * ways.enrolsWithin),
    likes,
    favourite,
    visitsAWeek: least + chance.below(most - least + 1),
    isImpatient: chance.unit() < ways.impatient,
    takesMore: chance.unit() < ways.greedy,
    firstVisitAfter:
      ways.firstVisitAfter === undefined ? undefined : Math.floor(ways.firstVisitAfter * (0.5 + chance.unit())),
  };
}

/** All visits that somebody would like to make from their enrolment on. @param from, to Unix seconds */
export function drawWishes(chance: Chance, person: number, habits: Habits, from: number, to: number): Wish[] {
  const { firstVisitAfter: after } = habits;
  const first = after === undefined ? from : from + after;
  const wishes: Wish[] = [];
  if (after !== undefined && first < to) wishes.push({ at: first, person, site: pickSite(chance, habits) });
  for (let day = from; day < to; day += DAY) {
    let left = habits.visitsAWeek / 7;
    while (chance.unit() < left) {
      left -= 1;
      const hour = pickHour(chance);
      const at = day - (day % DAY) + hour * HOUR + chance.below(HOUR);
      if (at > first && at < to) wishes.push({ at, person, site: pickSite(chance, habits) });
    }
  }
  return wishes;
}

function pickSite(chance: Chance, { likes, favourite }: Habits): string {
  let mark = chance.unit();
  for (const [site, share] of likes) {
    mark -= share;
    if (mark < 0) return site;
  }
  return favourite;
}

function pickHour(chance: Chance): number {
  let mark = chance.unit() * HOURS.reduce((sum, weight) => sum + weight, 0);
  for (const [hour, weight] of HOURS.entries()) {
    mark -= weight;
    if (mark < 0) return hour;
  }
  return HOURS.length - 1;
}
