import { epochAfter, epochAt, startOf } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCalendar, type WeeklyEvent } from '../../../services/wallet/pages/stock/calendar.ts';
import { firstReminder, reminderFile } from '../../../services/wallet/pages/stock/reminder.ts';

const WEDNESDAY = Date.UTC(2026, 10, 18, 12) / 1000;
const HOUR = 3600;
const DAY = 24 * HOUR;

const event = (overrides: Partial<WeeklyEvent> = {}): WeeklyEvent => ({
  uid: 'one@example',
  stamp: WEDNESDAY,
  start: WEDNESDAY + DAY,
  minutes: 5,
  summary: 'Bauta',
  description: 'Bauta',
  ...overrides,
});

/** A reader of our own, by RFC 5545 §3.1: lines end in CRLF, and a line that begins with a space goes on. */
function readLines(file: string): string[] {
  expect(file.endsWith('\r\n')).toBe(true);
  expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  return file.replaceAll('\r\n ', '').slice(0, -2).split('\r\n');
}

/** §3.3.11: takes the backslashes away again. */
function readText(value: string): string {
  return value.replace(/\\([\\;,nN])/g, (_, what: string) => (/n/i.test(what) ? '\n' : what));
}

function propertyOf(file: string, name: string, nth = 0): string {
  const line = readLines(file).filter((one) => one.startsWith(`${name}:`))[nth];
  return (line ?? '').slice(name.length + 1);
}

describe('a calendar file', () => {
  it('has one event within one calendar, with what RFC 5545 §3.6 requires, each once', () => {
    const lines = readLines(formatCalendar(event()));
    const [first, version, product, ...rest] = lines;
    expect([first, version]).toEqual(['BEGIN:VCALENDAR', 'VERSION:2.0']);
    expect(product).toMatch(/^PRODID:-\/\/[^/]+\/\/[^/]+\/\/EN$/);
    expect(rest.at(-1)).toBe('END:VCALENDAR');
    const inEvent = lines.slice(lines.indexOf('BEGIN:VEVENT'), lines.indexOf('BEGIN:VALARM'));
    for (const name of ['UID', 'DTSTAMP', 'DTSTART', 'DURATION', 'RRULE', 'SUMMARY']) {
      expect([name, inEvent.filter((line) => line.startsWith(`${name}:`)).length]).toEqual([name, 1]);
    }
    // §3.6.1: an end, or a duration, never both.
    expect(lines.some((line) => line.startsWith('DTEND'))).toBe(false);
  });

  it('nests what it begins', () => {
    const open: string[] = [];
    for (const line of readLines(formatCalendar(event()))) {
      const [, act, what] = /^(BEGIN|END):(.*)$/.exec(line) ?? [];
      if (act === 'BEGIN') open.push(what as string);
      if (act === 'END') expect(open.pop()).toBe(what);
    }
    expect(open).toEqual([]);
  });

  it('gives times in UTC (§3.3.5) and repeats each week (§3.3.10)', () => {
    const file = formatCalendar(event());
    expect(propertyOf(file, 'DTSTAMP')).toBe('20261118T120000Z');
    expect(propertyOf(file, 'DTSTART')).toBe('20261119T120000Z');
    expect(propertyOf(file, 'RRULE')).toBe('FREQ=WEEKLY');
    expect(propertyOf(file, 'DURATION')).toBe('PT5M');
    expect(() => formatCalendar(event({ start: 1.5 }))).toThrow(TypeError);
    expect(() => formatCalendar(event({ start: Number.NaN }))).toThrow(TypeError);
  });

  it('rings with what a displayed alarm needs (§3.6.6)', () => {
    const lines = readLines(formatCalendar(event({ summary: 'a, b; c' })));
    const alarm = lines.slice(lines.indexOf('BEGIN:VALARM') + 1, lines.indexOf('END:VALARM'));
    expect(alarm).toEqual(['ACTION:DISPLAY', 'TRIGGER:PT0S', 'DESCRIPTION:a\\, b\\; c']);
  });

  it('keeps no time busy and is nobody else’s to read', () => {
    const file = formatCalendar(event());
    expect([propertyOf(file, 'CLASS'), propertyOf(file, 'TRANSP')]).toEqual(['PRIVATE', 'TRANSPARENT']);
  });

  it('folds after 75 octets at most, cuts no character, and loses nothing (§3.1, §3.3.11)', () => {
    const unit = fc.constantFrom('a', 'é', '語', '𝒳', '\\', ';', ',', ':', '"', ' ', '\n');
    const texts = fc.string({ unit, minLength: 60, maxLength: 200, size: 'max' });
    fc.assert(
      fc.property(texts, texts, (summary, description) => {
        const file = formatCalendar(event({ summary, description }));
        for (const line of file.split('\r\n')) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          // A character that was cut would come back as another.
          expect(Buffer.from(line).toString()).toBe(line);
        }
        expect(readText(propertyOf(file, 'SUMMARY'))).toBe(summary);
        expect(readText(propertyOf(file, 'DESCRIPTION'))).toBe(description);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the reminder', () => {
  it('is for the next Sunday at 17:00 UTC, later than now', () => {
    const monday = startOf(epochAt(WEDNESDAY));
    const sunday = monday + 6 * DAY + 17 * HOUR;
    expect(firstReminder(monday)).toBe(sunday);
    expect(firstReminder(sunday - 1)).toBe(sunday);
    expect(firstReminder(sunday)).toBe(sunday + 7 * DAY);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (now) => {
        const at = new Date(firstReminder(now) * 1000);
        expect([at.getUTCDay(), at.getUTCHours(), at.getUTCMinutes()]).toEqual([0, 17, 0]);
        expect(firstReminder(now)).toBeGreaterThan(now);
        expect(firstReminder(now) - now).toBeLessThanOrEqual(7 * DAY);
      }),
    );
  });

  it('is the same file for everybody in the same week, but for the week', () => {
    const monday = startOf(epochAt(WEDNESDAY));
    expect(reminderFile(monday)).toBe(reminderFile(WEDNESDAY));
    const later = reminderFile(startOf(epochAfter(epochAt(WEDNESDAY))));
    expect(propertyOf(later, 'UID')).toBe(propertyOf(reminderFile(monday), 'UID'));
    expect(later).not.toBe(reminderFile(monday));
  });

  it('says nothing of what it is for, or where', () => {
    const file = reminderFile(WEDNESDAY);
    expect(propertyOf(file, 'SUMMARY')).toBe('Bauta');
    expect(file).not.toMatch(/age|âge|adult|18|proof|preuve|wallet|visit|https?:|@/i);
  });
});
