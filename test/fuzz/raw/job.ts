import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Bytes, formatBase64url } from '@bauta/sdk/protocol';
import { chanceOf } from '../../figures/chance.ts';
import { Breach, type Door, type OpenDoor } from '../door.ts';
import { readFound } from '../found.ts';
import { measureGrowth } from './growth.ts';
import { createReach } from './reach.ts';
import { corpusOf, runRaw } from './run-raw.ts';
import { seedOf } from './seed-of.ts';

/** A piece of a campaign. */
export interface Job {
  readonly door: string;
  readonly runs: number;
  /** Of the whole campaign. */
  readonly seed: number;
  /** The first piece looks for inputs that reach further; the second goes on from those. */
  readonly isFirst: boolean;
  /** Inputs of the first piece that V8 counts blocks for. */
  readonly guidedRuns: number;
}

/** What came of it. Plain JSON. */
export interface JobFigures {
  readonly door: string;
  readonly runs: number;
  readonly seconds: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly findings: readonly { readonly input: string; readonly error: string }[];
  readonly slowest?: { readonly input: string; readonly micros: number; readonly bytes: number };
  readonly growth?: {
    readonly input: string;
    readonly micros: number;
    readonly bytes: number;
    readonly exponent: number;
  };
  /** Counts of the watched part; a first piece alone has them. */
  readonly guided?: { readonly blocks: number; readonly kept: number; readonly runs: number; readonly seconds: number };
}

const ROOT = resolve(import.meta.dirname, '..', '..', '..');
const isProduct = (url: string): boolean =>
  /^file:.*\/(sdk|services)\/(?!node_modules)/.test(url) && !url.includes('node_modules');
const folderOf = (door: string): string => join(ROOT, '.build', 'fuzz', 'corpus', door);

/** Does a job in this process. @param opened doors that are open already, since opening costs more than many inputs. */
export async function doJob(
  job: Job,
  doors: Readonly<Record<string, Door>>,
  opened: Map<string, OpenDoor>,
  onProgress: (done: number) => void,
): Promise<JobFigures> {
  const { door: name, isFirst, guidedRuns, runs } = job;
  const { kind, open } = doors[name] as Door;
  const door = opened.get(name) ?? (await open());
  opened.set(name, door);
  const strays: Breach[] = [];
  const onStray = (error: unknown): void => void strays.push(new Breach(`a promise that nobody looked at: ${error}`));
  process.on('unhandledRejection', onStray);
  try {
    const seed = seedOf(name, isFirst ? job.seed : job.seed + 1);
    const corpus = [...corpusOf(door, seed), ...(isFirst ? [] : loadCorpus(name))];
    const replayed = isFirst ? await replay(name, door) : [];
    const reach = isFirst ? createReach(isProduct) : undefined;
    const run = await runRaw(door, { runs, seed, corpus, guidedRuns, onProgress, ...(reach && { reach }) });
    if (isFirst) saveCorpus(name, run.guided.kept);
    const material = { corpus, words: door.words ?? [] };
    const growth = isFirst && kind === undefined ? await measureGrowth(door, material, chanceOf(seed)) : undefined;
    const findings = [...replayed, ...run.findings, ...strays.map((error) => ({ input: new Uint8Array(), error }))];
    return {
      door: name,
      runs: run.runs,
      seconds: run.seconds,
      outcomes: Object.fromEntries(run.outcomes),
      findings: findings.map(({ input, error }) => ({ input: formatBase64url(input), error: causeOf(error) })),
      ...(run.slowest && { slowest: say(run.slowest.input, run.slowest.micros) }),
      ...(growth && { growth: { ...growth, input: formatBase64url(growth.input) } }),
      ...(reach && {
        guided: { ...run.guided, kept: run.guided.kept.length, blocks: run.blocks },
      }),
    };
  } finally {
    process.off('unhandledRejection', onStray);
  }
}

const say = (input: Bytes, micros: number) => ({ input: formatBase64url(input), micros, bytes: input.length });

const causeOf = ({ message, cause }: Breach): string =>
  cause instanceof Error ? `${message}\n${cause.stack?.split('\n').slice(1, 4).join('\n')}` : message;

/** What was found before must never come back. */
async function replay(name: string, door: OpenDoor): Promise<readonly { input: Bytes; error: Breach }[]> {
  const again: { input: Bytes; error: Breach }[] = [];
  for (const { input, file } of readFound(name)) {
    try {
      await door.enter(input);
    } catch (error) {
      if (!(error instanceof Breach)) throw error;
      again.push({ input, error: new Breach(`found before, in ${file}: ${error.message}`) });
    }
  }
  return again;
}

function saveCorpus(name: string, kept: readonly Bytes[]): void {
  const folder = folderOf(name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [i, input] of kept.entries()) writeFileSync(join(folder, String(i).padStart(5, '0')), input);
}

function loadCorpus(name: string): readonly Bytes[] {
  const folder = folderOf(name);
  try {
    return readdirSync(folder)
      .sort()
      .map((file) => Uint8Array.from(readFileSync(join(folder, file))));
  } catch {
    return [];
  }
}
