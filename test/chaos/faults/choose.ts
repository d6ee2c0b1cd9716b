import type { Chance } from '../../figures/chance.ts';
import type { Mortal } from '../campaign/mortal.ts';

/** One of them, mostly; now and then all. */
export function chooseVictims(from: readonly Mortal[], chance: Chance): readonly Mortal[] {
  return chance.once(4) ? from : [chance.pick(from)];
}

export const namesOf = (victims: readonly Mortal[]): string => victims.map(({ name }) => name).join(', ');
