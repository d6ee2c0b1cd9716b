import type { Bytes } from '../protocol/index.ts';

/** Seconds between two readings of the directory: an hour, give or take 20 min, so that sites do not come all at once. */
const INTERVAL = 3600;
const SPREAD = 1200;
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

/** @param options.refresh rejects when the directory could not be read. */
export function createDirectorySchedule(options: {
  readonly refresh: () => Promise<void>;
  readonly random: (length: number) => Bytes;
  readonly setTimer: SetTimer;
}): DirectorySchedule {
  const { refresh, random, setTimer } = options;
  const { promise: ready, resolve: setReady } = withResolvers();
  // What belongs to one start: a run that outlives its `stop` finds another one here, and sets no timer.
  let current: { cancel: () => void } | undefined;

  async function run(started: { cancel: () => void }, retry: number): Promise<void> {
    let next = retry;
    let nextRetry = Math.min(2 * retry, RETRY_MAX);
    try {
      await refresh();
      setReady();
      next = drawInterval(random);
      nextRetry = 1;
    } catch {
      // `refresh` has told the operator.
    }
    if (current === started) started.cancel = setTimer(() => void run(started, nextRetry), next);
  }

  return {
    ready,
    start() {
      if (current) return;
      current = { cancel: () => {} };
      void run(current, 1);
    },
    stop() {
      current?.cancel();
      current = undefined;
    },
  };
}

/** 40 to 80 minutes, in seconds. */
export function drawInterval(random: (length: number) => Bytes): number {
  const [high, low] = random(2) as unknown as [number, number];
  return Math.round(INTERVAL - SPREAD + (2 * SPREAD * (high * 256 + low)) / 65_535);
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
