import type { Clock } from './clock.ts';
import { faultEvent, type Log } from './log-events.ts';

const INTERVAL_MS = 60_000;
const RETRY_MS = 1_000;
/** How a room waits at its start for what it depends on: it looks often, and after a while opens its door all the same. */
const SOON_MS = 200;
const FIRST_ATTEMPTS = 150;
/** How a room waits after its time was set: the rooms that it reads may still be at theirs. */
const JUMP_ATTEMPTS = 10;

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
 * @param isReady whether a run that was in vain is enough to go on with, since an earlier one has left what is needed
 */
export async function runRegularly(
  work: Work,
  given: ScheduleGiven,
  isReady: () => boolean = () => false,
): Promise<Schedule> {
  const { schedule, runUntilDone } = begin(work, given);
  await runUntilDone(FIRST_ATTEMPTS, isReady);
  return schedule;
}

/** As `runRegularly`, for work that nobody waits for. */
export function runInBackground(work: Work, given: ScheduleGiven): Schedule {
  const { schedule, run } = begin(work, given);
  void run();
  return schedule;
}

interface Begun {
  readonly schedule: Schedule;
  run(): Promise<boolean>;
  /** Resolves when it was done once, or that often in vain, or in vain and ready all the same. */
  runUntilDone(attempts: number, isReady?: () => boolean): Promise<void>;
}

function begin(work: Work, { clock, log }: ScheduleGiven): Begun {
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

  async function runUntilDone(attempts: number, isReady = () => false): Promise<void> {
    for (let attempt = 1; !(await run()) && attempt < attempts && !isReady() && !isStopped; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, SOON_MS));
    }
  }

  clock.onJump(() => runUntilDone(JUMP_ATTEMPTS));
  return {
    run,
    runUntilDone,
    schedule: {
      async stop() {
        isStopped = true;
        clearTimeout(timer);
        await running;
      },
    },
  };
}
