import { drawArrivals } from './arrivals.ts';
import type { Target } from './target.ts';
import { type Outcome, watchTraffic } from './watch-traffic.ts';

/** Load as people bring it: each comes at a moment of their own, whether the others were answered or not. */
export async function arrive(target: Target, rate: number, seconds: number, random: () => number): Promise<Outcome> {
  const moments = drawArrivals(rate, seconds, random);
  const prepared = await target.prepare(moments.length);
  return watchTraffic(target, prepared, (lines, requests) => lines.rain(requests, moments));
}

/** Far more than it can do for some seconds, between two spans of half as much as it can do. */
export interface Spike {
  readonly before: Outcome;
  readonly during: Outcome;
  readonly after: Outcome;
}

export const SPIKE = 3;
const CALM = 0.5;

/** @param rate at saturation. */
export async function spike(target: Target, rate: number, seconds: number, random: () => number): Promise<Spike> {
  const before = await arrive(target, CALM * rate, seconds, random);
  const during = await arrive(target, SPIKE * rate, seconds, random);
  const after = await arrive(target, CALM * rate, seconds, random);
  return { before, during, after };
}
