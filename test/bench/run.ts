import type { Act, Figures, Setting } from './act.ts';
import { collectSamples, makeRow, type Row, type Samples } from './table.ts';

/** What an act gave. */
export interface Outcome {
  readonly rows: readonly Row[];
  readonly samples: Samples;
  readonly notes: readonly string[];
}

/** Measures the acts one after the other, each alone on the machine, in as many rounds as the setting says. */
export async function runActs(acts: readonly Act[], setting: Setting): Promise<Outcome> {
  const { tell, rounds: count } = setting;
  const rows: Row[] = [];
  const samples = new Map<string, readonly number[]>();
  const notes: string[] = [];
  for (const act of acts) {
    tell(`${act.name}: opens`);
    const ready = await act.open(setting);
    if (typeof ready === 'string') {
      notes.push(`${act.name}: not measured, ${ready}`);
      continue;
    }
    try {
      const rounds: Figures[] = [];
      for (let round = 1; round <= count; round++) {
        tell(`${act.name}: round ${round} of ${count}`);
        rounds.push(await ready.measure());
      }
      const own = collectSamples(rounds);
      for (const [name, values] of own) samples.set(name, values);
      rows.push(...ready.plans.map((plan) => makeRow(plan, own)));
      notes.push(...(ready.notes?.() ?? []));
    } finally {
      await ready.close();
    }
  }
  return { rows, samples, notes };
}
