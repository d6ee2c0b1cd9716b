/** A value of a fixed length for each visit, under the visits of either attester. */
export interface Samples {
  readonly first: readonly Uint8Array[];
  readonly second: readonly Uint8Array[];
}

/** What they say of samples; without a difference each bound is passed less than once in ten thousand times. */
export function tellApart(samples: Samples): { digits: number[]; isGuessed: boolean; isUnlikely: boolean } {
  return {
    digits: separatingDigits(samples),
    isGuessed: guessFromOneBit(samples) >= 0.85,
    isUnlikely: chanceOfDifference(samples) <= 2e-5,
  };
}

/** Hexadecimal digits have few values: forty visits show nearly all of them wherever chance is at work. */
const digitsOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The digits at which no value occurs with both: whoever looks there can tell one from the other each time. */
function separatingDigits({ first, second }: Samples): number[] {
  const [a, b] = [first.map(digitsOf), second.map(digitsOf)];
  const valuesAt = (texts: readonly string[], at: number): Set<string> => new Set(texts.map((text) => text[at] ?? ''));
  return [...(a[0] ?? '')].flatMap((_, at) => {
    const there = valuesAt(b, at);
    return [...valuesAt(a, at)].some((value) => there.has(value)) ? [] : [at];
  });
}

/** Of the visits at the even places, which one bit tells most of attesters; and how often it is right of the others. */
function guessFromOneBit({ first, second }: Samples): number {
  const part = <T>(all: readonly T[], rest: number): T[] => all.filter((_, i) => i % 2 === rest);
  const bit = (bytes: Uint8Array, at: number): number => ((bytes[at >> 3] ?? 0) >> (at & 7)) & 1;
  const rightOf = (a: readonly Uint8Array[], b: readonly Uint8Array[], at: number): number =>
    (a.filter((bytes) => bit(bytes, at) === 0).length + b.filter((bytes) => bit(bytes, at) === 1).length) /
    (a.length + b.length);
  const [seenFirst, seenSecond] = [part(first, 0), part(second, 0)];
  let best = { at: 0, right: 0.5 };
  for (let at = 0; at < (first[0]?.length ?? 0) * 8; at++) {
    const right = rightOf(seenFirst, seenSecond, at);
    if (Math.abs(right - 0.5) > Math.abs(best.right - 0.5)) best = { at, right };
  }
  const right = rightOf(part(first, 1), part(second, 1), best.at);
  return best.right >= 0.5 ? right : 1 - right;
}

/**
 * Permutation test on the sum of bytes: how often visits dealt out to two attesters by lot differ as much as these do.
 * @param rounds how often lots are drawn. @returns from 1 / (rounds + 1) to 1.
 */
function chanceOfDifference({ first, second }: Samples, rounds = 49_999): number {
  const all = [...first, ...second].map((bytes) => bytes.reduce((sum, byte) => sum + byte, 0));
  const total = all.reduce((sum, value) => sum + value, 0);
  // Of two groups with a fixed sum, the sum of one says how far their means lie apart.
  const expected = (total * first.length) / all.length;
  const distanceOf = (): number =>
    Math.abs(all.slice(0, first.length).reduce((sum, value) => sum + value, 0) - expected);
  const seen = distanceOf();
  let asFar = 1;
  for (let round = 0; round < rounds; round++) {
    for (let i = all.length - 1; i > 0; i--) {
      const j = Math.floor(Math.random() * (i + 1));
      [all[i], all[j]] = [all[j] as number, all[i] as number];
    }
    if (distanceOf() >= seen - 1e-9) asFar++;
  }
  return asFar / (rounds + 1);
}
