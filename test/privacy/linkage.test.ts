import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openProcesses, type Processes } from './linkage/campaign/processes.ts';
import { deviationsFor, estimateOf } from './linkage/games/tally.ts';
import type { GameTally } from './linkage/games/value-games.ts';

const SEED = 20_261_123;
const world = (number: number, people: number) => ({
  ...{ seed: SEED + number, people, weeks: 1 },
  ways: { visitsAWeek: [28, 42], impatient: 1, greedy: 1 } as const,
});

let processes: Processes;
beforeAll(async () => {
  processes = await openProcesses(2);
}, 90_000);
afterAll(() => processes.close());

const shareOf = ({ tally }: GameTally): number => tally.right / tally.trials;

describe('the linkage game, in small', () => {
  it('is won by nobody on the system as it is', { timeout: 180_000 }, async () => {
    const rules = await processes.ask('learn', world(0, 8));
    const games = await processes.ask('play', world(1, 8), rules, 4);
    expect(games.length).toBe(2 * 2 * 9 + 4);
    // The seed draws habits and trials; keys and blinding are the machine's own, so even luck must stay inside.
    const z = deviationsFor(games.length * 1000);
    for (const game of games) {
      expect(game.tally.trials).toBeGreaterThan(0);
      expect([game, estimateOf(game.tally, z).low <= 1 / game.options]).toEqual([game, true]);
    }
  });

  it.each([
    ['stable holder key', 'b'],
    ['method in key', 'd'],
  ])('is won against a mutant: %s', { timeout: 180_000 }, async (mutant, id) => {
    const games = await processes.ask('playMutant', mutant, [world(2, 6), world(3, 6)]);
    const best = Math.max(...games.filter(({ game }) => game === id).map(shareOf));
    expect(2 * best - 1).toBeGreaterThan(0.9);
  });

  it('is won by times where visits are fetched when a site asks, and only there', { timeout: 120_000 }, async () => {
    const usual = { seed: SEED, people: 60, weeks: 2, ways: {} };
    const worlds = [usual, { ...usual, seed: SEED + 1 }] as const;
    const [asItIs, onDemand] = await Promise.all([
      processes.ask('playTimes', undefined, worlds, 'all'),
      processes.ask('playTimes', 'on-demand minting', worlds, 'all'),
    ]);
    expect(onDemand.account.tally.right / onDemand.account.tally.trials).toBeGreaterThan(0.9);
    const { low } = estimateOf(asItIs.account.tally, deviationsFor(1000));
    expect(low).toBeLessThan(asItIs.account.byLot);
  });
});
