/** How often somebody guessed right, with what an interval needs; plain JSON. */
export interface Tally {
  readonly trials: number;
  readonly right: number;
  /**
   * Sums over every ordered pair of trials that have a person in common, a trial with itself included: of (both are
   * right), of (the first is right), and of 1.
   */
  readonly rightRight: number;
  readonly rightTrials: number;
  readonly trialsTrials: number;
}

export const NO_TRIALS: Tally = { trials: 0, right: 0, rightRight: 0, rightTrials: 0, trialsTrials: 0 };

/** One trial: who was asked about, who stood beside them where there were two to choose from, and whether it was right. */
export interface Outcome {
  readonly person: number;
  readonly beside?: number;
  readonly isRight: boolean;
}

export function tallyOf(outcomes: readonly Outcome[]): Tally {
  const people = new Map<number, { right: number; trials: number }>();
  const total = { trials: 0, right: 0, rightRight: 0, rightTrials: 0, trialsTrials: 0 };
  for (const { person, beside = person, isRight } of outcomes) {
    const right = isRight ? 1 : 0;
    total.trials++;
    total.right += right;
    for (const one of new Set([person, beside])) {
      const of = people.get(one) ?? { right: 0, trials: 0 };
      people.set(one, { right: of.right + right, trials: of.trials + 1 });
    }
    if (beside === person) continue;
    // Counted with itself under both.
    total.rightRight -= right;
    total.rightTrials -= right;
    total.trialsTrials -= 1;
  }
  for (const { right, trials } of people.values()) {
    total.rightRight += right ** 2;
    total.rightTrials += right * trials;
    total.trialsTrials += trials ** 2;
  }
  return total;
}

export const addTallies = (a: Tally, b: Tally): Tally => ({
  trials: a.trials + b.trials,
  right: a.right + b.right,
  rightRight: a.rightRight + b.rightRight,
  rightTrials: a.rightTrials + b.rightTrials,
  trialsTrials: a.trialsTrials + b.trialsTrials,
});

/** A share with its interval. */
export interface Estimate {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The share that was right. Trials that have a person in common may go together, whichever of the two they ask about, so the
 * wider of two intervals counts: Wilson's, as if each trial stood for itself, and the one that takes each person as one draw.
 * @param z deviations: 1.96 for 95 %
 */
export function estimateOf({ trials, right, rightRight, rightTrials, trialsTrials }: Tally, z: number): Estimate {
  if (trials === 0) return { share: Number.NaN, low: 0, high: 1 };
  const share = right / trials;
  const centre = (share + z ** 2 / (2 * trials)) / (1 + z ** 2 / trials);
  const half = (z / (1 + z ** 2 / trials)) * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  const among = Math.max(0, rightRight - 2 * share * rightTrials + share ** 2 * trialsTrials);
  const byPeople = (z * Math.sqrt(among)) / trials;
  return {
    share,
    low: Math.max(0, Math.min(centre - half, share - byPeople)),
    high: Math.min(1, Math.max(centre + half, share + byPeople)),
  };
}

/**
 * Deviations of an interval that holds for all of `tests` at once with 95 % (Bonferroni; Abramowitz and Stegun 26.2.23).
 */
export function deviationsFor(tests: number): number {
  const t = Math.sqrt(-2 * Math.log(0.025 / tests));
  return t - (2.515517 + 0.802853 * t + 0.010328 * t ** 2) / (1 + 1.432788 * t + 0.189269 * t ** 2 + 0.001308 * t ** 3);
}
