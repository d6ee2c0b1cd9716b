import type { Datum } from './policy/data.ts';
import { indexNeedles, type NeedleIndex } from './search/needle-index.ts';
import { SHORTEST, type Spelling, spellingsOf } from './search/spellings.ts';

/** One value of one datum, as it was at one person's. */
export interface Mark {
  readonly datum: Datum;
  readonly value: Uint8Array | string;
}

/** A spelling of a mark that occurred. */
export interface Found {
  readonly datum: Datum;
  readonly form: string;
  readonly isHashed: boolean;
}

/** Everything that is looked for. */
export interface Marks {
  /** Values below eight bytes are an error: they would be found by accident. */
  keep(datum: Datum, ...values: (Uint8Array | string)[]): void;
  /** How many values of each datum. */
  count(datum: Datum): number;
  /** How many values in all. */
  readonly size: number;
  /** Builds the search once for all that was kept. */
  index(): MarkIndex;
}

export interface MarkIndex {
  /** How many spellings are looked for. */
  readonly needles: number;
  find(haystack: Uint8Array): Found[];
}

export function createMarks(): Marks {
  const marks = new Map<string, Mark>();
  return {
    keep(datum, ...values) {
      for (const value of values) {
        if (Buffer.byteLength(value as string) < SHORTEST) throw new TypeError(`too short for a mark: ${datum}`);
        marks.set(`${datum} ${Buffer.from(value as string).toString('latin1')}`, { datum, value });
      }
    },
    count: (datum) => [...marks.values()].filter((mark) => mark.datum === datum).length,
    get size() {
      return marks.size;
    },
    index() {
      const needles: (Spelling & { readonly datum: Datum })[] = [];
      for (const { datum, value } of marks.values()) {
        for (const spelling of spellingsOf(value)) needles.push({ ...spelling, datum });
      }
      const index: NeedleIndex = indexNeedles(needles);
      return {
        needles: index.size,
        find(haystack) {
          const found = new Map<string, Found>();
          for (const at of index.find(haystack)) {
            const { datum, form, isHashed } = needles[at] as (typeof needles)[number];
            found.set(`${datum} ${form}`, { datum, form, isHashed });
          }
          return [...found.values()];
        },
      };
    },
  };
}
