import { distance, type Learner, packRows } from './classifiers.ts';
import { shuffled } from './people.ts';
import type { FeatureTable } from './transcript-features.ts';

/** How often a guess was right. */
export interface Score {
  readonly learner: string;
  readonly right: number;
  readonly of: number;
  /** What guessing blindly gets, from 0 to 1. */
  readonly chance: number;
}

export const accuracyOf = ({ right, of }: Score): number => right / of;

/** Wilson's score interval for a share. @param z deviations: 1.96 for 95 % */
export function wilson({ right, of }: Pick<Score, 'right' | 'of'>, z: number): readonly [low: number, high: number] {
  const p = right / of;
  const centre = (p + z ** 2 / (2 * of)) / (1 + z ** 2 / of);
  const half = (z / (1 + z ** 2 / of)) * Math.sqrt((p * (1 - p)) / of + z ** 2 / (4 * of ** 2));
  return [centre - half, centre + half];
}

/** Both halves of the rows, with as many of each class in either. */
function halve(classes: readonly number[]): readonly [number[], number[]] {
  const halves: [number[], number[]] = [[], []];
  for (const one of new Set(classes)) {
    const rows = shuffled(classes.flatMap((value, row) => (value === one ? [row] : [])));
    for (const [i, row] of rows.entries()) halves[i % 2 === 0 ? 0 : 1].push(row);
  }
  return halves;
}

/** Guesses the class of each row of `test` from what stands in `train`. */
function countRight(
  learner: Learner,
  table: FeatureTable,
  classes: readonly number[],
  [train, test]: readonly [readonly number[], readonly number[]],
): number {
  const names = [...new Set(classes)].sort();
  const truthOf = (one: number): Uint8Array => Uint8Array.from(classes, (value) => (value === one ? 1 : 0));
  // Of two classes one is enough: a no is a yes to the other.
  const asked = names.length === 2 ? names.slice(0, 1) : names;
  const says = asked.map((one) => learner.learn(table, truthOf(one), train));
  return test.filter((row) => {
    const said = says.map((say) => say(row));
    const guess = said.length === 1 ? names[(said[0] as number) > 0 ? 0 : 1] : names[said.indexOf(Math.max(...said))];
    return guess === classes[row];
  }).length;
}

/** Learns from one half of the rows and is tested on the other. */
export function play(learner: Learner, table: FeatureTable, classes: readonly number[]): Score {
  // Not the other way round as well: neighbours are neighbours of each other, and luck would count twice.
  const [train, test] = halve(classes);
  const right = countRight(learner, table, classes, [train, test]);
  return { learner: learner.name, right, of: test.length, chance: 1 / new Set(classes).size };
}

/** Learns from the first `known` rows and is tested on those that came later. */
export function playAgain(learner: Learner, table: FeatureTable, classes: readonly number[], known: number): Score {
  const rows = classes.map((_, row) => row);
  const right = countRight(learner, table, classes, [rows.slice(0, known), rows.slice(known)]);
  return { learner: learner.name, right, of: rows.length - known, chance: 1 / new Set(classes).size };
}

/**
 * Two redemptions: are they of one class? The area under the curve of whoever says yes to the two that are more alike:
 * 0.5 is chance. @param labels the classes of all rows, more than once @returns an area for each of them
 */
export function pairing(table: FeatureTable, labels: readonly (readonly number[])[]): number[] {
  const packed = packRows(table);
  const counts = labels.map(() => ({ same: new Map<number, number>(), different: new Map<number, number>() }));
  for (let a = 0; a < table.rows; a++) {
    for (let b = a + 1; b < table.rows; b++) {
      const away = distance(packed[a] as Uint32Array, packed[b] as Uint32Array);
      for (const [i, classes] of labels.entries()) {
        const { same, different } = counts[i] as (typeof counts)[number];
        const side = classes[a] === classes[b] ? same : different;
        side.set(away, (side.get(away) ?? 0) + 1);
      }
    }
  }
  return counts.map(({ same, different }) => areaOf(same, different));
}

/** How often one of `nearer` is less than one of `farther`; equal ones count half. */
function areaOf(nearer: ReadonlyMap<number, number>, farther: ReadonlyMap<number, number>): number {
  const total = (counts: ReadonlyMap<number, number>): number => [...counts.values()].reduce((sum, n) => sum + n, 0);
  let [won, farSoFar] = [0, 0];
  for (const away of [...new Set([...nearer.keys(), ...farther.keys()])].sort((a, b) => b - a)) {
    const [near, far] = [nearer.get(away) ?? 0, farther.get(away) ?? 0];
    won += near * (farSoFar + far / 2);
    farSoFar += far;
  }
  return won / (total(nearer) * total(farther));
}
