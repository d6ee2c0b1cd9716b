/** Seconds. */
const MINUTE = 60;

/** The minute of the clock that `now` (Unix seconds) is in. */
export function minuteOf(now: number): number {
  return Math.floor(now / MINUTE);
}

/** Seconds until whoever has used up this minute may ask again, from 1 to 60. */
export function secondsToNextMinute(now: number): number {
  return MINUTE - (now % MINUTE);
}
