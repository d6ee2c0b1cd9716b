import type { MarkIndex } from './marks.ts';
import type { Datum } from './policy/data.ts';
import type { Party, Place } from './policy/parties.ts';

/** Bytes that somebody has, and where they were taken from. */
export interface Haystack {
  readonly party: Party;
  readonly place: Place;
  /** For whoever looks into a find: which file, which request. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A datum that was found in a cell. */
export interface Sighting {
  readonly datum: Datum;
  readonly party: Party;
  readonly place: Place;
  readonly form: string;
  readonly isHashed: boolean;
  /** The first haystacks it was found in, at most three. */
  readonly in: readonly string[];
}

/** What the search went through. */
export interface Searched {
  readonly sightings: readonly Sighting[];
  readonly needles: number;
  readonly haystacks: number;
  readonly bytes: number;
  /** By `party place`. */
  readonly bytesOf: Readonly<Record<string, number>>;
}

const EXAMPLES = 3;

/** Looks for every mark in every haystack. */
export function searchAll(index: MarkIndex, haystacks: readonly Haystack[]): Searched {
  const sightings = new Map<string, Sighting & { in: string[] }>();
  const bytesOf: Record<string, number> = {};
  let bytes = 0;
  for (const { party, place, name, bytes: hay } of haystacks) {
    bytes += hay.length;
    const at = `${party} ${place}`;
    bytesOf[at] = (bytesOf[at] ?? 0) + hay.length;
    for (const { datum, form, isHashed } of index.find(hay)) {
      const key = [datum, party, place, form].join('|');
      const before = sightings.get(key);
      if (!before) sightings.set(key, { datum, party, place, form, isHashed, in: [name] });
      else if (before.in.length < EXAMPLES && !before.in.includes(name)) before.in.push(name);
    }
  }
  return { sightings: [...sightings.values()], needles: index.needles, haystacks: haystacks.length, bytes, bytesOf };
}
