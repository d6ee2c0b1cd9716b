import { describe, expect, it } from 'vitest';
import { reachedAges } from '../../../services/attester/reached-ages.ts';

const AGES = [13, 16, 18, 21];
const at = (text: string): number => Date.parse(text) / 1000;
const NOON = at('2026-11-22T12:00:00Z');

describe('reachedAges', () => {
  it.each([
    // The 22nd has begun everywhere at 12:00 UTC, when it begins at UTC−12.
    ['2008-11-22', '2026-11-22T11:59:59Z', [13, 16]],
    ['2008-11-22', '2026-11-22T12:00:00Z', [13, 16, 18]],
    ['2008-11-23', '2026-11-22T12:00:00Z', [13, 16]],
    ['2008-12-01', '2026-11-22T12:00:00Z', [13, 16]],
    ['2008-10-31', '2026-11-22T12:00:00Z', [13, 16, 18]],
    // Over the turn of a year.
    ['2008-01-01', '2026-01-01T11:59:59Z', [13, 16]],
    ['2008-01-01', '2026-01-01T12:00:00Z', [13, 16, 18]],
    // 2026 has no 29 February, 2028 has one.
    ['2008-02-29', '2026-02-28T23:00:00Z', [13, 16]],
    ['2008-02-29', '2026-03-01T11:59:59Z', [13, 16]],
    ['2008-02-29', '2026-03-01T12:00:00Z', [13, 16, 18]],
    ['2012-02-29', '2028-02-29T11:59:59Z', [13]],
    ['2012-02-29', '2028-02-29T12:00:00Z', [13, 16]],
    // Before 1970, in another century, and on the day itself.
    ['1899-12-31', '2026-11-22T12:00:00Z', AGES],
    ['2026-11-22', '2026-11-22T12:00:00Z', []],
    ['2026-11-22', '2026-11-22T00:00:00Z', []],
  ])('born %s, asked at %s', (birthDate, now, ages) => {
    expect(reachedAges(birthDate, AGES, at(now))).toEqual(ages);
  });

  it('knows only the ages it is given', () => {
    expect(reachedAges('1980-01-01', [18], NOON)).toEqual([18]);
    expect(reachedAges('1980-01-01', [], NOON)).toEqual([]);
  });

  it.each([
    ['2008-1-22'],
    ['2008-13-01'],
    ['2008-00-01'],
    ['2008-01-00'],
    ['2008-02-30'],
    ['2007-02-29'],
    ['1900-02-29'],
    ['2008'],
    ['2008-11'],
    ['20081122'],
    ['22-11-2008'],
    ['2008-11-22T00:00:00Z'],
    [' 2008-11-22'],
    ['2008-11-22\n'],
    ['-2008-11-22'],
    ['+002008-11-22'],
    ['٢٠٠٨-11-22'],
    [''],
    ['0000-11-22'],
  ])('refuses %j, and does not repeat it', (birthDate) => {
    expect(() => reachedAges(birthDate, AGES, NOON)).toThrow(TypeError);
    try {
      reachedAges(birthDate, AGES, NOON);
    } catch (error) {
      expect((error as Error).message).not.toMatch(/\d/);
    }
  });

  it('refuses a day that has begun nowhere', () => {
    // 10:00 UTC is midnight at UTC+14.
    expect(() => reachedAges('2026-11-23', AGES, at('2026-11-22T09:59:59Z'))).toThrow(TypeError);
    expect(reachedAges('2026-11-23', AGES, at('2026-11-22T10:00:00Z'))).toEqual([]);
    expect(() => reachedAges('2027-01-01', AGES, NOON)).toThrow(TypeError);
  });

  it('refuses more than 130 years', () => {
    expect(reachedAges('1896-11-22', AGES, NOON)).toEqual(AGES);
    expect(() => reachedAges('1896-11-21', AGES, NOON)).toThrow(TypeError);
    expect(() => reachedAges('1800-01-01', AGES, NOON)).toThrow(TypeError);
  });

  it('never takes an age back as time goes on', () => {
    let before = 0;
    for (let now = at('2025-12-28T00:00:00Z'); now < at('2026-03-04T00:00:00Z'); now += 3600) {
      const reached = reachedAges('2008-02-28', AGES, now).length;
      expect(reached).toBeGreaterThanOrEqual(before);
      before = reached;
    }
    expect(before).toBe(3);
  });
});
