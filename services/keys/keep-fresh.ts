import { AgeError } from '@bauta/sdk/protocol';
import type { KeyDirectory } from '@bauta/sdk/verifier';
import type { Log } from '../log-events.ts';

const HOUR = 3600;
const JITTER = 20 * 60;

/** A directory of another room that is read on a schedule. */
export interface WatchedDirectory {
  readonly name: string;
  readonly keys: KeyDirectory;
}

/**
 * Reads directories again hourly, ± 20 minutes so that the hour tells nothing of who reads; one that could not be read
 * is tried again at the next call. Call it about once a minute.
 * @param directories as they are now: one that stays is the same object
 * @returns whether all of them are as fresh as they should be.
 * @param random from 0 up to 1.
 */
export function keepFresh(
  directories: () => readonly WatchedDirectory[],
  options: { readonly random: () => number; readonly log: Log },
): (now: number) => Promise<boolean> {
  const due = new Map<WatchedDirectory, number>();
  return async (now) => {
    const read = await Promise.all(
      directories().map(async (directory) => {
        const { name, keys } = directory;
        const next = due.get(directory) ?? 0;
        if (now < next && next - now <= HOUR + JITTER) return true;
        try {
          await keys.refresh(now);
          due.set(directory, now + HOUR + Math.round((2 * options.random() - 1) * JITTER));
          options.log({ event: 'directory-refreshed', of: name, count: keys.list(now).length });
          return true;
        } catch (error) {
          const fault = error instanceof AgeError ? 'AgeError' : 'Error';
          options.log({ event: 'directory-unreachable', of: name, fault });
          return false;
        }
      }),
    );
    return read.every(Boolean);
  };
}
