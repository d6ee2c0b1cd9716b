const DAY = 86_400;
const WEEK = 7 * DAY;

/** Unix seconds of the Monday, 00:00 UTC, that an ISO 8601 week begins with. @returns undefined for what is no week */
export function startOfWeek(week: string): number | undefined {
  const [, year, number] = /^(\d{4})-W(\d{2})$/.exec(week) ?? [];
  if (year === undefined || number === undefined) return undefined;
  // The fourth of January is always in the first week.
  const fourth = Date.UTC(Number(year), 0, 4) / 1000;
  const monday = fourth - weekdayOf(fourth) * DAY;
  const start = monday + (Number(number) - 1) * WEEK;
  return weekOf(start) === week ? start : undefined;
}

/** The ISO 8601 week of an instant in Unix seconds. */
export function weekOf(instant: number): string {
  const thursday = instant + (3 - weekdayOf(instant)) * DAY;
  const year = new Date(thursday * 1000).getUTCFullYear();
  const number = Math.floor((thursday - Date.UTC(year, 0, 1) / 1000) / WEEK) + 1;
  return `${String(year).padStart(4, '0')}-W${String(number).padStart(2, '0')}`;
}

/** When the keys of a week are listed: from the week before it to the end of the one after it. */
export function windowOfWeek(week: string): { readonly from: number; readonly to: number } | undefined {
  const start = startOfWeek(week);
  return start === undefined ? undefined : { from: start - WEEK, to: start + 2 * WEEK };
}

/** Seconds to the next Monday, 00:00 UTC. */
export const leftOfWeek = (instant: number): number => WEEK - (weekdayOf(instant) * DAY + (instant % DAY));

/** 0 for Monday. */
const weekdayOf = (instant: number): number => (Math.floor(instant / DAY) + 3) % 7;
