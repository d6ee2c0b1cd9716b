import type { Source } from '../../people.ts';
import { SOURCES } from '../../people.ts';
import type { Chance } from './chance.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** What somebody is wont to do. */
export interface Habits {
  readonly method: Source;
  /** Seconds after the world's beginning. */
  readonly enrolsAfter: number;
  /** Of each site, how often of all visits; they add up to 1. */
  readonly likes: ReadonlyMap<string, number>;
  readonly favourite: string;
  readonly visitsAWeek: number;
  /** Uses a token although it is younger than the wallet advises, when asked. */
  readonly isImpatient: boolean;
  /** Takes the wallet's offer of more visits. */
  readonly takesMore: boolean;
}

/** An intention to open a site. */
export interface Wish {
  readonly at: number;
  readonly person: number;
  readonly site: string;
}

/** How probable a visit is in each hour of a day: least before dawn, most in the evening. */
const HOURS = Array.from({ length: 24 }, (_, hour) => 1 + 4 * Math.exp(-((((hour - 22 + 36) % 24) - 12) ** 2) / 12));

/** @param sites two at least */
export function drawHabits(chance: Chance, sites: readonly string[], index: number): Habits {
  const favourite = chance.pick(sites);
  const others = sites.filter((site) => site !== favourite);
  const likes = new Map(others.map((site) => [site, 0.5 / others.length]));
  likes.set(favourite, 0.5);
  return {
    method: SOURCES[index % SOURCES.length] as Source,
    enrolsAfter: Math.floor(chance.unit() * 2 * DAY),
    likes,
    favourite,
    visitsAWeek: 4 + chance.below(9),
    isImpatient: chance.unit() < 0.15,
    takesMore: chance.unit() < 0.5,
  };
}

/** All visits that somebody would like to make from their enrolment on. @param from, to Unix seconds */
export function drawWishes(chance: Chance, person: number, habits: Habits, from: number, to: number): Wish[] {
  const wishes: Wish[] = [];
  for (let day = from; day < to; day += DAY) {
    let left = habits.visitsAWeek / 7;
    while (chance.unit() < left) {
      left -= 1;
      const hour = pickHour(chance);
      const at = day - (day % DAY) + hour * HOUR + chance.below(HOUR);
      if (at > from && at < to) wishes.push({ at, person, site: pickSite(chance, habits) });
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
