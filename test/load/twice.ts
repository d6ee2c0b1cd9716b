import type { RedeemTarget } from './redeeming.ts';
import type { Prepared } from './target.ts';
import type { Exchange, Lines } from './traffic.ts';

/** What came of tokens that two people showed at once, each at another process of the site, in plain JSON. */
export interface Twice {
  /** Tokens that were shown twice. */
  readonly tokens: number;
  /** Of those, how many let exactly one of the two in. */
  readonly once: number;
  /** Both. */
  readonly both: number;
  /** Neither. */
  readonly never: number;
  /** What the site said to those it refused, by its true code, and how often. */
  readonly refusals: Readonly<Record<string, number>>;
  /** Tokens that were shown once meanwhile, and how many of them were let in. */
  readonly others: { readonly asked: number; readonly admitted: number };
}

/** For each token that is shown twice, so many are shown once. */
const OTHERS = 3;
/** Tokens that go out together, and requests that are under way beside them. */
const TOGETHER = 16;

/** A site under load, where some tokens are shown by two people in the same moment. @param count of those tokens */
export async function presentTwice(target: RedeemTarget, count: number): Promise<Twice> {
  const { requests, isRight } = await target.prepare(OTHERS * count);
  const twins = await target.prepareTwins(count);
  const doors = target.openEach();
  const before = await target.refusals();
  const [wins, others] = await Promise.all([
    race(doors, twins, isRight),
    target.lines.pour(requests, TOGETHER).then(({ exchanges }) => countRight(exchanges, isRight)),
  ]);
  for (const door of doors) door.close();
  const how = (won: number): number => wins.filter((one) => one === won).length;
  return {
    ...{ tokens: wins.length, once: how(1), both: how(2), never: how(0) },
    refusals: subtract(await target.refusals(), before),
    others: { asked: requests.length, admitted: others },
  };
}

/** @returns for each token, how many of its requests were let in: the first goes to the first door, the second to the next. */
async function race(
  doors: readonly Lines[],
  twins: readonly (readonly Buffer[])[],
  isRight: Prepared['isRight'],
): Promise<readonly number[]> {
  const wins: number[] = [];
  for (let begun = 0; begun < twins.length; begun += TOGETHER) {
    const some = twins.slice(begun, begun + TOGETHER);
    const all = await Promise.all(
      doors.map((door, which) =>
        door.pour(
          some.map((requests) => requests[which] as Buffer),
          TOGETHER,
        ),
      ),
    );
    for (const i of some.keys()) {
      const answers = all.map(({ exchanges }) => exchanges[i] as Exchange);
      wins.push(await countRight(answers, isRight));
    }
  }
  return wins;
}

async function countRight(exchanges: readonly Exchange[], isRight: Prepared['isRight']): Promise<number> {
  let right = 0;
  for (const [i, { answer }] of exchanges.entries()) if (answer && (await isRight(i, answer))) right++;
  return right;
}

type Counts = Readonly<Record<string, number>>;

const subtract = (after: Counts, before: Counts): Counts =>
  Object.fromEntries(Object.entries(after).map(([code, count]) => [code, count - (before[code] ?? 0)]));
