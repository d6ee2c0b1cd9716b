import type { Run } from '../../../figures/command.ts';
import { addTallies, NO_TRIALS } from '../games/tally.ts';
import type { GameTally, Rules } from '../games/value-games.ts';
import { MUTANTS } from '../mutants/mutants.ts';
import type { Processes } from './processes.ts';
import type { WorldPlan } from './world-process.ts';

/** How large the value games are. */
export interface ValueScale {
  readonly people: number;
  readonly weeks: number;
  /** Trials of each two-way game, at least. */
  readonly trials: number;
  /** Candidates of the others. */
  readonly many: number;
  readonly mutantPeople: number;
}

/** 4 × 10^5 rather than 2 × 10^5: an interval that holds for all games at once is wider than that of one. */
export const FULL: ValueScale = { people: 120, weeks: 2, trials: 400_000, many: 100, mutantPeople: 24 };
export const QUICK: ValueScale = { people: 16, weeks: 1, trials: 1000, many: 8, mutantPeople: 10 };

/** Who visits so much that nearly every token is used: what was minted for nothing would only take time. */
const BUSY = { visitsAWeek: [56, 84], impatient: 1, greedy: 1 } as const;

export interface ValueFigures {
  readonly games: readonly GameTally[];
  readonly people: number;
  readonly mutants: readonly { readonly name: string; readonly games: readonly GameTally[] }[];
}

/** Lives through worlds until there are trials enough, then through those of the mutants. */
export async function playValues(run: Run, processes: Processes, scale: ValueScale): Promise<ValueFigures> {
  const plan = (number: number, people: number): WorldPlan => ({
    ...{ seed: (run.seed + 7919 * number) % 2 ** 31, people, weeks: scale.weeks, ways: BUSY },
  });
  const rules: Rules = await run.part('values: a world to learn from', () =>
    processes.ask('learn', plan(0, scale.people)),
  );
  let games: readonly GameTally[] = [];
  let worlds = 0;
  await processes.inLanes(async () => {
    while (fewestTrials(games) < scale.trials) {
      const number = ++worlds;
      const played = await run.part(`values: world ${number}`, () =>
        processes.ask('play', plan(number, scale.people), rules, scale.many),
      );
      games = games.length === 0 ? played : addGames(games, played);
      run.progress('values', fewestTrials(games) / scale.trials);
    }
  });
  const names = MUTANTS.filter(({ by }) => by === 'values').map(({ name }) => name);
  const mutants: { name: string; games: readonly GameTally[] }[] = [];
  await processes.inLanes(async () => {
    for (let name = names.shift(); name !== undefined; name = names.shift()) {
      const mutant = name;
      const pair = [plan(1, scale.mutantPeople), plan(2, scale.mutantPeople)] as const;
      const small = pair.map((one) => ({ ...one, weeks: 1 })) as unknown as readonly [WorldPlan, WorldPlan];
      const played = await run.part(`values: mutant, ${mutant}`, () => processes.ask('playMutant', mutant, small));
      mutants.push({ name: mutant, games: played });
    }
  });
  return { games, people: worlds * scale.people, mutants };
}

const fewestTrials = (games: readonly GameTally[]): number =>
  games.length === 0 ? 0 : Math.min(...games.filter(({ options }) => options === 2).map(({ tally }) => tally.trials));

/** Both have the same games in the same order. */
function addGames(a: readonly GameTally[], b: readonly GameTally[]): GameTally[] {
  return a.map((game, i) => ({ ...game, tally: addTallies(game.tally, b[i]?.tally ?? NO_TRIALS) }));
}
