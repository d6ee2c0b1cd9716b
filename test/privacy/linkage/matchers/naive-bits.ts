import type { Bytes } from '@bauta/sdk/protocol';

/** What each bit of a message says for each class; as plain JSON it can be kept. */
export interface BitRule {
  readonly classes: readonly string[];
  /** The bits that tell most. */
  readonly bits: readonly { readonly at: number; readonly clear: readonly number[]; readonly set: readonly number[] }[];
}

/** A message to learn from: its bytes, what it is of, and whose. */
export interface Example {
  readonly row: Bytes;
  readonly className: string;
  readonly person: number;
}

const BITS_KEPT = 64;

/**
 * Naive Bayes over the bits that tell most of the classes. Nobody tells it which bits mean something.
 *
 * What one person sends may repeat itself: the grant stands behind each of a batch's tokens. Such a bit was seen once for
 * all of them, so it counts for as much less as its counts go up and down with people more than chance would make them.
 * @param examples their rows of any length; what is missing is zero
 */
export function learnBits(examples: readonly Example[]): BitRule {
  const names = [...new Set(examples.map(({ className }) => className))].sort();
  const length = Math.max(...examples.map(({ row }) => row.length)) * 8;
  const groups = names.map((name) => byPerson(examples, name, length));
  const totals = groups.map((people) => people.reduce((sum, { rows }) => sum + rows, 0));
  const bits = Array.from({ length }, (_, at) => {
    const shares = groups.map((people, c) => (countAt(people, at) + 0.5) / ((totals[c] as number) + 1));
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    const tells = shares.reduce((sum, share, c) => {
      return sum + ((totals[c] as number) * (share - mean) ** 2) / Math.max(mean * (1 - mean), 1e-9);
    }, 0);
    const worth = 1 / repetition(groups, shares, at);
    const nats = (share: number): number => worth * Math.log(share);
    return { at, tells: worth * tells, set: shares.map(nats), clear: shares.map((share) => nats(1 - share)) };
  });
  const best = bits.sort((a, b) => b.tells - a.tells).slice(0, BITS_KEPT);
  return { classes: names, bits: best.map(({ at, set, clear }) => ({ at, set, clear })) };
}

/** The messages of one class and person: how many there are, and in how many each bit is set. */
interface Group {
  readonly rows: number;
  readonly ones: Uint16Array;
}

function byPerson(examples: readonly Example[], name: string, length: number): readonly Group[] {
  const people = new Map<number, { rows: number; ones: Uint16Array }>();
  for (const { row, className, person } of examples) {
    if (className !== name) continue;
    const group = people.get(person) ?? { rows: 0, ones: new Uint16Array(length) };
    people.set(person, group);
    group.rows++;
    for (let at = 0; at < row.length * 8; at++) {
      if (bitOf(row, at)) group.ones[at] = (group.ones[at] as number) + 1;
    }
  }
  return [...people.values()];
}

const countAt = (people: readonly Group[], at: number): number =>
  people.reduce((sum, { ones }) => sum + (ones[at] as number), 0);

/** How many times more a bit's counts vary among people than if each message were drawn for itself: 1 at least. */
function repetition(classes: readonly (readonly Group[])[], shares: readonly number[], at: number): number {
  let [found, usual] = [0, 0];
  for (const [c, people] of classes.entries()) {
    const share = shares[c] as number;
    for (const { rows, ones } of people) {
      found += ((ones[at] as number) - share * rows) ** 2;
      usual += rows * share * (1 - share);
    }
  }
  return Math.max(1, found / usual);
}

/** How much speaks for this class rather than that one. */
export function compareClasses({ classes, bits }: BitRule, row: Bytes, one: string, other: string): number {
  const [a, b] = [classes.indexOf(one), classes.indexOf(other)];
  if (a < 0 || b < 0) return 0;
  let sum = 0;
  for (const { at, set, clear } of bits) {
    const says = bitOf(row, at) ? set : clear;
    sum += (says[a] as number) - (says[b] as number);
  }
  return sum;
}

const bitOf = (row: Bytes, at: number): number => ((row[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
