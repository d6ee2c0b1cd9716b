import { CHALLENGE_LIFETIME } from '@bauta/sdk/protocol';

/** Seconds that the way back to the site may take. */
const MARGIN = 10;

/** Clocks in milliseconds: one that cannot be set, and the device's, since the former may stand still in standby. */
export interface TwoClocks {
  readonly steady: () => number;
  readonly wall: () => number;
}

/**
 * How long the request has been in this page. Whatever the clocks show, a challenge that was issued before it came here
 * is over 600 seconds after; a token sent then would be lost for nothing.
 * @returns whether that is so.
 */
export function watchRequestAge({ steady, wall }: TwoClocks): () => boolean {
  const [steadyStart, wallStart] = [steady(), wall()];
  return () => Math.max(steady() - steadyStart, wall() - wallStart) >= (CHALLENGE_LIFETIME - MARGIN) * 1000;
}
