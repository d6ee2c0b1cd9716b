import type { Bytes } from '../protocol/index.ts';
import type { KeyDirectory } from '../verifier/key-directory.ts';
import { drawInterval, RETRY_MAX, type SetTimer } from './directory-schedule.ts';

/** Seconds after which an instance looks whether another one has kept a younger directory. */
const LOOK_AFTER = 300;
/** The same while its own is due, and each look makes a visitor wait. */
const LOOK_AFTER_WHEN_DUE = 10;
/** Seconds that a visitor waits for a look. */
const PATIENCE = 5;
/** Seconds after which a reading has been cut off: a platform may end it with the request that it went beside. */
const READING_MAX = 60;

/** Keeps the directory as young as a schedule would, where there are no timers: by the requests that come. */
export interface DirectoryUpkeep {
  /**
   * Call it before each request is judged. It takes what another instance has kept; and when the directory is due, at
   * 40 to 80 minutes of age, it reads it beside the request and never inside of it. Never rejects.
   * @param later keeps the instance alive until that is done: the platform's `waitUntil`.
   */
  tend(later: (work: Promise<unknown>) => void): Promise<void>;
}

/** The directory that is kept fresh, and what with. */
export interface DirectoryUpkeepOptions {
  readonly keys: Pick<KeyDirectory, 'readAt'>;
  /** Rejects when the directory could not be read; it has told the operator. */
  readonly refresh: () => Promise<void>;
  readonly restore: () => Promise<boolean>;
  readonly random: (length: number) => Bytes;
  readonly setTimer: SetTimer;
  readonly now: () => number;
}

export function createDirectoryUpkeep(options: DirectoryUpkeepOptions): DirectoryUpkeep {
  const { keys, refresh, restore, random, setTimer, now } = options;
  let drawnFor: number | undefined;
  let dueAt = Number.NEGATIVE_INFINITY;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<unknown> | undefined;
  let readingSince: number | undefined;
  let retryAt = Number.NEGATIVE_INFINITY;
  let retry = 1;

  function isDue(time: number): boolean {
    const { readAt } = keys;
    // Each reading is due at a time of its own, drawn once; a clock that was set back makes it due.
    if (readAt !== drawnFor) [drawnFor, dueAt] = [readAt, readAt + drawInterval(random)];
    return time >= dueAt || time < readAt;
  }

  /** One look for all who ask meanwhile. */
  function look(later: (work: Promise<unknown>) => void): Promise<unknown> {
    if (looking) return looking;
    lookedAt = now();
    const mine = restore().finally(() => {
      if (looking === mine) looking = undefined;
    });
    looking = mine;
    later(mine);
    return mine;
  }

  async function lookPatiently(later: (work: Promise<unknown>) => void): Promise<void> {
    const mine = look(later);
    let cancel = (): void => {};
    const late = new Promise<void>((resolve) => {
      cancel = setTimer(() => {
        // It went beside a request that is over, and will not end any more.
        if (looking === mine) looking = undefined;
        resolve();
      }, PATIENCE);
    });
    await Promise.race([mine, late]);
    cancel();
  }

  async function read(since: number): Promise<void> {
    readingSince = since;
    try {
      await refresh();
      retry = 1;
    } catch {
      retryAt = now() + retry;
      retry = Math.min(2 * retry, RETRY_MAX);
    }
    if (readingSince === since) readingSince = undefined;
  }

  return {
    async tend(later) {
      const time = now();
      const due = isDue(time);
      const hasLooked = Math.abs(time - lookedAt) < (due ? LOOK_AFTER_WHEN_DUE : LOOK_AFTER);
      if (!due) {
        if (!hasLooked) void look(later);
        return;
      }
      if (!hasLooked || looking) await lookPatiently(later);
      const isReading = readingSince !== undefined && Math.abs(time - readingSince) < READING_MAX;
      const mayTry = time >= retryAt || retryAt - time > RETRY_MAX;
      if (isDue(time) && !isReading && mayTry) later(read(time));
    },
  };
}
