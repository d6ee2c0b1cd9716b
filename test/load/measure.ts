import { availableParallelism } from 'node:os';
import { drawsOf } from '../figures/chance.ts';
import type { Run } from '../figures/command.ts';
import { openBareLoops } from './bare-loops.ts';
import { BARE, type Measured, measureTarget, OPENSSL } from './measure-target.ts';
import { type MemoryCurve, watchMemory } from './memory.ts';
import { openMinting } from './minting.ts';
import { signaturesOn } from './openssl-multi.ts';
import type { Plan } from './plan.ts';
import { openRedeeming } from './redeeming.ts';
import type { Target } from './target.ts';
import { presentTwice, type Twice } from './twice.ts';

/** A load that a small machine carries all day, in requests a second, while the next ones are made beside it. */
export const STEADY = { minting: 12, redemption: 150 };

/** What a run measured. */
export interface Figures {
  readonly cores: number;
  readonly minting: Measured;
  readonly redemption: Measured;
  readonly twice: Twice;
  readonly memory: { readonly issuer: MemoryCurve; readonly site: MemoryCurve };
}

/** All of it, a part at a time: nothing else is to run meanwhile. */
export async function measure(run: Pick<Run, 'part' | 'progress' | 'seed'>, plan: Plan): Promise<Figures> {
  const { part, progress, seed } = run;
  const cores = availableParallelism();
  const minting = await part('minting', () => measureMinting(plan, cores, drawsOf(seed), progress));
  const redemption = await part('redemption', () => measureRedemption(plan, cores, drawsOf(seed + 1), progress));
  const twice = await part('twice', () => measureTwice(plan, progress));
  const memory = await part('memory', async () => {
    const { minutes } = plan;
    const [issuer, site] = await Promise.all([
      watchOne(openMinting, { rate: STEADY.minting, minutes }, seed + 2, (share) => progress('memory', share)),
      watchOne(openRedeeming, { rate: STEADY.redemption, minutes }, seed + 3, () => {}),
    ]);
    return { issuer, site };
  });
  return { cores, minting, redemption, twice, memory };
}

async function measureTwice({ twice }: Plan, tell: Run['progress']): Promise<Twice> {
  tell('tokens shown twice at once');
  const target = await openRedeeming();
  return presentTwice(target, twice).finally(target.close);
}

async function watchOne(
  open: () => Promise<Target>,
  span: { readonly rate: number; readonly minutes: number },
  seed: number,
  tell: (share: number) => void,
): Promise<MemoryCurve> {
  const target = await open();
  return watchMemory(target, span, drawsOf(seed), tell).finally(target.close);
}

type Tell = Run['progress'];

async function measureMinting(plan: Plan, cores: number, random: () => number, tell: Tell): Promise<Measured> {
  const target = await openMinting();
  const bare = await openBareLoops(cores);
  const beside = {
    [BARE]: () => bare.sign(plan.seconds),
    // Whole seconds are all it takes.
    [OPENSSL]: () => signaturesOn(cores, Math.max(1, Math.round(plan.seconds / 2))),
  };
  const course = { first: plan.first.minting, atOnce: 16, beside };
  const say = (what: string, share?: number): void => tell(`minting: ${what}`, share);
  return measureTarget(target, course, plan, random, say).finally(async () => {
    await bare.close();
    await target.close();
  });
}

async function measureRedemption(plan: Plan, cores: number, random: () => number, tell: Tell): Promise<Measured> {
  const target = await openRedeeming();
  const bare = await openBareLoops(cores);
  const beside = { [BARE]: async () => bare.redeem(await target.describe(), plan.seconds) };
  const course = { first: plan.first.redemption, atOnce: 64, beside };
  const say = (what: string, share?: number): void => tell(`redemption: ${what}`, share);
  return measureTarget(target, course, plan, random, say).finally(async () => {
    await bare.close();
    await target.close();
  });
}
