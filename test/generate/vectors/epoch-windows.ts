import { type Result, type VectorFile, vectorFile } from './vector-file.ts';

const [MINUTE, HOUR, DAY] = [60, 3600, 86400];
const WEEK = 7 * DAY;

/** Mondays, taken from a calendar. */
const MONDAYS: readonly (readonly [epoch: string, year: number, month: number, day: number, about: string])[] = [
  ['2026-W47', 2026, 11, 16, 'a week in the middle of a year'],
  ['2020-W53', 2020, 12, 28, 'a leap year with 53 weeks'],
  ['2021-W01', 2021, 1, 4, 'the first three days of January 2021 still belong to 2020-W53'],
  ['2024-W01', 2024, 1, 1, 'a year that begins on a Monday'],
  ['2024-W09', 2024, 2, 26, 'a week with a leap day'],
  ['2024-W52', 2024, 12, 23, 'the last week of a year with 52'],
  ['2025-W01', 2024, 12, 30, 'a first week that begins in December'],
  ['2026-W01', 2025, 12, 29, 'a first week that begins in December, of a year with 53'],
  ['2026-W53', 2026, 12, 28, 'a common year with 53 weeks'],
  ['2027-W01', 2027, 1, 4, 'the week after a 53rd'],
  ['2000-W52', 2000, 12, 25, 'a century that is a leap year'],
  ['2100-W09', 2100, 3, 1, 'a century that is not a leap year'],
];

const INSTANTS: readonly (readonly [id: string, text: string, epoch: string])[] = [
  ['last-second', '2026-11-22T23:59:59Z', '2026-W47'],
  ['first-second', '2026-11-23T00:00:00Z', '2026-W48'],
  ['new-year-of-53-weeks', '2027-01-01T00:00:00Z', '2026-W53'],
  ['new-year-of-52-weeks', '2024-12-31T12:00:00Z', '2025-W01'],
  ['leap-day', '2028-02-29T23:59:59Z', '2028-W09'],
  ['unix-zero', '1970-01-01T00:00:00Z', '1970-W01'],
];

/** Who turns an epoch away, by window. */
const REFUSALS = {
  signs: 'ERR_SLOT',
  asks: 'ERR_SLOT',
  accepted: 'ERR_TOKEN_WINDOW',
  presents: 'ERR_STOCK_EMPTY',
} as const;

export function epochWindowVectors(): VectorFile {
  const windowsFrom = (start: number) => ({
    published: { from: start - WEEK, to: start + 2 * WEEK },
    signs: { from: start - WEEK, to: start + WEEK + HOUR },
    asks: { from: start - WEEK + 10 * MINUTE, to: start + WEEK - HOUR },
    accepted: { from: start - 10 * MINUTE, to: start + 2 * WEEK + 10 * MINUTE },
    presents: { from: start, to: start + 2 * WEEK - 10 * MINUTE },
  });
  const calendars = MONDAYS.map(([epoch, year, month, day, about]) => {
    const start = Date.UTC(year, month - 1, day) / 1000;
    const windows = { ...windowsFrom(start), nullifierUntil: start + 2 * WEEK + DAY };
    return { id: `calendar-${epoch.toLowerCase()}`, about, result: 'accepted' as const, epoch, start, windows };
  });
  const instants = INSTANTS.map(([id, text, epoch]) => {
    return { id, about: `the epoch of ${text}`, result: 'accepted' as const, now: Date.parse(text) / 1000, epoch };
  });
  const edges = Object.entries(REFUSALS).flatMap(([window, refusal]) => {
    const { from, to } = windowsFrom(Date.UTC(2026, 10, 16) / 1000)[window as keyof typeof REFUSALS];
    const edge = (side: string, now: number, result: Result) => {
      const about = `the window "${window}": ${side.replaceAll('-', ' ')}`;
      return { id: `${window}-${side}`, about, result, epoch: '2026-W47', window, now };
    };
    return [
      edge('a-second-early', from - 1, refusal),
      edge('first-second', from, 'accepted'),
      edge('last-second', to - 1, 'accepted'),
      edge('a-second-late', to, refusal),
    ];
  });
  const strange = [
    ['no-week-53', '2025-W53', 'a week 53 in a year with 52'],
    ['week-0', '2026-W00', 'a week 0'],
    ['week-54', '2026-W54', 'a week 54'],
    ['no-dash', '2026W47', 'ISO 8601 allows it, we do not'],
    ['lower-case', '2026-w47', 'another case'],
    ['one-digit', '2026-W7', 'seven characters'],
    ['day', '2026-W47-1', 'a day of the week'],
  ].map(([id, epoch, about]) => {
    const now = Date.UTC(2026, 10, 18) / 1000;
    return { id: `epoch-${id}`, about: about as string, result: 'ERR_SLOT' as const, epoch, window: 'signs', now };
  });
  return vectorFile(
    'epoch-windows',
    'When an epoch begins, and what may happen to its keys when: protocol.md §3. Unix seconds; "to" is the first that is too late.',
    [...calendars, ...instants, ...edges, ...strange],
  );
}
