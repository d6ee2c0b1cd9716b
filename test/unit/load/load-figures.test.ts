import { describe, expect, it } from 'vitest';
import { drawsOf } from '../../figures/chance.ts';
import { drawArrivals } from '../../load/arrivals.ts';
import { shareOf } from '../../load/bounds.ts';
import { growthOf } from '../../load/memory.ts';
import { readSignatures } from '../../load/openssl-multi.ts';
import { percentilesOf, quantileOf } from '../../load/percentiles.ts';
import type { Outcome } from '../../load/watch-traffic.ts';

describe('arrivals', () => {
  it('come at the rate that was asked for, each at a moment of its own, and the same again for a seed', () => {
    const moments = drawArrivals(50, 100, drawsOf(3));
    // Five standard deviations of a Poisson count of 5,000.
    expect(Math.abs(moments.length - 5000)).toBeLessThan(354);
    expect(moments).toEqual([...moments].sort((a, b) => a - b));
    expect(moments.at(-1)).toBeLessThan(100_000);
    expect(drawArrivals(50, 100, drawsOf(3))).toEqual(moments);
    const gaps = moments.slice(1).map((at, i) => at - (moments[i] as number));
    // Of a Poisson process 1/e of the gaps is longer than the mean; of a metronome half of them or none.
    const long = gaps.filter((gap) => gap > 20).length / gaps.length;
    expect(Math.abs(long - Math.exp(-1))).toBeLessThan(0.04);
  });
});

describe('percentiles', () => {
  it('are values that occurred, in whatever order', () => {
    const values = Array.from({ length: 1000 }, (_, i) => 1000 - i);
    expect(percentilesOf(values)).toEqual({ p50: 500, p95: 950, p99: 990, p999: 999, most: 1000 });
    expect(quantileOf([7], 0.5)).toBe(7);
    expect(() => quantileOf([], 0.5)).toThrow(RangeError);
  });
});

describe('the growth of memory', () => {
  const points = Array.from({ length: 20 }, (_, i) => ({
    minute: i,
    rss: i < 10 ? 5 * i : 100,
    heap: 40 + 2 * i,
    buffers: 0,
  }));

  it('is that of the second half, by the minute', () => {
    expect(growthOf(points, ({ heap }) => heap)).toBeCloseTo(2);
    expect(growthOf(points, ({ rss }) => rss)).toBeCloseTo(0);
    expect(growthOf(points.slice(0, 1), ({ heap }) => heap)).toBe(0);
  });
});

describe('a share of the bare loop', () => {
  it('is stated as it is, and as it were on the cores that the generator left', () => {
    const outcome = { rate: 40, cores: { servers: 1.5, generator: 0.5 } } as Outcome;
    const share = shareOf({ http: [outcome], beside: { 'bare loop': [2000] } }, 2, 30);
    expect(share.raw).toBeCloseTo(0.6);
    expect(share.corrected).toBeCloseTo(0.8);
    expect(share.generator).toBe(0.5);
  });
});

describe('openssl speed -multi', () => {
  it('is read where all processes stand together', () => {
    const text = [
      'Got: +F2:2:2048:742.574257:28738.000000 from 0',
      'Got: +F2:2:2048:695.049505:29228.000000 from 1',
      '+F2:2:2048:1437.623762:57966.000000',
    ];
    expect(readSignatures(text.join('\n'))).toBe(1437.623762);
    expect(() => readSignatures(text[0] as string)).toThrow('no such figure');
  });
});
