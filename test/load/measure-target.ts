import { arrive, type Spike, spike } from './arrive.ts';
import type { Plan } from './plan.ts';
import { pour, rateOf, type Saturation, saturate } from './saturation.ts';
import type { Target } from './target.ts';
import type { Outcome } from './watch-traffic.ts';

/** Names of what is measured beside HTTP. */
export const BARE = 'bare loop';
export const OPENSSL = 'openssl';

/** Shares of saturation at which latency is looked at. */
export const LOADS = [0.3, 0.5, 0.7, 0.85] as const;

/** All that is measured of a target within minutes. */
export interface Measured {
  readonly saturation: Saturation;
  /** In the order of `LOADS`. */
  readonly loads: readonly Outcome[];
  readonly spike: Spike;
}

/** What differs from one target to the other. */
export interface Course {
  /** Requests of the first, short round. */
  readonly first: number;
  /** Under way at any time when as much as possible is to be done. */
  readonly atOnce: number;
  readonly beside: Readonly<Record<string, () => Promise<number>>>;
}

/** Saturation, latency below it, and a spike beyond it. */
export async function measureTarget(
  target: Target,
  { first, atOnce, beside }: Course,
  plan: Plan,
  random: () => number,
  tell: (what: string, share?: number) => void,
): Promise<Measured> {
  const { rounds, seconds, steadySeconds, spikeSeconds } = plan;
  // Code that runs all day is compiled; and nobody knows yet how many requests fill a round.
  tell('warming');
  await pour(target, first, atOnce);
  const warm = await pour(target, first, atOnce);
  const count = Math.max(first, Math.ceil(warm.rate * seconds));
  const saturation = await saturate(target, { atOnce, count, rounds }, beside, (share) => tell('saturation', share));
  const rate = rateOf(saturation);
  const loads: Outcome[] = [];
  for (const [i, share] of LOADS.entries()) {
    tell('latency', i / LOADS.length);
    loads.push(await arrive(target, share * rate, steadySeconds, random));
  }
  tell('spike');
  return { saturation, loads, spike: await spike(target, rate, spikeSeconds, random) };
}
