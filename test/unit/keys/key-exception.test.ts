import { calendarOf, epochAfter, epochAt, startOf } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exceptionOf } from '../../../services/keys/key-exception.ts';

const WEEK = 7 * 86_400;
/** Whole seconds from 2001 to 2099, and weeks before an epoch at which its keys could be logged. */
const INSTANT = fc.integer({ min: Date.UTC(2001, 0, 1) / 1000, max: Date.UTC(2099, 11, 31) / 1000 });

it('asks for no exception until the Monday two weeks before the epoch, to the second', () => {
  const at = (loggedAt: number, isFirstOfName = false) => exceptionOf({ epoch: '2027-W01', loggedAt, isFirstOfName });
  // 2027-W01 begins on 4 January 2027; two weeks before is 21 December 2026.
  const monday = Date.UTC(2026, 11, 21) / 1000;
  expect([at(monday - 1), at(monday), at(monday + 1)]).toEqual([undefined, undefined, 'resume']);
  expect([at(monday, true), at(monday + 1, true)]).toEqual([undefined, 'genesis']);
});

it('holds all over the calendar: in time is a whole week before the key may sign', () => {
  fc.assert(
    fc.property(INSTANT, INSTANT, fc.boolean(), (instant, other, isFirstOfName) => {
      const epoch = epochAt(instant);
      const late = isFirstOfName ? 'genesis' : 'resume';
      const inTime = calendarOf(epoch).signs.from - WEEK;
      for (const loggedAt of [inTime, inTime - 1, inTime + 1, other]) {
        const expected = loggedAt <= inTime ? undefined : late;
        expect(exceptionOf({ epoch, loggedAt, isFirstOfName })).toBe(expected);
      }
    }),
  );
});

it('never asks for one of keys that a run in the third week before has made, nor spares one of a later run', () => {
  fc.assert(
    fc.property(INSTANT, fc.integer({ min: 0, max: 4 }), fc.boolean(), (now, ahead, isFirstOfName) => {
      const epoch = epochAfter(epochAt(now), ahead);
      // On the stroke of the second week before it is still in time.
      const isInTime = ahead >= 3 || (ahead === 2 && now === startOf(epochAt(now)));
      expect(exceptionOf({ epoch, loggedAt: now, isFirstOfName }) === undefined).toBe(isInTime);
    }),
  );
});
