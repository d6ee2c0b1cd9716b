import { CHALLENGE_LIFETIME } from '@bauta/sdk/protocol';

/** Seconds that the way back to the site may take. */
const MARGIN = 10;

/** Clocks in milliseconds: one that cannot be set, and the device's, since the former may stand still in standby. */
export interface TwoClocks {
  readonly steady: () => number;
  readonly wall: () => number;
}

/** How long the request has been in the wallet. */
export interface RequestAge {
  /** Milliseconds. */
  elapsed(): number;
  /**
   * Whatever the clocks show, a challenge that was issued before it came here is over 600 seconds after; a token sent
   * then would be lost for nothing.
   */
  isLate(): boolean;
}

/** @param earlier milliseconds that the request spent in the page before this one. */
export function watchRequestAge({ steady, wall }: TwoClocks, earlier = 0): RequestAge {
  const [steadyStart, wallStart] = [steady(), wall()];
  const elapsed = (): number => earlier + Math.max(steady() - steadyStart, wall() - wallStart);
  return { elapsed, isLate: () => elapsed() >= (CHALLENGE_LIFETIME - MARGIN) * 1000 };
}
