import { calendarOf, type Epoch, epochAt, isWithin } from '@bauta/sdk/protocol';

/** Whether tokens of a week can be asked for at an instant in Unix seconds, and for as many `seconds` after it (protocol.md §3). */
export function givesVisits(epoch: Epoch, at: number, seconds: number): boolean {
  const { asks } = calendarOf(epoch);
  return isWithin(at, asks) && isWithin(at + seconds, asks);
}

/**
 * Why no visit can be fetched that opens a site now and for `seconds` more, by the machine's own clock; undefined when it can.
 * For tests whose rooms have no other clock: what a week has left is not theirs to choose.
 */
export function whyNoVisits(seconds: number): string | undefined {
  const now = Math.floor(Date.now() / 1000);
  return givesVisits(epochAt(now), now, seconds) ? undefined : "a week's last hour gives no visit that opens a site";
}
