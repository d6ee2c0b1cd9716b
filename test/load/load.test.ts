import { beforeAll, describe, expect, it } from 'vitest';
import { isHeld } from '../figures/result.ts';
import { type Figures, measure } from './measure.ts';
import { BRIEF } from './plan.ts';
import { report } from './report.ts';

const SEED = 8;

// How fast this machine is, and how busy, is nobody's business here: a test that asserts a time is one that fails at times.
describe('a load run in brief', () => {
  let figures: Figures;
  beforeAll(async () => {
    figures = await measure({ seed: SEED, progress: () => {}, part: (_, take) => take() }, BRIEF);
  }, 180_000);

  it.each(['minting', 'redemption'] as const)('%s answers rightly, and loses nothing', (what) => {
    const { saturation, loads, spike } = figures[what];
    for (const outcome of [...saturation.http, ...loads, spike.before, spike.during, spike.after]) {
      expect(outcome.asked).toBeGreaterThan(0);
      expect([outcome.wrong, outcome.lost], JSON.stringify(outcome.statuses)).toEqual([0, 0]);
      expect(outcome.admitted + outcome.refused).toBe(outcome.asked);
      expect(outcome.rate).toBeGreaterThan(0);
      expect(outcome.cores.servers).toBeGreaterThan(0);
    }
    for (const rates of Object.values(saturation.beside)) for (const rate of rates) expect(rate).toBeGreaterThan(0);
  });

  it('has a curve of memory, of requests that were all answered', () => {
    for (const { points, asked, admitted, wrong } of Object.values(figures.memory)) {
      expect(points.length).toBeGreaterThan(1);
      for (const { rss, heap } of points) expect(rss).toBeGreaterThan(heap);
      expect([admitted, wrong]).toEqual([asked, 0]);
    }
  });

  it('has a site that lets a token in once, whichever of its processes it is shown to', () => {
    const { tokens, once, refusals, others } = figures.twice;
    expect(tokens).toBeGreaterThan(0);
    expect([once, refusals]).toEqual([tokens, { ERR_TOKEN_SPENT: tokens }]);
    expect(others.admitted).toBe(others.asked);
  });

  it('is reported, with a verdict that a wrong answer alone would turn', () => {
    const result = report(figures, true);
    expect(result.bounds.find(({ what }) => what === 'answers that were wrong')?.isHeld).toBe(true);
    const [first, ...others] = figures.minting.loads;
    const spoilt = {
      ...figures,
      minting: { ...figures.minting, loads: [{ ...first, wrong: 1 }, ...others] },
    } as Figures;
    const judged = report(spoilt, true);
    expect(judged.bounds.find(({ what }) => what === 'answers that were wrong')?.isHeld).toBe(false);
    expect(isHeld(judged)).toBe(false);
    expect(JSON.stringify(result)).not.toMatch(/NaN|undefined|Infinity/);
  });
});
