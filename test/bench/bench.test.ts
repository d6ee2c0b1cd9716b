import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { drawsOf } from '../figures/chance.ts';
import type { Act, Plan, Setting } from './act.ts';
import { gate } from './acts/gate.ts';
import { pages } from './acts/pages.ts';
import { redeemHttp } from './acts/redeem-http.ts';
import { ACTS } from './acts.ts';
import { readChoices } from './choices.ts';
import { createCurveAct, flatnessOf } from './curve/act.ts';
import type { Curve } from './curve/curves.ts';
import { keepCurves } from './curve/keep.ts';
import { runActs } from './run.ts';
import { listStores } from './stores.ts';
import { collectSamples, formatTable, isHeld, makeRow } from './table.ts';

const BRIEF: Setting = {
  isQuick: true,
  rounds: 1,
  count: 12,
  now: Date.UTC(2026, 10, 18, 12) / 1000,
  from: 400,
  to: 4000,
  tell: () => {},
};

// What they say of this machine is nobody's business here: a test that asserts a time is a test that fails at times.
describe('the acts in brief', () => {
  it.each([gate, pages, redeemHttp])('$name gives finite figures for every row', { timeout: 120_000 }, async (act) => {
    const { rows, samples } = await runActs([act], BRIEF);
    expect(rows.length).toBeGreaterThan(2);
    for (const row of rows) {
      expect(row.micros, row.act).toBeGreaterThan(0);
      expect(row.limitMicros, row.act).toBeGreaterThan(0);
      expect(Number.isFinite(row.ratio), row.act).toBe(true);
      expect(formatTable(rows)).toContain(row.act);
    }
    for (const [name, values] of samples) expect(values, name).toHaveLength(BRIEF.rounds);
  });

  it('the curve of each store gives its points', { timeout: 120_000 }, async () => {
    const curve = createCurveAct();
    const { rows } = await runActs([curve], BRIEF);
    expect(rows.map(({ act }) => act)).toEqual(
      listStores().flatMap((store) => [`redemption at 4·10³, ${store}`, `spend at 4·10³, ${store}`]),
    );
    for (const { store, points } of curve.curves()) {
      expect(points.map(({ nullifiers }) => nullifiers)).toEqual([400, 2000, 4000]);
      for (const [name, value] of points.flatMap((point) => Object.entries(point))) {
        expect(Number.isFinite(value), `${store}: ${name}`).toBe(true);
        // What is resident may shrink meanwhile, and 4,000 nullifiers are lost in a heap.
        if (name !== 'rss' && name !== 'bytes') expect(value, `${store}: ${name}`).toBeGreaterThan(0);
      }
    }
  });
});

describe('the order by lot', () => {
  const actsOf = (measured: string[]): readonly Act[] =>
    ['first', 'second', 'third', 'fourth'].map((name) => ({
      name,
      open: async () => ({
        plans: [{ act: name, limit: 'one', of: ['one'] }],
        async measure() {
          measured.push(name);
          return { [name]: 2, one: 1 };
        },
        close() {},
      }),
    }));

  it('is another for another seed, the same for the same, and not that of the table', async () => {
    const play = async (seed: number) => {
      const measured: string[] = [];
      const { rows } = await runActs(actsOf(measured), BRIEF, { draw: drawsOf(seed) });
      expect(rows.map(({ act }) => act)).toEqual(['first', 'second', 'third', 'fourth']);
      return measured.join();
    };
    expect(await play(3)).toBe(await play(3));
    expect(new Set(await Promise.all([1, 2, 3, 4, 5].map(play))).size).toBeGreaterThan(1);
  });
});

describe('the judge', () => {
  const [plan] = flatnessOf('memory', 10_000, 10_000_000) as [Plan];
  const [start] = plan.of as [string];
  const judge = (here: readonly number[], atStart: readonly number[]): boolean => {
    const rounds = here.map((value, i) => ({ [plan.act]: value, [start]: atStart[i] as number }));
    return isHeld(makeRow(plan, collectSamples(rounds)));
  };

  it('holds for a curve that is flat, and for one odd round', () => {
    expect(judge([5, 6, 5], [5, 5, 5])).toBe(true);
    expect(judge([5, 500, 5], [5, 5, 5])).toBe(true);
  });

  it('does not for one that grows with what is in the set, nor where nothing was measured', () => {
    expect(judge([5000, 5100, 4900], [5, 5, 5])).toBe(false);
    expect(judge([Number.NaN], [5])).toBe(false);
    expect(() => makeRow(plan, new Map())).toThrow('nobody measured: redemption at 10⁷, memory');
  });

  it('reads a bound either way', () => {
    const rate = { act: 'ours', limit: 'theirs', of: ['theirs'], bound: { least: 0.5 } };
    const row = (ours: number) => makeRow(rate, collectSamples([{ ours, theirs: 10 }]));
    expect([row(19), row(21)].map(isHeld)).toEqual([true, false]);
    expect(formatTable([row(21)])).toContain('≥ 0.5   MISSED');
  });
});

describe('the command', () => {
  const names = ACTS.map(({ name }) => name);

  it('runs everything, a part, or a curve', () => {
    const page = 'test/results/bench.html';
    const usual = { isQuick: false, isCurve: false, to: 100_000, isResumed: false, isKept: false, page };
    expect(readChoices([], names)).toEqual({ ...usual, seed: expect.any(Number) });
    expect(readChoices(['--seed', '7'], names)).toMatchObject({ seed: 7 });
    expect(readChoices(['--quick', '--only', 'gate,curve'], names)).toMatchObject({ only: ['gate', 'curve'] });
    const curve = { isCurve: true, to: 10_000_000, stores: ['SQLite', 'Redis'] };
    expect(readChoices(['--curve', '--stores', 'sqlite,Redis'], names)).toMatchObject(curve);
    expect(readChoices(['--curve', '--to', '1e6'], names)).toMatchObject({ to: 1_000_000 });
  });

  it.each([
    ['--only', 'gate,nothing'],
    ['--to', '100'],
    ['--to', 'far'],
    ['--seed', '-1'],
    ['--seed', '2147483648'],
    ['--stores', 'memory'],
    ['--curve', '--only', 'gate'],
    ['--curve', '--stores', 'paper'],
    ['--slow'],
    ['--curve', '--resume'],
    ['--quick', '--keep'],
  ])('does not take %s %s', (...args) => {
    expect(() => readChoices(args, names)).toThrow(TypeError);
  });
});

describe('what is kept of curves', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bauta-curve-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has those of other stores beside the new one, as data, as text and as a picture', () => {
    keepCurves(folder, [curveOf('memory', 3), curveOf('Redis', 80)]);
    keepCurves(folder, [curveOf('memory', 4)]);
    const { curves } = JSON.parse(readFileSync(join(folder, 'curve.json'), 'utf8')) as { curves: Curve[] };
    expect(curves.map(({ store, points }) => [store, points.at(-1)?.cpu])).toEqual([
      ['memory', 4],
      ['Redis', 80],
    ]);
    expect(readFileSync(join(folder, 'curve.txt'), 'utf8').split('\n')).toHaveLength(6);
    const picture = readFileSync(join(folder, 'curve.svg'), 'utf8');
    expect(picture.match(/<circle /g)).toHaveLength(4);
    expect(picture).not.toMatch(/NaN|undefined|Infinity/);
  });
});

function curveOf(store: Curve['store'], cpu: number): Curve {
  const point = { cpu, cpuAtStart: cpu, wall: cpu, cpuOnTheWay: cpu, bytes: 60, rss: 90 };
  return { store, points: [10_000, 1_000_000].map((nullifiers) => ({ nullifiers, ...point })) };
}
