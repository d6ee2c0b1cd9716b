import { calendarOf, epochAfter, epochAt, isWithin, startOf } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const WEEK = 604_800;
const at = (text: string): number => Date.parse(text) / 1000;

/** The ISO week of a day, counted day by day from a Monday that a calendar knows. */
function* weeksByCounting(): Generator<[epoch: string, monday: number]> {
  const day = new Date(Date.UTC(1970, 0, 5));
  while (day.getUTCFullYear() < 2200) {
    const thursday = new Date(day.getTime() + 3 * 86_400_000);
    const year = thursday.getUTCFullYear();
    let week = 1;
    for (const other = new Date(thursday); ; week++) {
      other.setUTCDate(other.getUTCDate() - 7);
      if (other.getUTCFullYear() !== year) break;
    }
    yield [`${year}-W${String(week).padStart(2, '0')}`, day.getTime() / 1000];
    day.setUTCDate(day.getUTCDate() + 7);
  }
}

describe('epochs', () => {
  it('are the ISO weeks from 1970 to 2199, each begun on its Monday', () => {
    let weeks = 0;
    for (const [epoch, monday] of weeksByCounting()) {
      expect(epochAt(monday)).toBe(epoch);
      expect(startOf(epoch)).toBe(monday);
      weeks++;
    }
    expect(weeks).toBe(12_001);
  });

  it('hold every one of their seconds, and no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: at('2199-12-31T23:59:59Z') }), (now) => {
        const epoch = epochAt(now);
        const start = startOf(epoch);
        expect(epochAt(start)).toBe(epoch);
        expect(now - start).toBeGreaterThanOrEqual(0);
        expect(now - start).toBeLessThan(WEEK);
        expect(new Date(start * 1000).getUTCDay()).toBe(1);
        expect(epochAt(start + WEEK - 1)).toBe(epoch);
        expect(epochAt(start + WEEK)).not.toBe(epoch);
        expect(epochAt(start - 1)).not.toBe(epoch);
      }),
      { numRuns: 1000 },
    );
  });

  it('sort as their texts do', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 11_000 }), (week) => {
        const epoch = epochAt(week * WEEK);
        expect(epoch < epochAfter(epoch)).toBe(true);
        expect(epochAfter(epochAfter(epoch), -1)).toBe(epoch);
        expect(startOf(epochAfter(epoch, 53))).toBe(startOf(epoch) + 53 * WEEK);
      }),
    );
  });

  it('number 53 in the years that begin or end on a Thursday, and in no other', () => {
    for (let year = 1970; year < 2200; year++) {
      const isLong = [Date.UTC(year, 0, 1), Date.UTC(year, 11, 31)].some((day) => new Date(day).getUTCDay() === 4);
      const attempt = () => startOf(`${year}-W53`);
      if (isLong) expect(epochAfter(`${year}-W53`)).toBe(`${year + 1}-W01`);
      else expect(attempt, String(year)).toThrow(TypeError);
    }
  });

  it.each([
    ['2020-12-31T23:59:59Z', '2020-W53'],
    ['2021-01-03T23:59:59Z', '2020-W53'],
    ['2021-01-04T00:00:00Z', '2021-W01'],
    ['2024-12-29T23:59:59Z', '2024-W52'],
    ['2024-12-30T00:00:00Z', '2025-W01'],
    ['2026-12-28T00:00:00Z', '2026-W53'],
    ['2027-01-03T23:59:59Z', '2026-W53'],
    ['2024-02-29T12:00:00Z', '2024-W09'],
  ])('%s is in %s', (text, epoch) => {
    expect(epochAt(at(text))).toBe(epoch);
  });

  it.each([
    '2025-W53',
    '2026-W00',
    '2026-W54',
    '2026-W99',
    '2026-W4',
    '2026-W047',
    '026-W47',
    '12026-W47',
    '2026W47',
    '2026-w47',
    '2026-W47 ',
    ' 2026-W47',
    '2026-W47\n',
    '２０２６-W47',
    '2026-W-1',
    '0001-W01',
    '',
  ])('%j is none', (text) => {
    expect(() => startOf(text)).toThrow(TypeError);
  });
});

describe('the calendar of a key', () => {
  const start = at('2026-11-16T00:00:00Z');
  const calendar = calendarOf('2026-W47');

  it.each([
    ['published', '2026-11-09T00:00:00Z', '2026-11-30T00:00:00Z'],
    ['signs', '2026-11-09T00:00:00Z', '2026-11-23T01:00:00Z'],
    ['asks', '2026-11-09T00:10:00Z', '2026-11-22T23:00:00Z'],
    ['accepted', '2026-11-15T23:50:00Z', '2026-11-30T00:10:00Z'],
    ['presents', '2026-11-16T00:00:00Z', '2026-11-29T23:50:00Z'],
  ] as const)('%s from %s to %s, to the second', (name, from, to) => {
    expect(calendar[name]).toEqual({ from: at(from), to: at(to) });
    for (const [now, isInside] of [
      [at(from) - 1, false],
      [at(from), true],
      [at(to) - 1, true],
      [at(to), false],
    ] as const) {
      expect(isWithin(now, calendar[name])).toBe(isInside);
    }
  });

  it('forgets nothing before 24 hours after the last acceptance week', () => {
    expect(calendar.nullifierUntil).toBe(at('2026-12-01T00:00:00Z'));
    expect(start).toBe(startOf('2026-W47'));
  });

  it('nests: who asks is signed for, who presents is accepted, who is accepted is remembered', () => {
    for (let week = 0; week < 11_000; week += 7) {
      const { published, signs, asks, accepted, presents, nullifierUntil } = calendarOf(epochAt(week * WEEK));
      expect(signs.from).toBe(published.from);
      expect(asks.from > signs.from && asks.to < signs.to).toBe(true);
      expect(presents.from > accepted.from && presents.to < accepted.to).toBe(true);
      expect(nullifierUntil).toBeGreaterThan(accepted.to);
    }
  });

  it('has at every second a week to ask for, and one or two to present from', () => {
    fc.assert(
      fc.property(fc.integer({ min: WEEK * 2, max: at('2190-01-01T00:00:00Z') }), (now) => {
        const epochs = [-2, -1, 0, 1, 2].map((i) => epochAfter(epochAt(now), i));
        const open = (name: 'presents' | 'accepted') => epochs.filter((one) => isWithin(now, calendarOf(one)[name]));
        expect(open('presents')).toContain(epochAt(now));
        expect(open('presents').length).toBeLessThanOrEqual(2);
        expect(open('accepted').length).toBeLessThanOrEqual(3);
      }),
    );
  });
});
