// A process that lives through worlds and plays games on them, so that both cores are used.

import { chanceOf } from '../../../figures/chance.ts';
import { answerParent } from '../../../programs/child.ts';
import { makeMaterial } from '../games/material.ts';
import {
  type Asked,
  learnAgeRule,
  playAccountByTime,
  playVisitByWeek,
  type TimingTally,
} from '../games/timing-games.ts';
import { type GameTally, learnRules, playValueGames, type Rules } from '../games/value-games.ts';
import { MUTANTS } from '../mutants/mutants.ts';
import type { Ways } from '../world/person.ts';
import { HONEST, type WorldPorts } from '../world/ports.ts';
import { runWorld } from '../world/run-world.ts';

/** A world to live through. */
export interface WorldPlan {
  readonly seed: number;
  readonly people: number;
  readonly weeks: number;
  readonly ways: Partial<Ways>;
}

/** In how many visits one is asked about among many candidates: a tenth would do, and takes ten times as long. */
const MANY_SHARE = 1 / 25;

const portsOf = (mutant: string | undefined): WorldPorts => {
  if (mutant === undefined) return HONEST;
  const found = MUTANTS.find(({ name }) => name === mutant);
  if (!found) throw new TypeError('no such mutant');
  return found.open();
};

/** Lives through a world, and learns what it can from knowing who was who. */
async function learn(plan: WorldPlan): Promise<Rules> {
  return learnRules(makeMaterial(await runWorld(plan)), chanceOf(plan.seed));
}

/** Plays the value games on the real world. @param many candidates in the second kind of trial */
async function play(plan: WorldPlan, rules: Rules, many: number): Promise<readonly GameTally[]> {
  const material = makeMaterial(await runWorld(plan));
  const draws = [{ options: 2, share: 1 }, ...(many > 2 ? [{ options: many, share: MANY_SHARE }] : [])];
  return playValueGames(material, rules, chanceOf(plan.seed + 1), draws);
}

/** Learns on one world of a mutant and plays on another one, whose keys are the same. */
async function playMutant(mutant: string, [first, second]: readonly [WorldPlan, WorldPlan]) {
  const ports = portsOf(mutant);
  const rules = learnRules(makeMaterial(await runWorld({ ...first, ports })), chanceOf(first.seed));
  const material = makeMaterial(await runWorld({ ...second, ports }));
  return playValueGames(material, rules, chanceOf(second.seed), [{ options: 2, share: 1 }]);
}

/** The timing games, learned on one world without weight and played on another. */
async function playTimes(
  mutant: string | undefined,
  [first, second]: readonly [WorldPlan, WorldPlan],
  asked: Asked,
): Promise<{ readonly account: TimingTally; readonly week: TimingTally }> {
  const ports = portsOf(mutant);
  const rule = learnAgeRule(await runWorld({ ...first, ports, isWeightless: true }), chanceOf(first.seed), asked);
  const world = await runWorld({ ...second, ports, isWeightless: true });
  return {
    account: playAccountByTime(world, rule, chanceOf(second.seed), { asked }),
    week: playVisitByWeek(world, chanceOf(second.seed + 1)),
  };
}

const methods = { learn, play, playMutant, playTimes };
/** What this process can be asked. */
export type WorldProcess = typeof methods;
answerParent(methods, () => {});
