/** A birth date further back than this was not read right, in years. */
const LONGEST_LIFE = 130;

/** The calendar dates that the earth has at one moment lie between those of UTC−12 and UTC+14, in seconds. */
const LAST_ZONE = -12 * 3600;
const FIRST_ZONE = 14 * 3600;

const WRITTEN = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The ages that a person born on `birthDate` has reached wherever they are: the birthday counts once it has begun
 * everywhere on earth. Who was born on 29 February reaches an age on 1 March in years that have no such day.
 * @param birthDate a day of the calendar, YYYY-MM-DD. @param thresholds ages in years. @param now Unix seconds.
 * @throws TypeError for what is no such day, lies ahead, or is more than 130 years ago; the message holds no date
 */
export function reachedAges(birthDate: string, thresholds: readonly number[], now: number): number[] {
  if (!WRITTEN.test(birthDate) || !isDay(birthDate)) throw new TypeError('not a date of birth');
  const [year, day] = split(birthDate);
  const [thisYear, thisDay] = split(dateAt(now + LAST_ZONE));
  if (birthDate > dateAt(now + FIRST_ZONE)) throw new TypeError('a date of birth ahead');
  // Days of a year compare as text; 29 February stands after the 28th and before 1 March, in every year.
  const age = thisYear - year - (thisDay < day ? 1 : 0);
  if (age > LONGEST_LIFE || (age === LONGEST_LIFE && thisDay !== day))
    throw new TypeError('a date of birth too far back');
  return thresholds.filter((threshold) => threshold <= age);
}

function split(date: string): [year: number, day: string] {
  return [Number(date.slice(0, 4)), date.slice(5)];
}

/** The date of a moment, in the zone it was moved to. */
function dateAt(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

/** Whether the calendar has that day: `Date` reads 30 February as a day in March. */
function isDay(date: string): boolean {
  const read = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().slice(0, 10) === date;
}
