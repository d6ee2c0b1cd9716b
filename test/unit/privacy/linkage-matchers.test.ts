import { randomBytes } from 'node:crypto';
import { type Bytes, concat } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { chanceOf } from '../../figures/chance.ts';
import { deviationsFor, estimateOf, tallyOf } from '../../privacy/linkage/games/tally.ts';
import { applyRule, learnRule } from '../../privacy/linkage/matchers/logistic.ts';
import { compareClasses, learnBits } from '../../privacy/linkage/matchers/naive-bits.ts';
import { findSharedWindows } from '../../privacy/linkage/matchers/shared-windows.ts';

const random = (length: number): Bytes => new Uint8Array(randomBytes(length));

describe('the exact matcher', () => {
  it('finds eight bytes that two of many have in common, at whatever places', () => {
    const mark = random(8);
    const items = Array.from({ length: 60 }, () => random(400));
    items[7] = concat(random(13), mark, random(300));
    items[41] = concat(random(222), mark);
    const shared = findSharedWindows(items, 8);
    expect(shared.score(7, 41)).toBeCloseTo(Math.log(60 / 2));
    expect([...shared.neighbours(7).keys()]).toEqual([41]);
    expect(shared.score(7, 40)).toBe(0);
  });

  it('passes over seven bytes, and over what stands in everything', () => {
    const [almost, everywhere] = [random(7), random(40)];
    const items = Array.from({ length: 60 }, () => concat(random(100), everywhere));
    items[7] = concat(almost, items[7] as Bytes);
    items[41] = concat(items[41] as Bytes, almost);
    const shared = findSharedWindows(items, 8);
    expect(shared.score(7, 41)).toBe(0);
  });
});

describe('the learned matchers', () => {
  it('learn which figure tells', () => {
    const chance = chanceOf(3);
    const isYes = Array.from({ length: 400 }, () => chance.unit() < 0.5);
    const rows = isYes.map((yes) => Float64Array.of(chance.unit(), 1000 * ((yes ? 1 : 0) + chance.unit()), 5));
    const rule = learnRule(rows, isYes);
    const right = rows.filter((row, i) => applyRule(rule, row) > 0 === isYes[i]).length;
    expect(right / rows.length).toBeGreaterThan(0.95);
  });

  it('learn which bit tells, among thousands that do not', () => {
    const classes = Array.from({ length: 300 }, (_, i) => (i % 2 === 0 ? 'a' : 'b'));
    const rows = classes.map((one) => {
      const row = random(300);
      row[120] = (row[120] as number & 0xfe) | (one === 'a' ? 1 : 0);
      return row;
    });
    const rule = learnBits(rows, classes);
    expect(rule.bits[0]?.at).toBe(120 * 8 + 7);
    expect(compareClasses(rule, rows[0] as Bytes, 'a', 'b')).toBeGreaterThan(0);
    expect(compareClasses(rule, rows[0] as Bytes, 'nobody', 'b')).toBe(0);
  });
});

describe('a tally', () => {
  it('has about the interval of Wilson where every trial is by somebody else', () => {
    const tally = tallyOf(Array.from({ length: 1000 }, (_, person) => ({ person, isRight: person % 2 === 0 })));
    const { share, low, high } = estimateOf(tally, 1.96);
    expect([share, low, high].map((value) => value.toFixed(4))).toEqual(['0.5000', '0.4690', '0.5310']);
  });

  it('has a wider one where the trials of a person go together', () => {
    const tally = tallyOf(Array.from({ length: 1000 }, (_, i) => ({ person: i % 10, isRight: i % 2 === 0 })));
    const { low, high } = estimateOf(tally, 1.96);
    expect(high - low).toBeGreaterThan(0.5);
  });

  it('is widened for many games: 1.96 deviations for one, 3.48 for a hundred', () => {
    expect(deviationsFor(1)).toBeCloseTo(1.96, 2);
    expect(deviationsFor(100)).toBeCloseTo(3.48, 2);
  });
});
