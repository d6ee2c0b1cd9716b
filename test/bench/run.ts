import type { Act, Figures, Setting } from './act.ts';
import { collectSamples, makeRow, type Row, type Samples } from './table.ts';

/** What an act gave. */
export interface Outcome {
  readonly rows: readonly Row[];
  readonly samples: Samples;
  readonly notes: readonly string[];
}

/** Does a part of a run, or takes what it gave from one that was broken off. */
export type Part = (name: string, measure: () => Promise<Outcome>) => Promise<Outcome>;

/**
 * Measures the acts one after the other, each alone on the machine, in as many rounds as the setting says.
 * @param draw orders them by lot, from 0 to below 1: a machine that warms up must not always favour the same act.
 */
export async function runActs(
  acts: readonly Act[],
  setting: Setting,
  { part = (_, measure) => measure(), draw = () => 0 }: { readonly part?: Part; readonly draw?: () => number } = {},
): Promise<Outcome> {
  const drawn = acts.map((act, place) => ({ act, place, lot: draw() })).sort((a, b) => a.lot - b.lot);
  const outcomes: Outcome[] = [];
  for (const { act, place } of drawn) outcomes[place] = await part(act.name, () => runAct(act, setting));
  return {
    rows: outcomes.flatMap(({ rows }) => rows),
    samples: new Map(outcomes.flatMap(({ samples }) => [...samples])),
    notes: outcomes.flatMap(({ notes }) => notes),
  };
}

async function runAct(act: Act, setting: Setting): Promise<Outcome> {
  const { tell, rounds: count } = setting;
  tell(`${act.name}: opens`);
  const ready = await act.open(setting);
  if (typeof ready === 'string') {
    return { rows: [], samples: new Map(), notes: [`${act.name}: not measured, ${ready}`] };
  }
  try {
    const rounds: Figures[] = [];
    for (let round = 1; round <= count; round++) {
      tell(`${act.name}: round ${round} of ${count}`);
      rounds.push(await ready.measure());
    }
    const samples = collectSamples(rounds);
    return { rows: ready.plans.map((plan) => makeRow(plan, samples)), samples, notes: ready.notes?.() ?? [] };
  } finally {
    await ready.close();
  }
}
