/** Of which build something is: of the last release, or of this tree. */
export const SIDES = ['former', 'today'] as const;
export type Side = (typeof SIDES)[number];
export type Pair = Readonly<Record<'wallet' | 'rooms' | 'site', Side>>;

/** What is tried with each pair. `stock`: the wallet of the other build goes on with the tokens that this one kept. */
export const ACTS = [
  'directories',
  'description',
  'enrol and mint',
  'redeem',
  'session',
  'spent twice',
  'stock',
] as const;
export type Act = (typeof ACTS)[number];

const pair = (wallet: Side, rooms: Side, site: Side): Pair => ({ wallet, rooms, site });

/** All that meet while one party after the other goes on to a new version, and the two that never changed. */
export const PAIRS: readonly Pair[] = [
  pair('former', 'former', 'former'),
  pair('former', 'today', 'former'),
  pair('former', 'former', 'today'),
  pair('former', 'today', 'today'),
  pair('today', 'former', 'former'),
  pair('today', 'today', 'former'),
  pair('today', 'former', 'today'),
  pair('today', 'today', 'today'),
];

/** What came of a pair: for each act nothing, or what was wrong. */
export interface PairOutcome {
  readonly pair: Pair;
  readonly faults: Readonly<Record<Act, string>>;
}
