import { BASE, DAY, HOUR, MINUTE, WEEK } from './plan.ts';

/** Thresholds that the issuer has keys for. */
export const THRESHOLDS: readonly number[] = [18];

/** A key as the oracle sees it; weeks count from 2026-W47. */
export interface OracleKey {
  readonly threshold: number;
  readonly week: number;
  readonly generation: number;
  isLogged: boolean;
  /** It was in the log later than two weeks before its own, or in the place of another. */
  isLate: boolean;
  isRetired: boolean;
  /** When the log had its retirement, true time. */
  endedAt: number | undefined;
}

/** What an instance of the issuer should show. */
export interface OracleBook {
  /** By its own clock. */
  readAt: number;
  /** Whether it ever reached the log, since its start. */
  isBegun: boolean;
  /** Whether it did when it last tried. */
  isNew: boolean;
  known: ReadonlySet<OracleKey>;
  listed: readonly OracleKey[];
}

/** 2026 has 53 weeks, 2027 has 52. */
export function labelOf(week: number): string {
  const number = 47 + week;
  return number <= 53 ? `2026-W${number}` : `2027-W${String(number - 53).padStart(2, '0')}`;
}

export const nameOf = ({ threshold, week, generation }: OracleKey): string =>
  `${labelOf(week)} ${threshold} ${generation}`;
export const weekAt = (time: number): number => Math.floor((time - BASE) / WEEK);
const start = (week: number): number => BASE + week * WEEK;

export const isSigning = ({ week }: OracleKey, time: number): boolean =>
  time >= start(week - 1) && time < start(week + 1) + HOUR;
export const isAsking = ({ week }: OracleKey, time: number): boolean =>
  time >= start(week - 1) + 10 * MINUTE && time < start(week + 1) - HOUR;
export const isTaken = ({ week }: OracleKey, time: number): boolean =>
  time >= start(week) - 10 * MINUTE && time < start(week + 2) + 10 * MINUTE;
export const isPresenting = ({ week }: OracleKey, time: number): boolean =>
  time >= start(week) && time < start(week + 2) - 10 * MINUTE;
export const isPast = (week: number, time: number): boolean => time >= start(week + 1) + HOUR;

export const emptyBook = (): OracleBook => ({
  ...{ readAt: Number.NEGATIVE_INFINITY, isBegun: false, isNew: false },
  ...{ known: new Set<OracleKey>(), listed: [] },
});

/** Says by plain arithmetic which keys there should be, and what the log should hold. */
export function createOracle() {
  const keys: OracleKey[] = [];
  const entries: string[] = [];
  const lastOf = (threshold: number, week: number): OracleKey | undefined =>
    keys.findLast((key) => key.threshold === threshold && key.week === week);

  function make(threshold: number, week: number): void {
    const last = lastOf(threshold, week);
    if (last && !last.isRetired) return;
    const generation = last ? last.generation + 1 : 0;
    keys.push({ threshold, week, generation, isLogged: false, isLate: false, isRetired: false, endedAt: undefined });
  }

  function logWeek(week: number, at: number, time: number, isFirst: boolean): void {
    const ofWeek = keys.filter((key) => key.week === week);
    const isLate = at + 10 * MINUTE > start(week - 2);
    const word = isLate ? (isFirst && week < 3 ? 'genesis' : 'resume') : '-';
    const add = (turn: readonly OracleKey[]): void => {
      if (isPast(week, at) || turn.every((key) => key.isLogged)) return;
      for (const key of turn) if (!key.isLogged) Object.assign(key, { isLogged: true, isLate });
      const list = [...turn].sort((a, b) => a.threshold - b.threshold);
      entries.push([labelOf(week), word, ...list.map((key) => `${key.threshold}.${key.generation}`)].join(' '));
    };
    add(ofWeek.filter(({ generation }) => generation === 0));
    for (const key of ofWeek.filter((one) => one.isLogged && one.isRetired && one.endedAt === undefined)) {
      key.endedAt = time;
      entries.push(`${labelOf(week)} retire ${key.threshold}.${key.generation}`);
    }
    add(ofWeek.filter((key) => !key.isRetired));
  }

  return {
    keys,
    /** The log's entries, as they should be. */
    entries,
    lastOf,
    /** A run of an instance. @param at by its clock. @param time true. */
    run(book: OracleBook, at: number, time: number, isLogNear: boolean): void {
      book.isNew = isLogNear;
      if (!isLogNear && !book.isBegun) return;
      if (isLogNear) {
        const isFirst = keys.length === 0;
        for (let week = weekAt(at); week <= weekAt(at) + 3; week++) for (const age of THRESHOLDS) make(age, week);
        for (let week = weekAt(at) - 2; week <= weekAt(at) + 3; week++) logWeek(week, at, time, isFirst);
        book.isBegun = true;
        book.known = new Set(keys.filter((key) => key.isLogged));
      }
      book.readAt = at;
      book.listed = keys.filter(
        (key) =>
          book.known.has(key) &&
          !key.isRetired &&
          at < start(key.week + 2) + 10 * MINUTE &&
          key.week >= weekAt(at) - 2 &&
          key.week <= weekAt(at) + 3,
      );
    },
    /** An emergency. */
    retire(threshold: number, week: number): void {
      const key = lastOf(threshold, week);
      if (key) key.isRetired = true;
      make(threshold, week);
    },
    /** Whether a room's list is too old to be shown. */
    isOld: (book: OracleBook, at: number): boolean => Math.abs(at - book.readAt) > 10 * MINUTE,
    /** Whether what a site has read is too old to open its door. */
    isShut: (readAt: number, at: number): boolean => Math.abs(at - readAt) >= DAY,
    /** Week and threshold of every key that has to sign, by the calendar alone. */
    bySchedule(at: number): string[] {
      const weeks = [weekAt(at), weekAt(at) + 1];
      if (at < start(weekAt(at)) + HOUR) weeks.unshift(weekAt(at) - 1);
      const signing = weeks.flatMap((week) => THRESHOLDS.map((threshold) => ({ threshold, week })));
      // Nobody makes keys for a week that is over.
      const isThere = ({ threshold, week }: (typeof signing)[number]): boolean =>
        week >= weekAt(at) || lastOf(threshold, week)?.isLogged === true;
      return signing.filter(isThere).map(({ threshold, week }) => `${labelOf(week)} ${threshold}`);
    },
  };
}
