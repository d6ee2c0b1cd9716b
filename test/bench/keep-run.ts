import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { beginParts, type RunKey, resumeParts } from '../figures/kept-parts.ts';
import { formatMachine, thisMachine } from '../figures/machine.ts';
import { writePage } from '../figures/page.ts';
import { type Baseline, compare, isComparable, toBaseline } from './baseline.ts';
import type { Choices } from './choices.ts';
import type { Curve } from './curve/curves.ts';
import { reportBench } from './report.ts';
import type { Outcome, Part } from './run.ts';
import { isHeld } from './table.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');
const PARTS = join(ROOT, '.build', 'figures', 'bench.jsonl');
const BASELINE = join(import.meta.dirname, 'baseline.json');

const keyOf = ({ isQuick, only, to }: Choices, seed: number): RunKey => ({
  ...{ seed, isQuick },
  own: { to: String(to), ...(only ? { only: only.join() } : {}) },
});

/** The acts that were measured already, of a run that goes on. */
export interface Parts {
  /** Of this run, or of the one that it goes on with. */
  readonly seed: number;
  readonly part: Part;
}

/** @throws TypeError when another run was broken off */
export function openParts(choices: Choices): Parts {
  const parts = choices.isResumed ? resumeParts(PARTS) : beginParts(PARTS, keyOf(choices, choices.seed));
  const { seed } = parts.key;
  if (JSON.stringify(parts.key) !== JSON.stringify(keyOf(choices, seed))) {
    throw new TypeError('--resume: with the same --quick, --only and --to as the run that was broken off');
  }
  return {
    seed,
    async part(name, measure) {
      const before = parts.find(name) as (Omit<Outcome, 'samples'> & { samples: [string, number[]][] }) | undefined;
      if (before) return { ...before, samples: new Map(before.samples) };
      const outcome = await measure();
      parts.keep(name, { ...outcome, samples: [...outcome.samples] });
      return outcome;
    },
  };
}

/** Writes the page, the figures and the baseline of a run, and says what changed since the last baseline. */
export function keepRun(
  choices: Choices,
  { rows, samples, notes }: Outcome,
  { rounds, seed }: { readonly rounds: number; readonly seed: number },
): void {
  const { only, isQuick, isKept, json, page } = choices;
  const machine = thisMachine();
  const baseline = existsSync(BASELINE) ? (JSON.parse(readFileSync(BASELINE, 'utf8')) as Baseline) : undefined;
  const changes = baseline && isComparable(baseline, machine) ? compare(baseline, rows) : undefined;
  for (const { act, before, now, isFlagged } of changes ?? []) {
    if (isFlagged)
      process.stdout.write(`changed since the baseline: ${act}, ${before.toFixed(2)} → ${now.toFixed(2)}\n`);
  }
  const { curves } = JSON.parse(readFileSync(join(import.meta.dirname, 'curve.json'), 'utf8')) as { curves: Curve[] };
  const result = reportBench({ rows, notes, curves, ...(changes ? { changes } : {}) });
  const about = `npm run bench${isQuick ? ' -- --quick' : ''}: medians of ${rounds} interleaved rounds, the acts in an order by lot, seed ${seed}.`;
  save(page, writePage(result, [about, formatMachine(machine)]));
  const figures = {
    command: 'bench',
    seed,
    quick: isQuick,
    rounds,
    machine,
    held: rows.every(isHeld),
    bounds: result.bounds,
  };
  const all = { ...figures, rows, samples: Object.fromEntries(samples), changes: changes ?? null };
  if (json) save(json, `${JSON.stringify(all, null, 2)}\n`);
  // A part of a run would stand there as if it were the whole.
  if (only !== undefined) return;
  save('test/bench/results.json', `${JSON.stringify(all, null, 2)}\n`);
  if (isKept) save(BASELINE, `${JSON.stringify(toBaseline(rows, machine), null, 2)}\n`);
}

function save(path: string, content: string): void {
  const to = resolve(ROOT, path);
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, content);
}
