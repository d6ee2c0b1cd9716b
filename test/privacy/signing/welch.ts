/** What two samples differ by, in standard errors: Welch's t. */
function welchT(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [momentsOf(one), momentsOf(other)];
  return (a.mean - b.mean) / Math.sqrt(a.variance / one.length + b.variance / other.length);
}

/** Shares of both samples that are looked at: a few readings that something else on the machine fell into hide the rest. */
const KEPT = [1, 0.99, 0.9];

/** The largest of `welchT`, without its sign, over both samples whole and without their slowest, as they are together. */
export function strongestT(one: readonly number[], other: readonly number[]): number {
  const all = [...one, ...other].sort((a, b) => a - b);
  const found = KEPT.map((share) => {
    const most = all[Math.ceil(share * all.length) - 1] as number;
    const below = (times: readonly number[]): number[] => times.filter((time) => time <= most);
    return Math.abs(welchT(below(one), below(other)));
  });
  return Math.max(...found);
}

function momentsOf(sample: readonly number[]): { readonly mean: number; readonly variance: number } {
  const mean = sample.reduce((sum, value) => sum + value, 0) / sample.length;
  const variance = sample.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (sample.length - 1);
  return { mean, variance };
}
