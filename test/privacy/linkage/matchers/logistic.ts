/** A rule that was learned: how much speaks for a yes. */
export interface Rule {
  readonly means: readonly number[];
  readonly spreads: readonly number[];
  readonly weights: readonly number[];
}

const [STEPS, RATE, DECAY] = [400, 0.5, 0.001];

/**
 * Logistic regression over figures of different size, by gradient descent.
 * @param rows as many figures in each @param isYes of each row
 */
export function learnRule(rows: readonly Float64Array[], isYes: readonly boolean[]): Rule {
  const width = rows[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, c) => rows.map((row) => row[c] as number));
  const means = columns.map((column) => column.reduce((sum, one) => sum + one, 0) / column.length);
  const spreads = columns.map((column, c) => {
    const spread = Math.sqrt(column.reduce((sum, one) => sum + (one - (means[c] as number)) ** 2, 0) / column.length);
    return spread || 1;
  });
  const weights = new Array<number>(width).fill(0);
  const scaled = rows.map((row) => row.map((one, c) => (one - (means[c] as number)) / (spreads[c] as number)));
  for (let step = 0; step < STEPS; step++) {
    const slope = new Float64Array(width);
    for (const [i, row] of scaled.entries()) {
      let said = 0;
      for (let c = 0; c < width; c++) said += (weights[c] as number) * (row[c] as number);
      const error = (isYes[i] ? 1 : 0) - 1 / (1 + Math.exp(-said));
      for (let c = 0; c < width; c++) slope[c] = (slope[c] as number) + error * (row[c] as number);
    }
    for (let c = 0; c < width; c++) {
      const weight = weights[c] as number;
      weights[c] = weight + RATE * ((slope[c] as number) / rows.length - DECAY * weight);
    }
  }
  return { means, spreads, weights };
}

/** @param figures of one row, as it was learned from */
export function applyRule({ means, spreads, weights }: Rule, figures: ArrayLike<number>): number {
  let said = 0;
  for (let c = 0; c < weights.length; c++) {
    said += ((weights[c] as number) * ((figures[c] as number) - (means[c] as number))) / (spreads[c] as number);
  }
  return said;
}
