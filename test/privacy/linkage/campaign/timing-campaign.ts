import type { Run } from '../../../figures/command.ts';
import type { TimingTally } from '../games/timing-games.ts';
import { MUTANTS } from '../mutants/mutants.ts';
import type { Ways } from '../world/person.ts';
import type { Processes } from './processes.ts';
import type { WorldPlan } from './world-process.ts';

export interface TimingScale {
  readonly people: number;
  readonly weeks: number;
  /** Seconds from enrolment to the first visit, about. */
  readonly waits: readonly number[];
  readonly crowds: readonly number[];
}

const [MINUTE, HOUR, DAY] = [60, 3600, 24 * 3600];

export const FULL_TIMES: TimingScale = {
  people: 1000,
  weeks: 4,
  waits: [MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, DAY, 3 * DAY],
  crowds: [10, 30, 100, 300, 1000, 3000],
};
export const QUICK_TIMES: TimingScale = {
  people: 400,
  weeks: 3,
  waits: [MINUTE, HOUR, DAY],
  crowds: [10, 100, 300],
};

/** One who visits seldom and one who does so daily: what the order of tokens tells depends on it. */
const MIXED = { visitsAWeek: [2, 40] } as const;

export interface TimingFigures {
  readonly policies: readonly { readonly name: string; readonly account: TimingTally; readonly week: TimingTally }[];
  /** Of first visits, by the seconds since enrolment. */
  readonly byWait: readonly { readonly wait: number; readonly account: TimingTally }[];
  /** Of first visits an hour after enrolment, and of all visits of usual people, by how many there are. */
  readonly byCrowd: readonly { readonly crowd: number; readonly first: TimingTally; readonly all: TimingTally }[];
}

export async function playTimes(run: Run, processes: Processes, scale: TimingScale): Promise<TimingFigures> {
  let number = 0;
  /** Two worlds, one to learn from. */
  const pair = (people: number, weeks: number, ways: Partial<Ways>): readonly [WorldPlan, WorldPlan] => {
    const plan = (): WorldPlan => ({ seed: (run.seed + 104_729 * ++number) % 2 ** 31, people, weeks, ways });
    return [plan(), plan()];
  };
  const names = [undefined, ...MUTANTS.filter(({ by }) => by === 'times').map(({ name }) => name)];
  const first = (people: number, wait: number) =>
    // Who comes within the hour had to insist; nobody comes a second time in such a world.
    pair(people, 2, { firstVisitAfter: wait, impatient: wait < 2 * HOUR ? 1 : 0, visitsAWeek: [0, 0] });
  // Asked for all at once: whichever process is free takes the next.
  const policies = names.map((mutant) => {
    const [usual, mixed] = [pair(scale.people, scale.weeks, {}), pair(scale.people, scale.weeks, MIXED)];
    return run.part(`times: ${mutant ?? 'as it is'}`, async () => ({
      name: mutant ?? 'as it is',
      account: (await processes.ask('playTimes', mutant, usual, 'all')).account,
      week: (await processes.ask('playTimes', mutant, mixed, 'all')).week,
    }));
  });
  const byWait = scale.waits.map((wait) => {
    const worlds = first(scale.people, wait);
    return run.part(`times: a first visit after ${wait} s`, async () => ({
      wait,
      account: (await processes.ask('playTimes', undefined, worlds, 'first')).account,
    }));
  });
  const byCrowd = scale.crowds.map((crowd) => {
    const [firsts, usual] = [first(crowd, HOUR), pair(crowd, 2, {})];
    return run.part(`times: ${crowd} people`, async () => ({
      crowd,
      first: (await processes.ask('playTimes', undefined, firsts, 'first')).account,
      all: (await processes.ask('playTimes', undefined, usual, 'all')).account,
    }));
  });
  return {
    policies: await Promise.all(policies),
    byWait: await Promise.all(byWait),
    byCrowd: await Promise.all(byCrowd),
  };
}
