import type { Bit, FeatureTable } from './transcript-features.ts';

/** Learns from some rows and says of any row how much speaks for a yes. */
export interface Learner {
  readonly name: string;
  /** @param truth 0 or 1 for each row. @param train the rows whose truth it may look at. @returns above 0 for a yes. */
  learn(table: FeatureTable, truth: Uint8Array, train: readonly number[]): (row: number) => number;
}

/** How often a bit and the truth are both set, over the rows of training. */
interface Counts {
  readonly both: number;
  readonly bit: number;
  readonly truth: number;
  readonly all: number;
}

function countOf({ values }: Bit, truth: Uint8Array, rows: readonly number[]): Counts {
  let [both, bit, yes] = [0, 0, 0];
  for (const row of rows) {
    const [b, t] = [values[row] as number, truth[row] as number];
    both += b & t;
    bit += b;
    yes += t;
  }
  return { both, bit, truth: yes, all: rows.length };
}

/** The correlation of a bit with the truth, squared: for two yes-or-no values it is chi-square by the number of rows. */
function phiSquared({ both, bit, truth, all }: Counts): number {
  const spread = bit * (all - bit) * truth * (all - truth);
  return spread === 0 ? 0 : (all * both - bit * truth) ** 2 / spread;
}

/** What each value of a bit adds for a yes, in nats; the bit unseen counts as a half. */
function weightsOf({ both, bit, truth, all }: Counts): readonly [ifClear: number, ifSet: number] {
  const [yesSet, noSet] = [both + 0.5, bit - both + 0.5];
  const [yesClear, noClear] = [truth - both + 0.5, all - bit - truth + both + 0.5];
  const prior = Math.log((truth + 1) / (all - truth + 1));
  return [Math.log(yesClear / noClear) - prior, Math.log(yesSet / noSet) - prior];
}

/** The bits that tell most, the best first. */
function bestBits(table: FeatureTable, truth: Uint8Array, train: readonly number[], many: number) {
  return table.bits
    .map((bit) => ({ bit, counts: countOf(bit, truth, train) }))
    .map((one) => ({ ...one, tells: phiSquared(one.counts) }))
    .sort((a, b) => b.tells - a.tells)
    .slice(0, many);
}

/** Naive Bayes over the bits that tell most. */
const bayes = (name: string, many: number): Learner => ({
  name,
  learn(table, truth, train) {
    const chosen = bestBits(table, truth, train, many).map(({ bit: { values }, counts }) => {
      return { values, weights: weightsOf(counts) };
    });
    const yes = train.reduce((total, row) => total + (truth[row] as number), 0);
    const prior = Math.log((yes + 1) / (train.length - yes + 1));
    return (row) =>
      chosen.reduce((total, { values, weights }) => total + (weights[values[row] as 0 | 1] as number), prior);
  },
});

/** AdaBoost over single bits (Freund and Schapire 1997). */
const boosted: Learner = {
  name: 'boosted stumps',
  learn(table, truth, train) {
    const ROUNDS = 40;
    const candidates = bestBits(table, truth, train, 1500).map(({ bit: { values } }) => {
      return { values, seen: Uint8Array.from(train, (row) => ((values[row] as number) === truth[row] ? 1 : 0)) };
    });
    const weights = new Float64Array(train.length).fill(1 / train.length);
    const chosen: { values: Uint8Array; vote: number }[] = [];
    for (let round = 0; round < ROUNDS && candidates.length > 0; round++) {
      let best = { right: 0.5, at: 0 };
      for (const [at, { seen }] of candidates.entries()) {
        let right = 0;
        for (let i = 0; i < seen.length; i++) if (seen[i] === 1) right += weights[i] as number;
        if (Math.abs(right - 0.5) > Math.abs(best.right - 0.5)) best = { right, at };
      }
      const right = Math.min(Math.max(best.right, 1e-6), 1 - 1e-6);
      const vote = Math.log(right / (1 - right)) / 2;
      const { values, seen } = candidates[best.at] as (typeof candidates)[number];
      chosen.push({ values, vote });
      let total = 0;
      for (let i = 0; i < seen.length; i++) {
        weights[i] = (weights[i] as number) * Math.exp(seen[i] === 1 ? -vote : vote);
        total += weights[i] as number;
      }
      for (let i = 0; i < weights.length; i++) weights[i] = (weights[i] as number) / total;
    }
    return (row) => chosen.reduce((total, { values, vote }) => total + (values[row] === 1 ? vote : -vote), 0);
  },
};

/** Logistic regression over sizes, counts and times, by rank: times have long tails. */
const logistic: Learner = {
  name: 'logistic regression',
  learn({ numbers, rows }, truth, train) {
    const [STEPS, RATE, DECAY] = [300, 0.5, 0.01];
    const inputs = numbers.map(({ values }) => ranksOf(values));
    const weights = new Float64Array(inputs.length);
    let bias = 0;
    const say = (row: number): number => {
      let total = bias;
      for (let i = 0; i < inputs.length; i++)
        total += (weights[i] as number) * ((inputs[i] as Float64Array)[row] as number);
      return total;
    };
    for (let step = 0; step < STEPS; step++) {
      const slope = new Float64Array(inputs.length);
      let biasSlope = 0;
      for (const row of train) {
        const error = (truth[row] as number) - 1 / (1 + Math.exp(-say(row)));
        biasSlope += error;
        for (let i = 0; i < inputs.length; i++) {
          slope[i] = (slope[i] as number) + error * ((inputs[i] as Float64Array)[row] as number);
        }
      }
      bias += (RATE * biasSlope) / train.length;
      for (let i = 0; i < weights.length; i++) {
        const weight = weights[i] as number;
        weights[i] = weight + RATE * ((slope[i] as number) / train.length - DECAY * weight);
      }
    }
    const said = Float64Array.from({ length: rows }, (_, row) => say(row));
    return (row) => said[row] as number;
  },
};

/** Where each value stands among all, from -1 to 1; equal ones at one place. */
function ranksOf(values: Float64Array): Float64Array {
  const sorted = [...values].sort((a, b) => a - b);
  const places = new Map<number, number>();
  for (const [i, value] of sorted.entries()) if (!places.has(value)) places.set(value, i);
  const spread = Math.max(1, values.length - 1);
  return Float64Array.from(values, (value) => (2 * (places.get(value) as number)) / spread - 1);
}

/** The row of training that has most bits in common. */
const nearest: Learner = {
  name: 'nearest neighbour',
  learn(table, truth, train) {
    const packed = packRows(table);
    return (row) => {
      let best = { away: Number.POSITIVE_INFINITY, truth: 0 };
      for (const other of train) {
        const away = distance(packed[row] as Uint32Array, packed[other] as Uint32Array);
        if (away < best.away) best = { away, truth: truth[other] as number };
      }
      // One of several classes is voted for by how near its nearest is.
      return (best.truth === 1 ? 1 : -1) / (1 + best.away);
    };
  },
};

const packings = new WeakMap<FeatureTable, readonly Uint32Array[]>();

/** Every row's bits, 32 to a word. */
export function packRows(table: FeatureTable): readonly Uint32Array[] {
  const known = packings.get(table);
  if (known) return known;
  const words = Math.ceil(table.bits.length / 32);
  const packed = Array.from({ length: table.rows }, () => new Uint32Array(words));
  for (const [i, { values }] of table.bits.entries()) {
    for (const [row, words] of packed.entries()) {
      if (values[row] === 1) words[i >> 5] = (words[i >> 5] as number) | (1 << (i & 31));
    }
  }
  packings.set(table, packed);
  return packed;
}

/** In how many bits two rows differ. */
export function distance(a: Uint32Array, b: Uint32Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) {
    let v = (a[i] as number) ^ (b[i] as number);
    v -= (v >>> 1) & 0x55555555;
    v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
    total += Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return total;
}

/** Each looks for another kind of difference: one plain mark, many weak ones, marks that go together, likeness. */
export const LEARNERS: readonly Learner[] = [
  bayes('best single bit', 1),
  bayes('naive Bayes', 64),
  boosted,
  logistic,
  nearest,
];

/** The natural logarithm of n!, Stirling's series (Abramowitz and Stegun 6.1.41). */
function logFactorial(n: number): number {
  if (n < 10) return Math.log([1, 1, 2, 6, 24, 120, 720, 5040, 40320, 362880][n] as number);
  const x = n + 1;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3);
}

/** Fisher's exact test, both sides: how often a bit dealt out by lot goes with the truth as much as this one. */
function chanceOf({ both, bit, truth, all }: Counts): number {
  const choose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);
  const [least, most] = [Math.max(0, bit + truth - all), Math.min(bit, truth)];
  const expected = (bit * truth) / all;
  let chance = 0;
  for (let k = least; k <= most; k++) {
    const isAsFar = both >= expected ? k >= both : k <= both;
    if (isAsFar) chance += Math.exp(choose(truth, k) + choose(all - truth, bit - k) - choose(all, bit));
  }
  return Math.min(1, 2 * chance);
}

/** The bit that goes with the truth most of all rows, and how often chance alone does so among as many bits (Bonferroni). */
export function scan(table: FeatureTable, truth: Uint8Array): { name: string; chance: number; nats: number } {
  const all = Array.from({ length: table.rows }, (_, row) => row);
  const best = bestBits(table, truth, all, 50)
    .map(({ bit: { name }, counts, tells }) => ({ name, chance: chanceOf(counts), tells }))
    .sort((a, b) => a.chance - b.chance)[0];
  if (best === undefined) return { name: 'nothing differs', chance: 1, nats: 0 };
  // Of two bits that hardly go together the mutual information is half of phi squared.
  return { name: best.name, chance: Math.min(1, best.chance * table.bits.length), nats: best.tells / 2 };
}
