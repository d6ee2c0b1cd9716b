import { epochAfter, epochAt, startOf } from '@bauta/sdk/protocol';
import type { Text } from '../../text/en.ts';
import { actions, element, note, quietButton } from '../frame/dom.ts';
import { saveFile } from '../frame/save-file.ts';
import { CALENDAR_MEDIA_TYPE, formatCalendar } from './calendar.ts';

/** One for all people: it tells nothing of any of them, and a second file moves the reminder instead of doubling it. */
const UID = '0b1f6b1e-6d3c-4b58-9f5e-3c1f7a1d9e42';

/** Neutral words, the same in every language: a calendar is often seen by others. */
const NAME = 'Bauta';
const FILE_NAME = 'bauta.ics';

const HOUR = 3600;
/** Sundays at 17:00 UTC: the visits of the week to come are open, and have time to rest before they are used. */
const BEFORE_MONDAY = 7 * HOUR;

/** When to be reminded first: Unix seconds, always later than `now`. */
export function firstReminder(now: number): number {
  const week = epochAt(now);
  const ofThisWeek = startOf(epochAfter(week)) - BEFORE_MONDAY;
  return ofThisWeek > now ? ofThisWeek : startOf(epochAfter(week, 2)) - BEFORE_MONDAY;
}

/** The calendar file: nothing in it is of the person, of a site, or more exact than the week. @param now Unix seconds. */
export function reminderFile(now: number): string {
  return formatCalendar({
    uid: UID,
    stamp: startOf(epochAt(now)),
    start: firstReminder(now),
    minutes: 5,
    summary: NAME,
    description: NAME,
  });
}

/** The offer of a reminder: in place of a wallet that would fetch by itself. */
export function reminderOffer({ reminder }: Text): HTMLElement {
  const save = (): void => saveFile(FILE_NAME, CALENDAR_MEDIA_TYPE, reminderFile(Math.floor(Date.now() / 1000)));
  return element('section', {}, actions(quietButton(reminder.offer, save)), note(reminder.neutral));
}
