import { medianOf } from '../bench/statistics.ts';
import type { Target } from './target.ts';
import { type Outcome, watchTraffic } from './watch-traffic.ts';

/** Rates, each of a round of its own. */
export interface Saturation {
  /** Over HTTP, requests a second. */
  readonly http: readonly Outcome[];
  /** Of the loops beside, operations a second; each name has a figure for every round. */
  readonly beside: Readonly<Record<string, readonly number[]>>;
}

/** How much is under way at any time when a target is to do as much as it can. */
export interface Push {
  readonly atOnce: number;
  /** Requests of each round. */
  readonly count: number;
  readonly rounds: number;
}

/** Drives a target as far as it goes, in turn with what is measured beside it. */
export async function saturate(
  target: Target,
  { atOnce, count, rounds }: Push,
  beside: Readonly<Record<string, () => Promise<number>>>,
  tell: (share: number) => void,
): Promise<Saturation> {
  const http: Outcome[] = [];
  const others = Object.fromEntries(Object.keys(beside).map((name): [string, number[]] => [name, []]));
  for (let round = 0; round < rounds; round++) {
    tell(round / rounds);
    http.push(await pour(target, count, atOnce));
    for (const [name, measure] of Object.entries(beside)) others[name]?.push(await measure());
  }
  return { http, beside: others };
}

/** So many requests, `atOnce` under way. */
export async function pour(target: Target, count: number, atOnce: number): Promise<Outcome> {
  const prepared = await target.prepare(count);
  return watchTraffic(target, prepared, (lines, requests) => lines.pour(requests, atOnce));
}

export const rateOf = ({ http }: Saturation): number => medianOf(http.map(({ rate }) => rate));
export const besideOf = ({ beside }: Saturation, name: string): number => medianOf(beside[name] ?? []);
