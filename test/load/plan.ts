/** How much of everything a run does. */
export interface Plan {
  /** Rounds in which HTTP and the bare loops take turns. */
  readonly rounds: number;
  /** Seconds of a bare loop, and about so long a round over HTTP. */
  readonly seconds: number;
  /** Seconds at each load below saturation. */
  readonly steadySeconds: number;
  readonly spikeSeconds: number;
  /** Tokens that are shown to both processes of a site at once. */
  readonly twice: number;
  /** Minutes of the memory curve. */
  readonly minutes: number;
  /** Batches, and redemptions, of the round that finds out how fast it is at all. */
  readonly first: { readonly minting: number; readonly redemption: number };
}

export const FULL: Plan = {
  ...{ rounds: 7, seconds: 8, steadySeconds: 40, spikeSeconds: 10, twice: 5000, minutes: 60 },
  first: { minting: 200, redemption: 10_000 },
};
export const QUICK: Plan = {
  ...{ rounds: 3, seconds: 2.5, steadySeconds: 5, spikeSeconds: 3, twice: 1000, minutes: 1 },
  first: { minting: 60, redemption: 3000 },
};
/** For a test that only wants to see that all of it runs. */
export const BRIEF: Plan = {
  ...{ rounds: 1, seconds: 0.3, steadySeconds: 0.5, spikeSeconds: 0.5, twice: 40, minutes: 0.1 },
  first: { minting: 8, redemption: 100 },
};
