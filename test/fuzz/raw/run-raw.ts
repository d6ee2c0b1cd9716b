import { setImmediate } from 'node:timers/promises';
import type { Bytes } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { chanceOf } from '../../figures/chance.ts';
import { Breach, type OpenDoor } from '../door.ts';
import { changeBytes } from './change-bytes.ts';
import type { Reach } from './reach.ts';
import { shrink } from './shrink.ts';
import { Slowest, type Timed } from './slowest.ts';

/** An input for which the promise does not hold. */
export interface RawFinding {
  readonly input: Bytes;
  readonly error: Breach;
}

export interface RawRun {
  readonly runs: number;
  readonly seconds: number;
  readonly outcomes: ReadonlyMap<string, number>;
  /** One for each sentence, as small as it got. */
  readonly findings: readonly RawFinding[];
  readonly slowest: Timed | undefined;
  /** Blocks of the product that were reached while that was watched. */
  readonly blocks: number;
  /** Inputs kept because they reached further, and how many were thrown and how fast while that was watched. */
  readonly guided: { readonly kept: readonly Bytes[]; readonly runs: number; readonly seconds: number };
}

export interface RawOptions {
  readonly runs: number;
  readonly seed: number;
  /** Watches what inputs reach, for the first `guidedRuns` of them. */
  readonly reach?: Reach;
  readonly guidedRuns?: number;
  readonly corpus: readonly Bytes[];
  readonly onProgress?: (done: number) => void;
}

/** Milliseconds that one input may take, on a machine that does other things too. */
const LONGEST = 5000;
const DRAWN = 400;
const BATCH = 16;
/** Different sentences after which a door has said enough. */
const MOST_FINDINGS = 8;
/** Milliseconds between two turns in which others are heard. */
const TURN = 50;

/** True messages of a door: its own, or drawn from what it is thrown. */
export const corpusOf = (door: OpenDoor, seed: number): readonly Bytes[] =>
  door.corpus ?? fc.sample(door.inputs, { numRuns: DRAWN, seed });

/** Throws changed bytes at a door, fast. The same seed and corpus throw the same. @throws what the harness threw */
export async function runRaw(door: OpenDoor, options: RawOptions): Promise<RawRun> {
  const { runs, seed, reach, guidedRuns = 0, onProgress } = options;
  const chance = chanceOf(seed);
  const corpus = [...options.corpus];
  const material = { corpus, words: door.words ?? [] };
  const outcomes = new Map<string, number>();
  const found = new Map<string, RawFinding>();
  const slowest = new Slowest();
  const kept: Bytes[] = [];
  let heardAt = performance.now();

  async function enter(input: Bytes): Promise<void> {
    const began = performance.now();
    const breach = await breachOf(door, input, outcomes);
    slowest.add(input, (performance.now() - began) * 1000);
    if (breach && !found.has(breach.message)) found.set(breach.message, { input, error: breach });
  }
  async function hear(done: number): Promise<void> {
    if (performance.now() - heardAt < TURN) return;
    onProgress?.(done);
    await setImmediate();
    heardAt = performance.now();
  }

  const began = performance.now();
  let done = 0;
  let blocks = 0;
  if (reach) {
    reach.start();
    for (const input of corpus) await breachOf(door, input);
    reach.take();
    while (done < Math.min(runs, guidedRuns) && found.size < MOST_FINDINGS) {
      const batch = Array.from({ length: Math.min(BATCH, runs - done) }, () => changeBytes(material, chance));
      for (const input of batch) await enter(input);
      done += batch.length;
      if (reach.take()) kept.push(...(await newOnes(door, batch, reach)));
      corpus.push(...kept.slice(corpus.length - options.corpus.length));
      await hear(done);
    }
    blocks = reach.stop();
  }
  const guided = { kept, runs: done, seconds: (performance.now() - began) / 1000 };
  while (done < runs && found.size < MOST_FINDINGS) {
    const input = changeBytes(material, chance);
    const at = performance.now();
    try {
      const ended = door.enter(input);
      count(outcomes, typeof ended === 'string' ? ended : await ended);
    } catch (error) {
      if (!(error instanceof Breach)) throw error;
      if (!found.has(error.message)) found.set(error.message, { input, error });
      count(outcomes, 'THE PROMISE DID NOT HOLD');
    }
    slowest.add(input, (performance.now() - at) * 1000);
    if (++done % 64 === 0) await hear(done);
  }
  const seconds = (performance.now() - began) / 1000;
  const settled = await slowest.settle(door);
  if (settled && settled.micros > LONGEST * 1000) {
    found.set('too slow', { input: settled.input, error: new Breach('one input took too long') });
  }
  const findings = await shrinkAll(door, [...found.values()]);
  return { runs: done, seconds, outcomes, findings, slowest: settled, blocks, guided };
}

const count = (outcomes: Map<string, number>, how: string): void =>
  void outcomes.set(how, (outcomes.get(how) ?? 0) + 1);

/** @throws what is no breach */
async function breachOf(
  door: OpenDoor,
  input: Bytes,
  outcomes = new Map<string, number>(),
): Promise<Breach | undefined> {
  try {
    count(outcomes, await door.enter(input));
    return undefined;
  } catch (error) {
    if (!(error instanceof Breach)) throw error;
    count(outcomes, 'THE PROMISE DID NOT HOLD');
    return error;
  }
}

/** Of a batch that reached something new, the shortest for each way to end: all of it would make the corpus a heap. */
async function newOnes(door: OpenDoor, batch: readonly Bytes[], reach: Reach): Promise<readonly Bytes[]> {
  const byOutcome = new Map<string, Bytes>();
  for (const input of batch) {
    const outcomes = new Map<string, number>();
    await breachOf(door, input, outcomes);
    const [how = ''] = outcomes.keys();
    const other = byOutcome.get(how);
    if (!other || input.length < other.length) byOutcome.set(how, input);
  }
  reach.take();
  return [...byOutcome.values()];
}

async function shrinkAll(door: OpenDoor, findings: readonly RawFinding[]): Promise<readonly RawFinding[]> {
  const shrunk: RawFinding[] = [];
  for (const { input, error } of findings) {
    const isSame = async (smaller: Bytes) => (await breachOf(door, smaller))?.message === error.message;
    shrunk.push({ input: (await isSame(input)) ? await shrink(input, isSame) : input, error });
  }
  return shrunk;
}
