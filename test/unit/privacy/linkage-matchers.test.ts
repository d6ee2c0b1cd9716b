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
    const rule = learnBits(rows.map((row, i) => ({ row, className: classes[i] as string, person: i })));
    expect(rule.bits[0]?.at).toBe(120 * 8 + 7);
    const right = rows.filter((row, i) => compareClasses(rule, row, 'a', 'b') > 0 === (classes[i] === 'a')).length;
    expect(right / rows.length).toBeGreaterThan(0.8);
    expect(compareClasses(rule, rows[0] as Bytes, 'nobody', 'b')).toBe(0);
  });

  it('take a bit that repeats itself with a person for what one message would say', () => {
    const people = Array.from({ length: 40 }, (_, person) => ({ person, own: random(100), favourite: person % 2 }));
    const examples = people.flatMap(({ person, own, favourite }) =>
      Array.from({ length: 60 }, (_, i) => {
        const isFavourite = i % 4 > 0;
        return {
          person,
          row: concat(random(100), own),
          className: 'ab'[isFavourite ? favourite : 1 - favourite] ?? '',
        };
      }),
    );
    // Bits of people are half of all. Taken at their word they would drown the others: those of messages are kept too.
    const rule = learnBits(examples);
    const ofMessages = rule.bits.filter(({ at }) => at < 800);
    const loudest = (bits: typeof rule.bits): number =>
      Math.max(...bits.map(({ set }) => Math.abs((set[0] as number) - (set[1] as number))));
    expect(ofMessages.length).toBeGreaterThan(10);
    expect(loudest(rule.bits.filter(({ at }) => at >= 800))).toBeLessThan(loudest(ofMessages));
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

  it('has a wider one where trials go together by who stood beside', () => {
    const trials = Array.from({ length: 1000 }, (_, i) => ({
      person: i,
      beside: 1000 + (i % 10),
      isRight: i % 2 === 0,
    }));
    const { low, high } = estimateOf(tallyOf(trials), 1.96);
    expect(high - low).toBeGreaterThan(0.5);
  });

  it('covers an even game as often as it says, where people sway the trials on both sides', () => {
    const chance = chanceOf(11);
    const covered = Array.from({ length: 400 }, () => {
      const sway = Array.from({ length: 60 }, () => chance.unit() - 0.5);
      const trials = Array.from({ length: 3000 }, () => {
        const [person, beside] = [chance.below(60), chance.below(60)];
        const said = (sway[person] as number) + (sway[beside] as number) + 2 * (chance.unit() - 0.5);
        return { person, beside, isRight: said > 0 };
      });
      const { low, high } = estimateOf(tallyOf(trials), 1.96);
      return low <= 0.5 && 0.5 <= high;
    });
    expect(covered.filter(Boolean).length / covered.length).toBeGreaterThan(0.9);
  });

  it('is widened for many games: 1.96 deviations for one, 3.48 for a hundred', () => {
    expect(deviationsFor(1)).toBeCloseTo(1.96, 2);
    expect(deviationsFor(100)).toBeCloseTo(3.48, 2);
  });
});
