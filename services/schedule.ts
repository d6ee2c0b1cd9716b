import type { Clock } from './clock.ts';
import { faultEvent, type Log } from './log-events.ts';

const INTERVAL_MS = 60_000;
const RETRY_MS = 1_000;
/** How a room waits at its start for what it depends on: it looks often, and after a while opens its door all the same. */
const FIRST_RETRY_MS = 200;
const FIRST_ATTEMPTS = 150;

/** Work that a room does by itself, on the clock and never inside a visitor's request. */
export interface Schedule {
  /** Ends it; waits for the run under way. */
  stop(): Promise<void>;
}

/** What is done regularly. @returns whether it is done, until the next minute. */
type Work = (now: number) => Promise<boolean>;

interface ScheduleGiven {
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Runs `work` at once, then every minute, and at once when the clock was set; every second while it says that it is not
 * done. Runs never overlap; a fault is logged and counts as not done. Resolves when it was done once, or after a while.
 */
export async function runRegularly(work: Work, given: ScheduleGiven): Promise<Schedule> {
  const { schedule, run } = begin(work, given);
  for (let attempt = 1; !(await run()) && attempt < FIRST_ATTEMPTS; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, FIRST_RETRY_MS));
  }
  return schedule;
}

/** As `runRegularly`, for work that nobody waits for. */
export function runInBackground(work: Work, given: ScheduleGiven): Schedule {
  const { schedule, run } = begin(work, given);
  void run();
  return schedule;
}

function begin(
  work: Work,
  { clock, log }: ScheduleGiven,
): { readonly schedule: Schedule; readonly run: () => Promise<boolean> } {
  let running: Promise<boolean> = Promise.resolve(true);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;

  function run(): Promise<boolean> {
    clearTimeout(timer);
    running = running.then(async () => {
      const isDone = await work(clock.now()).catch((error) => {
        log(faultEvent(error, clock.now()));
        return false;
      });
      clearTimeout(timer);
      if (!isStopped) timer = setTimeout(run, isDone ? INTERVAL_MS : RETRY_MS);
      timer?.unref();
      return isDone;
    });
    return running;
  }

  clock.onJump(async () => void (await run()));
  return {
    run,
    schedule: {
      async stop() {
        isStopped = true;
        clearTimeout(timer);
        await running;
      },
    },
  };
}
