import type { GateStore } from '@bauta/sdk/config';
import { AgeError } from '@bauta/sdk/protocol';
import { inTime } from './in-time.ts';

/** Milliseconds for one act of the store. Servers in front wait about 4 s for an answer that may take two acts. */
const STORE_MS = 1500;

type Kept = Pick<GateStore, 'spent' | 'sessions'>;

/** A store whose silence is a refusal too: an act that takes longer throws ERR_STORE_UNAVAILABLE. What was sent may still be done. */
export function storeInTime({ spent, sessions }: Kept): Kept {
  return {
    spent: { spend: limit(spent.spend) },
    sessions: {
      put: limit(sessions.put),
      read: limit(sessions.read),
      take: limit(sessions.take),
      replace: limit(sessions.replace),
    },
  };
}

function limit<A extends readonly unknown[], T>(act: (...args: A) => Promise<T>): (...args: A) => Promise<T> {
  return (...args) =>
    inTime(act(...args), STORE_MS, () => {
      throw new AgeError('ERR_STORE_UNAVAILABLE', 'the store did not answer in time');
    });
}
