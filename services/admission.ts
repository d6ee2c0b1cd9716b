import { check } from '@bauta/sdk/protocol';

/** Seconds over which those who were sent away are spread: they are not all to come back at once. */
const SPREAD = 30;

/** What a room is doing at the moment, by number alone: whose it is makes no difference. */
export interface Admission {
  /**
   * Does `act`, which weighs so much, unless there is too much already.
   * @throws AgeError ERR_BUSY at once, before `act`; whatever `act` throws
   */
  hold<T>(weight: number, act: () => Promise<T>): Promise<T>;
}

/** @param most weight at any time; one request alone is always taken. @param cause for the operator, of a refusal. */
export function createAdmission(most: number, cause: string): Admission {
  let held = 0;
  return {
    async hold(weight, act) {
      check(held === 0 || held + weight <= most, 'ERR_BUSY', cause);
      held += weight;
      try {
        return await act();
      } finally {
        held -= weight;
      }
    },
  };
}

/** After how many whole seconds, from 1 to 30, the next one who is refused may come again: each of them another. */
export function createRetries(): () => number {
  let sentAway = 0;
  return () => 1 + (sentAway++ % SPREAD);
}
