import type { Sighting } from '../observe.ts';
import type { Datum } from '../policy/data.ts';
import type { Party, Place } from '../policy/parties.ts';
import { type Allowance, cells, ruleOf } from '../policy/policy.ts';

/**
 * `breach`: found where it must not be. `missing`: not found where it is certain to be, so the search or the journey
 * is broken.
 */
export type Verdict = 'found' | 'absent' | 'clean' | 'breach' | 'missing';

/** One cell of the canary table. */
export interface Cell {
  readonly datum: Datum;
  readonly party: Party;
  readonly place: Place;
  readonly allowance: Allowance;
  readonly reason: string;
  readonly verdict: Verdict;
  /** Forms that it was found in, and the first places. */
  readonly forms: readonly string[];
  readonly in: readonly string[];
}

/** Every datum at every party. */
export function judge(sightings: readonly Sighting[]): Cell[] {
  return [...cells()].map(({ datum, party, place }) => {
    const { allowance, reason } = ruleOf(datum, party, place);
    const here = sightings.filter((one) => one.datum === datum && one.party === party && one.place === place);
    const wrong = allowance === 'not' ? here : allowance === 'hash' ? here.filter(({ isHashed }) => !isHashed) : [];
    const verdict: Verdict =
      wrong.length > 0
        ? 'breach'
        : here.length > 0
          ? 'found'
          : allowance === 'must'
            ? 'missing'
            : allowance === 'not'
              ? 'clean'
              : 'absent';
    const told = verdict === 'breach' ? wrong : here;
    return {
      ...{ datum, party, place, allowance, reason, verdict },
      forms: [...new Set(told.map(({ form }) => form))],
      in: [...new Set(told.flatMap((one) => one.in))].slice(0, 3),
    };
  });
}
