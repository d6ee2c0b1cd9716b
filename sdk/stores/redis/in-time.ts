import { AgeError } from '../../protocol/errors.ts';
import type { RedisCommands } from './client.ts';
import { within } from './within.ts';

/** Unanswered acts in a row after which nobody else is made to wait, but for one at a time that finds out. */
const PATIENCE = 16;

/** Runs one act on Redis. */
export type Ask = <T>(act: () => Promise<T>) => Promise<T>;

/**
 * Asks Redis only while it is connected, and waits no longer than `timeoutMs`; when many have waited in vain, it says
 * so at once. An act that was sent may still be done after that: its caller was told that nobody knows.
 * @returns a function that throws AgeError ERR_STORE_UNAVAILABLE on any fault, and whenever nobody knows.
 */
export function askInTime(client: RedisCommands, timeoutMs: number): Ask {
  let unanswered = 0;
  let triedAt = Number.NEGATIVE_INFINITY;

  function checkOpen(): void {
    if (!client.isOpen) throw new AgeError('ERR_STORE_UNAVAILABLE', 'the client is closed');
    if (!client.isReady) throw new AgeError('ERR_STORE_UNAVAILABLE', 'Redis is not connected');
    const now = performance.now();
    if (unanswered >= PATIENCE && now - triedAt < timeoutMs / 4) {
      throw new AgeError('ERR_STORE_UNAVAILABLE', 'Redis has not answered for a while');
    }
    triedAt = now;
  }

  function noteSilence(): AgeError {
    unanswered++;
    return new AgeError('ERR_STORE_UNAVAILABLE', 'Redis did not answer in time');
  }

  return async (act) => {
    checkOpen();
    const answer = await within(timeoutMs, act, noteSilence);
    unanswered = 0;
    return answer;
  };
}
