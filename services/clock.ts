/** Where a room takes the time from. */
export interface Clock {
  /** Whole Unix seconds. */
  now(): number;
  /** Registers what a room does at once when the time was set, for instance make the keys of a new epoch. */
  onJump(listener: () => void | Promise<void>): void;
}

/** A clock whose time can be set; from then on it runs like any other. */
export interface TestClock extends Clock {
  /** Sets the time to `now` (Unix seconds), and waits until every listener is done. */
  set(now: number): Promise<void>;
}

const wallSeconds = (): number => Math.floor(Date.now() / 1000);

/** The machine's clock, for what lives no longer than a request or a command: it never says that it was set. */
export function systemClock(): Clock {
  return { now: wallSeconds, onJump: () => {} };
}

/** The one virtual clock: as the machine's until it is set. @param wall the clock it runs with, in Unix seconds. */
export function testClock(wall: () => number = wallSeconds): TestClock {
  let ahead = 0;
  const listeners: Parameters<Clock['onJump']>[0][] = [];
  return {
    now: () => wall() + ahead,
    onJump: (listener) => void listeners.push(listener),
    async set(now) {
      if (!Number.isSafeInteger(now)) throw new TypeError('not whole seconds');
      ahead = now - wall();
      for (const listener of listeners) await listener();
    },
  };
}
