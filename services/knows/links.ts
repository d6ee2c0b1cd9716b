import type { Octets } from './octets.ts';
import type { FoundString } from './strings.ts';

/** So many bytes in a row are no accident: chance repeats 16 bytes once in 10^38. */
const RUN = 16;

/** What one room received, prepared for the search. */
export interface Searchable<R extends string> {
  readonly room: R;
  readonly strings: readonly FoundString[];
  readonly readings: ReadonlySet<Octets>;
  /** How many bytes it received. */
  readonly bytes: number;
}

/** A string of one room that stands, in whole or with 16 bytes in a row, among what the other received. */
export interface Common<R extends string> extends FoundString {
  readonly from: R;
}

/** What two rooms hold in common, and how much was searched for it. */
export interface Pair<R extends string> {
  readonly rooms: readonly [R, R];
  /** How many different strings of the first were searched in the second, and of the second in the first. */
  readonly strings: readonly [number, number];
  /** How many bytes the first and the second received. */
  readonly bytes: readonly [number, number];
  readonly common: readonly Common<R>[];
}

/** Looks for every string of each room in everything that each other room received. */
export function findLinks<R extends string>(rooms: readonly Searchable<R>[]): readonly Pair<R>[] {
  const different = new Map(rooms.map(({ room, strings }) => [room, withoutDoubles(strings)]));
  const owners = new Map<string, Common<R>[]>();
  for (const [from, strings] of different) {
    for (const string of strings) {
      const common = { ...string, from };
      for (const run of runsOf(string.octets)) {
        const known = owners.get(run);
        if (known === undefined) owners.set(run, [common]);
        else if (known.at(-1) !== common) known.push(common);
      }
    }
  }
  const found = new Map(rooms.map(({ room, readings }) => [room, search(readings, owners)]));

  return rooms.flatMap((first, i) =>
    rooms.slice(i + 1).map((second): Pair<R> => {
      const of = (from: R, other: R) => [...(found.get(other) ?? [])].filter((common) => common.from === from);
      const there = of(first.room, second.room);
      const names = new Set(there.map(({ octets }) => octets));
      const back = of(second.room, first.room).filter(({ octets }) => !names.has(octets));
      return {
        rooms: [first.room, second.room],
        strings: [different.get(first.room)?.length ?? 0, different.get(second.room)?.length ?? 0],
        bytes: [first.bytes, second.bytes],
        common: [...there, ...back],
      };
    }),
  );
}

function withoutDoubles(strings: readonly FoundString[]): readonly FoundString[] {
  return [...new Map(strings.map((string) => [string.octets, string])).values()];
}

/** Every 16 bytes in a row that are somebody's: neither words nor filling. */
function* runsOf(octets: Octets): Generator<string> {
  for (let at = 0; at + RUN <= octets.length; at++) {
    const run = octets.slice(at, at + RUN);
    if (!/^[\t\n\r\x20-\x7e]*$/.test(run) && new Set(run).size > 5) yield run;
  }
}

function search<R extends string>(
  readings: ReadonlySet<Octets>,
  owners: ReadonlyMap<string, readonly Common<R>[]>,
): ReadonlySet<Common<R>> {
  const found = new Set<Common<R>>();
  for (const reading of readings) {
    for (let at = 0; at + RUN <= reading.length; at++) {
      for (const common of owners.get(reading.slice(at, at + RUN)) ?? []) found.add(common);
    }
  }
  return found;
}
