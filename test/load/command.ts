import type { Command, Run } from '../figures/command.ts';
import { measure } from './measure.ts';
import { FULL, type Plan, QUICK } from './plan.ts';
import { report } from './report.ts';

export const load: Command = {
  name: 'load',
  own: { minutes: 'N' },
  measure: async (run) => report(await measure(run, planOf(run)), run.isQuick),
};

function planOf({ isQuick, own }: Pick<Run, 'isQuick' | 'own'>): Plan {
  const plan = isQuick ? QUICK : FULL;
  if (own.minutes === undefined) return plan;
  const minutes = Number(own.minutes);
  if (!(minutes > 0 && minutes <= 1440)) throw new TypeError('--minutes: of the memory curve, from 1 to 1440');
  return { ...plan, minutes };
}
