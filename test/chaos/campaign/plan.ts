import { chanceOf } from '../../figures/chance.ts';
import { type Fault, GROUNDS, type GroundName } from '../faults/fault.ts';

/** Faults that one ground goes through, one after the other. */
export interface Unit {
  readonly name: string;
  readonly ground: GroundName;
  readonly kinds: readonly string[];
  /** For what is drawn in it. */
  readonly seed: number;
}

/** Faults of a unit, and how many units each ground has in the long run. */
const SIZE = 25;
const UNITS: { readonly [G in GroundName]: number } = {
  'site on SQLite': 8,
  'site on Redis': 5,
  'site on Sentinel': 1,
  'site across a network': 2,
  rooms: 6,
};
/** Faults of each kind on each ground in the short run. */
const QUICK = 1;
/** In the short run, where time is dear, of kinds that take little. */
const QUICK_MORE = ['kill', 'torn-restart', 'stop-continue'];

/** @param faults those that are possible here. */
export function planUnits(faults: readonly Fault[], isQuick: boolean, seed: number): readonly Unit[] {
  const chance = chanceOf(seed);
  return GROUNDS.flatMap((ground) => {
    const kinds = faults.filter(({ grounds }) => grounds.includes(ground)).map(({ kind }) => kind);
    if (kinds.length === 0) return [];
    return Array.from({ length: isQuick ? 1 : UNITS[ground] }, (_, i) => ({
      name: `${ground} ${i + 1}`,
      ground,
      kinds: isQuick ? kinds.flatMap(quickly) : shuffle(fill(kinds, SIZE), chance.between),
      seed: chance.between(1, 2 ** 31 - 1),
    }));
  });
}

const quickly = (kind: string): readonly string[] =>
  Array.from({ length: QUICK_MORE.includes(kind) ? 2 * QUICK : QUICK }, () => kind);

/** Each as often as the others, as far as that goes. */
const fill = (kinds: readonly string[], count: number): string[] =>
  Array.from({ length: count }, (_, i) => kinds[i % kinds.length] as string);

function shuffle<T>(list: T[], between: (from: number, to: number) => number): T[] {
  for (let i = list.length - 1; i > 0; i--) {
    const j = between(0, i);
    [list[i], list[j]] = [list[j] as T, list[i] as T];
  }
  return list;
}
