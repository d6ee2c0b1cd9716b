import { type Chance, chanceOf } from '../../figures/chance.ts';

/** Monday of the week 2026-W47, Unix seconds. */
export const BASE = Date.UTC(2026, 10, 16) / 1000;
export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;
const WEEKS = 53;

/** Who does not act for a while: an instance, its way to the log, the log, or one site. */
export type Idle = 'first' | 'second' | 'first from log' | 'second from log' | 'log' | 'site';

/** From `from` up to `to`, Unix seconds. */
export interface Spell {
  readonly who: Idle;
  readonly from: number;
  readonly to: number;
}

/** What happens in a year, in true time. */
export interface YearPlan {
  readonly spells: readonly Spell[];
  /** When a key is retired, and of which week: the current one, or the next. */
  readonly retirement: { readonly at: number; readonly week: number };
  /** Seconds by which clocks are ahead. */
  readonly skews: {
    readonly instances: readonly number[];
    readonly sites: readonly number[];
    readonly wallets: readonly number[];
  };
  /** The instants that are looked at, ascending; one of them is the last second before each spell. */
  readonly instants: readonly number[];
}

/** Seconds around a Monday, 00:00 UTC, at which some window begins or ends. */
const EDGES = [-HOUR, -10 * MINUTE, 0, 10 * MINUTE, HOUR];
/** All that clocks may differ, for the windows to fit into each other. */
const DEVICE_SKEW = 300;
const ROOM_SKEW = 120;

/** @param isWhole every edge of every week, not only midnight and one more that is drawn. */
export function planYear(seed: number, isWhole: boolean): YearPlan {
  const chance = chanceOf(seed);
  const skew = (most: number): number => chance.between(-most, most);
  const skews = {
    instances: [skew(ROOM_SKEW), skew(ROOM_SKEW)],
    // The worst there are, and where there is time, one that may be anything.
    sites: [DEVICE_SKEW, -DEVICE_SKEW, ...(isWhole ? [skew(DEVICE_SKEW)] : [])],
    wallets: [DEVICE_SKEW, -DEVICE_SKEW, ...(isWhole ? [skew(DEVICE_SKEW)] : [])],
  };
  const absences = [absence(chance, chance.between(8, 14)), absence(chance, chance.between(36, 42))];
  const week = chance.pick([4, 5, 6, 22, 23, 24, 25, 26, 27, 28, 29, 30]);
  const retirement = {
    at: BASE + week * WEEK + chance.between(0, WEEK - 1),
    week: chance.pick([week, week, week + 1]),
  };
  const spells = [...absences.flat(), ...hours(chance, absences.flat(), isWhole ? 2 * DAY : 4 * DAY)];
  return { spells, retirement, skews, instants: instantsOf(chance, Object.values(skews).flat(), spells, isWhole) };
}

/** Both instances away for weeks. */
function absence(chance: Chance, week: number): Spell[] {
  const from = BASE + week * WEEK + chance.between(0, WEEK);
  const to = from + chance.between(10 * DAY, 24 * DAY);
  return [
    { who: 'first', from, to },
    { who: 'second', from, to: to + chance.between(0, 6 * HOUR) },
  ];
}

/** Spells of hours, each with more than a day before the next. */
function hours(chance: Chance, absences: readonly Spell[], every: number): Spell[] {
  const spells: Spell[] = [];
  for (let from = BASE + 5 * DAY; from < BASE + WEEKS * WEEK; from += every) {
    const isNear = absences.some((spell) => from > spell.from - 2 * DAY && from < spell.to + DAY);
    if (isNear || chance.once(2)) continue;
    const who = chance.pick<Idle>(['first', 'second', 'first from log', 'second from log', 'log', 'site']);
    const begin = from + chance.between(0, 10 * HOUR);
    spells.push({ who, from: begin, to: begin + chance.between(HOUR, 20 * HOUR) });
  }
  return spells;
}

function instantsOf(chance: Chance, skews: readonly number[], spells: readonly Spell[], isWhole: boolean): number[] {
  const found = new Set<number>();
  // Sites that read hourly have read just before, and what follows is looked at while it lasts.
  for (const { from, to } of spells) found.add(from - 1).add(chance.between(from, to - 1));
  for (let week = 0; week < WEEKS; week++) {
    const monday = BASE + week * WEEK;
    for (let i = 0; i < (isWhole ? 3 : 1); i++) found.add(monday + chance.between(0, WEEK - 1));
    for (const edge of isWhole ? EDGES : new Set([0, chance.pick(EDGES)])) {
      for (const second of [-1, 0, 1]) found.add(monday + edge + second);
      // The last second before the edge, and the edge, by the clock of someone.
      const skew = chance.pick(skews);
      found.add(monday + edge - skew - 1).add(monday + edge - skew);
    }
  }
  // The first runs are on a Wednesday.
  return [...found].filter((at) => at > BASE + 2.5 * DAY && at < BASE + WEEKS * WEEK).sort((a, b) => a - b);
}
