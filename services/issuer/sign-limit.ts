import { minuteOf } from '../minute.ts';

/** How often one grant may be signed for within a minute; a retry after a lost answer needs no more. */
const SIGNINGS_PER_MINUTE = 3;

/** Counts signings per grant, in memory: a grant can only ever yield the same bytes, so nothing worse than work is at stake. */
export interface SignLimit {
  /** Counts one signing. @param id of the grant. @returns false when it is one too many for this minute. */
  count(id: string, now: number): boolean;
}

export function createSignLimit(): SignLimit {
  let minute = 0;
  let counts = new Map<string, number>();
  return {
    count(id, now) {
      const current = minuteOf(now);
      if (current !== minute) {
        minute = current;
        counts = new Map();
      }
      const counted = (counts.get(id) ?? 0) + 1;
      counts.set(id, counted);
      return counted <= SIGNINGS_PER_MINUTE;
    },
  };
}
