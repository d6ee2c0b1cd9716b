import type { Clock } from './clock.ts';

/** Milliseconds by which the clock must be elsewhere than a second ago: below that it is being kept right. */
const JUMPED = 5000;

/** Where the time comes from. */
interface Machine {
  /** Milliseconds since 1970. */
  readonly wall: () => number;
  /** Milliseconds that run on whatever the clock is set to. */
  readonly stopwatch: () => number;
  readonly everySecond: (look: () => void) => void;
}

const MACHINE: Machine = {
  wall: Date.now,
  stopwatch: () => performance.now(),
  everySecond: (look) => setInterval(look, 1000).unref(),
};

/**
 * The machine's clock, for processes that live long. It says when it was set, by a second after that: what a room has
 * read under the other time is not to be believed any more, and its timers know nothing of it.
 */
export function machineClock({ wall, stopwatch, everySecond }: Machine = MACHINE): Clock {
  const listeners: Parameters<Clock['onJump']>[0][] = [];
  let ahead = wall() - stopwatch();
  everySecond(() => {
    const now = wall() - stopwatch();
    const hasJumped = Math.abs(now - ahead) > JUMPED;
    ahead = now;
    // Whoever listens says by itself what goes wrong.
    if (hasJumped)
      for (const listener of listeners)
        Promise.resolve()
          .then(listener)
          .catch(() => {});
  });
  return {
    now: () => Math.floor(wall() / 1000),
    onJump: (listener) => void listeners.push(listener),
  };
}
