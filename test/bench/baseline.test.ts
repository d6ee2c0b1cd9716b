import { describe, expect, it } from 'vitest';
import { drawsOf } from '../figures/chance.ts';
import { thisMachine } from '../figures/machine.ts';
import { compare, errorOf, isComparable, toBaseline } from './baseline.ts';
import { reportBench } from './report.ts';
import { collectSamples, makeRow, type Row } from './table.ts';

const draw = drawsOf(5);
/** A row of seven rounds whose ratio is about `ratio`, give or take `noise` of it. */
function rowOf(ratio: number, noise: number): Row {
  const rounds = Array.from({ length: 7 }, () => ({ ours: 100 * ratio * (1 + noise * (2 * draw() - 1)), limit: 100 }));
  const plan = { act: 'ours', limit: 'the limit', of: ['limit'], bound: { most: 9 } };
  return makeRow(plan, collectSamples(rounds));
}

const isFlagged = (before: Row, now: Row): boolean | undefined =>
  compare(toBaseline([before], thisMachine()), [now])[0]?.isFlagged;

describe('the comparison with the baseline', () => {
  it('flags an act that takes a third more', () => {
    for (let i = 0; i < 50; i++) expect(isFlagged(rowOf(2, 0.04), rowOf(2.66, 0.04))).toBe(true);
  });

  it('flags one that takes a third less: something else is measured now, or the baseline is old', () => {
    expect(isFlagged(rowOf(2, 0.04), rowOf(1.34, 0.04))).toBe(true);
  });

  it('flags what two runs of the same code differ by twice in a thousand at most', () => {
    const flagged = Array.from({ length: 1000 }, () => isFlagged(rowOf(2, 0.15), rowOf(2, 0.15)));
    expect(flagged.filter((one) => one).length).toBeLessThanOrEqual(2);
  });

  it('knows nothing of a row that is new, nor of one round', () => {
    expect(compare(toBaseline([], thisMachine()), [rowOf(2, 0.1)])).toEqual([]);
    expect(errorOf([2])).toBe(Number.POSITIVE_INFINITY);
  });

  it('is of one processor and runtime', () => {
    const machine = thisMachine();
    const baseline = toBaseline([rowOf(2, 0)], machine);
    expect(isComparable(baseline, machine)).toBe(true);
    expect(isComparable(baseline, { ...machine, processor: 'another' })).toBe(false);
    expect(isComparable(baseline, { ...machine, node: '99.0.0' })).toBe(false);
  });
});

it('is reported with bars, changes and no figure that is none', () => {
  const rows = [rowOf(2, 0.1), { ...rowOf(400, 0.1), act: 'privacypass-ts, blind sign' }];
  const changes = compare(toBaseline(rows, thisMachine()), rows);
  const result = reportBench({ rows, notes: [], curves: [], changes });
  expect(result.bounds.map(({ isHeld }) => isHeld)).toEqual([true, false]);
  expect(JSON.stringify(result)).toContain('Beside libraries and services of others');
  expect(result.sections.flatMap(({ figures = [] }) => figures).join()).not.toMatch(/NaN|Infinity/);
});
