import { writeUtf8 } from '@bauta/sdk/protocol';

/** An event of every week, with an alarm at its beginning. */
export interface WeeklyEvent {
  /** The same for the same event: a calendar that gets it again puts it in place of the first. */
  readonly uid: string;
  /** When it was last changed, in Unix seconds. */
  readonly stamp: number;
  /** When it happens first, in Unix seconds. */
  readonly start: number;
  readonly minutes: number;
  readonly summary: string;
  readonly description: string;
}

export const CALENDAR_MEDIA_TYPE = 'text/calendar';

const CRLF = '\r\n';
/** RFC 5545 §3.1: octets of a line, without its break. */
const LINE_LENGTH = 75;

/**
 * A calendar of one event as RFC 5545 writes it: times in UTC, transparent (it takes up no time) and private (shared
 * calendars show others nothing of it). @throws TypeError for a time that no calendar has.
 */
export function formatCalendar({ uid, stamp, start, minutes, summary, description }: WeeklyEvent): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Bauta//Calendar 1//EN',
    'CALSCALE:GREGORIAN',
    'BEGIN:VEVENT',
    `UID:${escapeText(uid)}`,
    `DTSTAMP:${formatTime(stamp)}`,
    `DTSTART:${formatTime(start)}`,
    `DURATION:PT${minutes}M`,
    'RRULE:FREQ=WEEKLY',
    `SUMMARY:${escapeText(summary)}`,
    `DESCRIPTION:${escapeText(description)}`,
    'CLASS:PRIVATE',
    'TRANSP:TRANSPARENT',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'TRIGGER:PT0S',
    `DESCRIPTION:${escapeText(summary)}`,
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => foldLine(line) + CRLF).join('');
}

/** §3.3.11: what separates values stands behind a backslash, and a line break is `\n`. */
function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n');
}

/** §3.3.5, form 2: `20261122T170000Z`. */
function formatTime(seconds: number): string {
  if (!Number.isInteger(seconds) || seconds < 0) throw new TypeError('not whole Unix seconds');
  return `${new Date(seconds * 1000).toISOString().replace(/[-:]|\.000/g, '')}`;
}

/** §3.1: what is longer goes on in the next line, behind a space; no character is cut in two. */
function foldLine(line: string): string {
  const lines: string[] = [];
  let current = '';
  let length = 0;
  for (const character of line) {
    const octets = writeUtf8(character).length;
    if (length + octets > LINE_LENGTH) {
      lines.push(current);
      current = ' ';
      length = 1;
    }
    current += character;
    length += octets;
  }
  return [...lines, current].join(CRLF);
}
