import type { Command } from '../../figures/command.ts';
import type { Fault } from '../faults/fault.ts';
import { FAULTS } from '../faults/faults.ts';
import { planUnits } from './plan.ts';
import { reportChaos } from './report.ts';
import { runUnit, type UnitOutcome } from './run-unit.ts';

/** What `npm run chaos` does. */
export const CHAOS: Command = {
  name: 'chaos',
  own: { only: 'KIND,…' },
  async measure(run) {
    const wanted = readOnly(run.own.only);
    const possible = wanted.filter(({ why }) => why === undefined);
    const units = planUnits(possible, run.isQuick, run.seed);
    const total = units.reduce((sum, { kinds }) => sum + kinds.length, 0);
    let over = 0;
    const outcomes: UnitOutcome[] = [];
    for (const unit of units) {
      const say = (done: number): void => run.progress('faults', (over + done) / total);
      outcomes.push(await run.part(unit.name, () => runUnit(unit, possible, { say })));
      over += unit.kinds.length;
    }
    return reportChaos(outcomes, {
      isQuick: run.isQuick,
      isWhole: run.own.only === undefined,
      skipped: wanted.filter(({ why }) => why !== undefined),
      faults: wanted,
    });
  },
};

function readOnly(only: string | undefined): readonly Fault[] {
  if (only === undefined) return FAULTS;
  const kinds = only.split(',');
  const unknown = kinds.filter((kind) => !FAULTS.some((fault) => fault.kind === kind));
  if (unknown.length > 0) throw new TypeError(`--only: ${FAULTS.map(({ kind }) => kind).join(', ')}`);
  return FAULTS.filter(({ kind }) => kinds.includes(kind));
}
