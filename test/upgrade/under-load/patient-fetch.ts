import { setTimeout as pause } from 'node:timers/promises';
import { type Fetch, loopbackFetch } from '@bauta/services/loopback';

/** Nobody listens yet, or the process ended before it answered. */
const NOBODY_THERE: readonly string[] = ['ECONNREFUSED', 'ECONNRESET'];
/** How often somebody who is not there is asked again, and the milliseconds in between. */
const TRIES = 150;
const BETWEEN_TRIES = 200;

/** What people meet who try again when nobody is there; any other answer is an answer, and is not asked for twice. */
export interface PatientNetwork {
  /** Origin of the person's phone, which says 503 when nobody is there whom it asks. */
  readonly phone: string;
  /** Before each further try. */
  onWait(): void;
  /** For each answer by which a server says that it is at fault: a line. */
  onFault(line: string): void;
}

export function patientFetch({ phone, onWait, onFault }: PatientNetwork): Fetch {
  return async (input, init) => {
    for (let tried = 1; ; tried++) {
      const answer = await askOnce(input, init, tried === TRIES);
      if (answer) {
        const { origin, host, pathname } = new URL(input instanceof Request ? input.url : input);
        const isPhoneAlone = origin === phone && answer.status === 503 && tried < TRIES;
        if (!isPhoneAlone) {
          if (answer.status >= 500) onFault(`${host}${pathname} answered ${answer.status}`);
          return answer;
        }
      }
      onWait();
      await pause(BETWEEN_TRIES);
    }
  };
}

/** @returns undefined: nobody is there. @throws as `loopbackFetch`, and for nobody the last time too. */
async function askOnce(
  input: Parameters<Fetch>[0],
  init: RequestInit | undefined,
  isLast: boolean,
): Promise<Response | undefined> {
  try {
    return await loopbackFetch(input, init);
  } catch (error) {
    const cause = error instanceof Error ? (error.cause as NodeJS.ErrnoException | undefined) : undefined;
    if (isLast || !NOBODY_THERE.includes(cause?.code ?? '')) throw error;
    return undefined;
  }
}
