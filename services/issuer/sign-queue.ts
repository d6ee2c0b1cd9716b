import { check } from '@bauta/sdk/protocol';

/**
 * Signatures that one thread may have before it, the ones under way among them: 32 batches, of which a core of today
 * signs one in some 20 ms. Whoever is admitted waits for less than a second, and nobody waits for what comes too late.
 */
export const QUEUE_OF_THREAD = 960;

/** Seconds over which those who were sent away are spread: they are not all to come back at once. */
const SPREAD = 30;

/** What an issuer is signing at the moment, by number alone: whose it is makes no difference. */
export interface SignQueue {
  /**
   * Does `act`, which makes so many signatures, unless there are too many already.
   * @throws AgeError ERR_BUSY at once, before `act`; whatever `act` throws
   */
  hold<T>(signatures: number, act: () => Promise<T>): Promise<T>;
  /** After how many whole seconds, from 1 to 30, the next one who is refused may come again: each of them another. */
  nextRetry(): number;
}

/** @param most signatures at any time; one request alone is always taken. */
export function createSignQueue(most: number): SignQueue {
  let held = 0;
  let sentAway = 0;
  return {
    async hold(signatures, act) {
      check(held === 0 || held + signatures <= most, 'ERR_BUSY', 'as much is being signed as can be');
      held += signatures;
      try {
        return await act();
      } finally {
        held -= signatures;
      }
    },
    nextRetry: () => 1 + (sentAway++ % SPREAD),
  };
}
