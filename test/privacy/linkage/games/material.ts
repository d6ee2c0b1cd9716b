import { type Bytes, concat, type Epoch } from '@bauta/sdk/protocol';
import { findSharedWindows } from '../matchers/shared-windows.ts';
import type { Recorded } from '../world/transcripts.ts';

/** A world made ready for matchers: what each party has, and what of it stands in more than one place. */
export interface Material {
  readonly recorded: Recorded;
  /** Nats that speak for a visit and an entry of the issuer's, of the attester's, or another visit. */
  readonly shared: {
    visitAndMint(visit: number, mint: number): number;
    visitAndGrant(visit: number, grant: number): number;
    visits(a: number, b: number): number;
    /** Both have something in common with one entry of these parties. */
    bridged(a: number, b: number, parties: { readonly isIssuer: boolean; readonly isAttester: boolean }): number;
  };
  /** Entries of a person, as attester and issuer together know them. */
  readonly mintsOf: readonly (readonly number[])[];
  readonly grantsOf: readonly (readonly number[])[];
  /** Some visits with tokens of a week, always the same. */
  visitsOf(epoch: Epoch, count: number): readonly number[];
  /** Works something out once for this world. */
  remember(name: string, workOut: () => number): number;
}

/** A window in more than one of so many items is a public constant: a key's id stands in all tokens of a week. */
const PUBLIC = 8;

export function makeMaterial(recorded: Recorded): Material {
  const { attester, issuer, sites } = recorded.transcripts;
  const items: Bytes[] = [
    ...sites.map(({ sent }) => sent),
    ...issuer.map(({ at, keyId, sent, answered }, i) => concat(sent, answered, keyId, noted(at, i))),
    ...attester.map(({ at, sent, answered }, i) => concat(sent, answered, noted(at, i))),
  ];
  const [firstMint, firstGrant] = [sites.length, sites.length + issuer.length];
  const shared = findSharedWindows(items, Math.max(2, Math.floor(items.length / PUBLIC)));
  const known = new Map<string, number>();
  const near = new Map<number, ReadonlyMap<number, number>>();
  const neighbours = (visit: number): ReadonlyMap<number, number> => {
    const known = near.get(visit);
    if (known) return known;
    const parties = new Map([...shared.neighbours(visit)].filter(([item]) => item >= firstMint));
    near.set(visit, parties);
    return parties;
  };
  return {
    recorded,
    shared: {
      visitAndMint: (visit, mint) => shared.score(visit, firstMint + mint),
      visitAndGrant: (visit, grant) => shared.score(visit, firstGrant + grant),
      visits: (a, b) => shared.score(a, b),
      bridged(a, b, { isIssuer, isAttester }) {
        const others = neighbours(b);
        let best = 0;
        for (const [item, score] of neighbours(a)) {
          if (item < firstGrant ? isIssuer : isAttester) best = Math.max(best, Math.min(score, others.get(item) ?? 0));
        }
        return best;
      },
    },
    mintsOf: placesOf(recorded.truth.issuer, recorded.truth.people.length),
    grantsOf: placesOf(recorded.truth.attester, recorded.truth.people.length),
    visitsOf(epoch, count) {
      const all = sites.flatMap((visit, place) => (visit.epoch === epoch ? [place] : []));
      const stride = Math.max(1, Math.floor(all.length / count));
      return all.filter((_, i) => i % stride === 0).slice(0, count);
    },
    remember(name, workOut) {
      const value = known.get(name) ?? workOut();
      known.set(name, value);
      return value;
    },
  };
}

/** What a party writes beside an exchange: the time in milliseconds and the number of its entry, eight bytes each. */
const noted = (at: number, entry: number): Bytes => concat(eightBytes(entry), milliseconds(at));

/** The usual way to write a time down. @param at Unix seconds */
export const milliseconds = (at: number): Bytes => eightBytes(at * 1000);

export function eightBytes(value: number): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

function placesOf(people: readonly number[], count: number): number[][] {
  const places: number[][] = Array.from({ length: count }, () => []);
  for (const [place, person] of people.entries()) places[person]?.push(place);
  return places;
}
