/** How much each age of a batch speaks for a visit's being from it, in nats; plain JSON. */
export interface AgeRule {
  /** By the bin that `binOf` gives. */
  readonly nats: readonly number[];
}

/** Four bins for each doubling of seconds: a second is another matter than a minute, an hour hardly than a little more. */
const PER_DOUBLING = 4;
const BINS = 24 * PER_DOUBLING;

const binOf = (seconds: number): number =>
  Math.min(BINS - 1, Math.floor(PER_DOUBLING * Math.log2(1 + Math.max(0, seconds))));

/** @param own ages of batches at visits from them @param others ages of all batches that a visit could be from */
export function learnAges(own: readonly number[], others: readonly number[]): AgeRule {
  const shares = (ages: readonly number[]): Float64Array => {
    const counts = new Float64Array(BINS).fill(0.1);
    for (const age of ages) counts[binOf(age)] = (counts[binOf(age)] as number) + 1;
    const all = counts.reduce((sum, one) => sum + one, 0);
    return counts.map((one) => one / all);
  };
  const [yes, no] = [shares(own), shares(others)];
  return { nats: Array.from(yes, (share, bin) => Math.log(share / (no[bin] as number))) };
}

/** @param seconds from the batch to the visit; less than none: it cannot be */
export const weighAge = ({ nats }: AgeRule, seconds: number): number =>
  seconds < 0 ? Number.NEGATIVE_INFINITY : (nats[binOf(seconds)] as number);
