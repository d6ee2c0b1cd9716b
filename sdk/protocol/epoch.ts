/** An ISO 8601 week in UTC, eight ASCII characters: `2026-W47`. */
export type Epoch = string;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** Monday 29 December 1969, 00:00 UTC: the Monday that begins the week of Unix time 0. */
const FIRST_MONDAY = -3 * DAY;

/** A stretch of time: Unix seconds from `from` on, up to but without `to`. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** True while `now` (Unix seconds) is inside the window. */
export function isWithin(now: number, window: Window): boolean {
  return now >= window.from && now < window.to;
}

/** The epoch of an instant. @param now Unix seconds. */
export function epochAt(now: number): Epoch {
  const monday = Math.floor((now - FIRST_MONDAY) / WEEK) * WEEK + FIRST_MONDAY;
  // ISO 8601: a week belongs to the year that holds its Thursday, and week 1 is the first of its year.
  const thursday = new Date((monday + 3 * DAY) * 1000);
  const year = thursday.getUTCFullYear();
  const week = 1 + Math.floor((thursday.getTime() / 1000 - Date.UTC(year, 0, 1) / 1000) / WEEK);
  return `${String(year).padStart(4, '0')}-W${String(week).padStart(2, '0')}`;
}

/** S(E): Monday 00:00:00 UTC of the epoch, in Unix seconds. @throws TypeError unless it is an epoch that exists. */
export function startOf(epoch: Epoch): number {
  const match = /^(\d{4})-W(\d{2})$/.exec(epoch);
  if (!match) throw new TypeError('not an epoch');
  const fourthOfJanuary = Date.UTC(Number(match[1]), 0, 4) / 1000;
  const start =
    Math.floor((fourthOfJanuary - FIRST_MONDAY) / WEEK) * WEEK + FIRST_MONDAY + (Number(match[2]) - 1) * WEEK;
  if (epochAt(start) !== epoch) throw new TypeError('not an epoch');
  return start;
}

/** The epoch `count` weeks later (earlier when negative). */
export function epochAfter(epoch: Epoch, count = 1): Epoch {
  return epochAt(startOf(epoch) + count * WEEK);
}

/**
 * What may happen when to a key of an epoch (protocol.md §3). All of them follow from the epoch alone.
 * `nullifierUntil` is an instant: a spent token is remembered until then.
 */
export interface KeyCalendar {
  /** `not-before` and `not-after` of the directory. */
  readonly published: Window;
  /** The issuer signs, the attester grants. */
  readonly signs: Window;
  /** The wallet asks: later and shorter than `signs`, so that clocks may differ. */
  readonly asks: Window;
  /** Sites accept. */
  readonly accepted: Window;
  /** The wallet presents: inside `accepted`, so that clocks may differ. */
  readonly presents: Window;
  readonly nullifierUntil: number;
}

/** The windows of the keys of an epoch, in Unix seconds. */
export function calendarOf(epoch: Epoch): KeyCalendar {
  const start = startOf(epoch);
  return {
    published: { from: start - WEEK, to: start + 2 * WEEK },
    signs: { from: start - WEEK, to: start + WEEK + HOUR },
    asks: { from: start - WEEK + 10 * MINUTE, to: start + WEEK - HOUR },
    accepted: { from: start - 10 * MINUTE, to: start + 2 * WEEK + 10 * MINUTE },
    presents: { from: start, to: start + 2 * WEEK - 10 * MINUTE },
    nullifierUntil: start + 2 * WEEK + DAY,
  };
}
