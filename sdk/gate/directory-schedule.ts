import type { Bytes } from '../protocol/index.ts';
import type { KeyDirectory } from '../verifier/key-directory.ts';

/** Seconds between two readings of the directory: an hour, give or take 20 min, so that sites do not come all at once. */
const INTERVAL = 3600;
const SPREAD = 1200;
/** Seconds of age, of a directory that is to be read on time, that tell that the clock has jumped; either way. */
const JUMPED = INTERVAL + SPREAD + 60;
/** Seconds to the next try after a failed one: it doubles up to here. */
export const RETRY_MAX = 300;

/** Starts `act` in `seconds`. @returns what cancels it. */
export type SetTimer = (act: () => void, seconds: number) => () => void;

/** The system's timer; it does not keep a process alive. */
export const systemTimer: SetTimer = (act, seconds) => {
  const timer: unknown = setTimeout(act, seconds * 1000);
  (timer as { unref?(): void }).unref?.();
  return () => clearTimeout(timer as Parameters<typeof clearTimeout>[0]);
};

/** Reads the directory at the start and from then on about hourly; after a fault, sooner. */
export interface DirectorySchedule {
  start(): void;
  stop(): void;
  /** Settles once the directory has been read for the first time. */
  readonly ready: Promise<void>;
}

/** The schedule as the gate itself has it. */
interface TendedSchedule extends DirectorySchedule {
  /**
   * Tells the time by which requests are judged. Timers do not hear of a clock that has jumped: what was read under the
   * other time is then read anew, beside the request.
   */
  tend(now: number): void;
}

/** @param options.refresh rejects when the directory could not be read. @param options.keys says when that was. */
export function createDirectorySchedule(options: {
  readonly keys: Pick<KeyDirectory, 'readAt'>;
  readonly refresh: () => Promise<void>;
  readonly random: (length: number) => Bytes;
  readonly setTimer: SetTimer;
}): TendedSchedule {
  const { keys, refresh, random, setTimer } = options;
  let setReady = (): void => {};
  const ready = new Promise<void>((resolve) => {
    setReady = resolve;
  });
  // What belongs to one start: a run that outlives its `stop` finds another one here, and sets no timer.
  let current: Started | undefined;

  async function run(started: Started): Promise<void> {
    started.cancel = undefined;
    let next = started.retry;
    started.retry = Math.min(2 * next, RETRY_MAX);
    try {
      await refresh();
      setReady();
      next = drawInterval(random);
      started.retry = 1;
    } catch {
      // `refresh` has told the operator.
    }
    if (current === started) started.cancel = setTimer(() => void run(started), next);
  }

  return {
    ready,
    start() {
      if (current) return;
      current = { retry: 1 };
      void run(current);
    },
    tend(now) {
      // A reading that is under way, or a retry that is near, goes by the new time anyhow.
      if (!current?.cancel || current.retry > 1 || Math.abs(now - keys.readAt) <= JUMPED) return;
      current.cancel();
      void run(current);
    },
    stop() {
      current?.cancel?.();
      current = undefined;
    },
  };
}

interface Started {
  /** Seconds to the next try, should the reading fail: 1 as long as the last one succeeded. */
  retry: number;
  /** Of the timer; there is none during a reading. */
  cancel?: (() => void) | undefined;
}

/** 40 to 80 minutes, in seconds. */
export function drawInterval(random: (length: number) => Bytes): number {
  const [high, low] = random(2) as unknown as [number, number];
  return Math.round(INTERVAL - SPREAD + (2 * SPREAD * (high * 256 + low)) / 65_535);
}
