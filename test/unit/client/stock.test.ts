import {
  chooseToken,
  drawIndexFrom,
  FRESH_SECONDS,
  type StockedToken,
  slotsToAsk,
  stockTime,
  usableTokens,
} from '@bauta/sdk/client';
import { calendarOf, type Directory, epochAfter, epochAt, isWithin, startOf } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../generate/vectors/seeded.ts';
import { MONDAY, NOW, WEEK } from '../../generate/vectors/world.ts';
import { outcomeOf } from '../protocol/refusals.ts';

const token = (epoch: string, threshold = 18, minted = 0): StockedToken => {
  return { id: new Uint8Array(16), epoch, threshold, minted };
};
const epochs = fc.integer({ min: -4, max: 4 }).map((weeks) => epochAfter('2026-W47', weeks));
const stock = fc.array(
  fc.tuple(epochs, fc.constantFrom(15, 18, 21)).map(([epoch, threshold]) => token(epoch, threshold)),
  { maxLength: 40 },
);
const times = fc.integer({ min: MONDAY - 3 * WEEK, max: MONDAY + 4 * WEEK });

describe('usable tokens', () => {
  it('are of the age asked for and inside their window, of one epoch, the current one if there are any', () => {
    fc.assert(
      fc.property(stock, fc.constantFrom(15, 18, 21), times, (tokens, threshold, time) => {
        const usable = usableTokens(tokens, threshold, time);
        for (const one of usable) {
          expect(one.threshold).toBe(threshold);
          expect(isWithin(time, calendarOf(one.epoch).presents)).toBe(true);
        }
        expect(new Set(usable.map(({ epoch }) => epoch)).size).toBeLessThanOrEqual(1);
        const ofAge = tokens.filter((one) => one.threshold === threshold);
        const ofCurrent = ofAge.filter(({ epoch }) => epoch === epochAt(time));
        const ofPrevious = ofAge.filter(({ epoch }) => epoch === epochAfter(epochAt(time), -1));
        const isPreviousOpen = time < startOf(epochAt(time)) + WEEK - 600;
        const expected = ofCurrent.length > 0 ? ofCurrent : isPreviousOpen ? ofPrevious : [];
        expect(usable).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['not a second before their week', MONDAY - 1, 0],
    ['in the first second of it', MONDAY, 1],
    ['in the week after', MONDAY + WEEK, 1],
    ['until ten minutes before the end of the week after', MONDAY + 2 * WEEK - 601, 1],
    ['and no longer', MONDAY + 2 * WEEK - 600, 0],
  ])('%s', (_, time, count) => {
    expect(usableTokens([token('2026-W47')], 18, time)).toHaveLength(count);
  });
});

describe('the time of a stock', () => {
  it('is the earlier of the two clocks, so that no clock alone burns a token', () => {
    expect(stockTime(NOW + 10 * WEEK, NOW)).toBe(NOW);
    expect(stockTime(NOW, NOW + 10 * WEEK)).toBe(NOW);
    expect(FRESH_SECONDS).toBe(3600);
  });
});

describe('the choice of a token', () => {
  it('is one of them, and refuses an empty stock', async () => {
    const three = [15, 18, 21].map((threshold) => token('2026-W47', threshold));
    expect(chooseToken(three, () => 2)).toBe(three[2]);
    expect(await outcomeOf(() => chooseToken([], drawIndexFrom(seeded('none'))))).toBe('ERR_STOCK_EMPTY');
  });

  it.each([1, 2, 3, 7, 30, 90, 255, 256, 257, 270, 1000])('is uniform over %i, by chi-square', (below) => {
    const draw = drawIndexFrom(seeded(`uniform ${below}`));
    const rounds = 200 * below;
    const counts = new Array<number>(below).fill(0);
    for (let i = 0; i < Math.min(rounds, 20_000); i++) {
      const index = draw(below);
      if (!(index in counts)) expect.fail(`drew ${index}`);
      counts[index] = (counts[index] as number) + 1;
    }
    const mean = Math.min(rounds, 20_000) / below;
    const statistic = counts.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
    // Mean and variance of chi-square are its degrees of freedom and twice those: five deviations are never chance.
    const freedom = below - 1;
    expect(statistic).toBeLessThan(freedom + 5 * Math.sqrt(2 * freedom) + 1);
  });

  it('draws again where the rest of the numbers would favour some', () => {
    // 2^32 is 3 × 1,431,655,765 + 1, so the last number is one too many.
    const draws = [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 5];
    const draw = drawIndexFrom((length) => Uint8Array.from(draws.splice(0, length)));
    expect(draw(3)).toBe(2);
    expect(draws).toEqual([]);
  });

  it('would notice a choice that is not uniform', () => {
    const draw = seeded('biased');
    const counts = new Array<number>(90).fill(0);
    for (let i = 0; i < 18_000; i++) {
      const index = (draw(1)[0] as number) % 90;
      counts[index] = (counts[index] as number) + 1;
    }
    const statistic = counts.reduce((sum, count) => sum + (count - 200) ** 2 / 200, 0);
    expect(statistic).toBeGreaterThan(89 + 5 * Math.sqrt(2 * 89) + 1);
  });
});

describe('slots to ask for', () => {
  const directory = (...slots: [epoch: string, threshold: number][]): Directory => ({
    requestUrl: 'https://a.example/',
    proofs: {},
    keys: slots.map(([epoch, threshold]) => ({ epoch, threshold, generation: 0, key: {} as never })),
  });
  const all = directory(
    ['2026-W48', 18],
    ['2026-W47', 21],
    ['2026-W46', 18],
    ['2026-W47', 18],
    ['2026-W48', 21],
    ['2026-W49', 18],
  );
  const asked = (attester: Directory, issuer: Directory, now: number) =>
    slotsToAsk(attester, issuer, now).map(({ epoch, threshold }) => `${epoch} ${threshold}`);

  it('are the current and the next epoch for every age, sorted', () => {
    expect(asked(all, all, NOW)).toEqual(['2026-W47 18', '2026-W47 21', '2026-W48 18', '2026-W48 21']);
  });

  it('are those that both list', () => {
    expect(asked(directory(['2026-W47', 18], ['2026-W48', 15]), all, NOW)).toEqual(['2026-W47 18']);
    expect(asked(all, directory(['2026-W48', 21]), NOW)).toEqual(['2026-W48 21']);
    expect(asked(all, directory(), NOW)).toEqual([]);
  });

  it.each([
    ['in the last second of a week the current one is closed too', MONDAY - 1, ['2026-W47']],
    ['in the first ten minutes of a week the next is not open', MONDAY, ['2026-W47']],
    ['after ten minutes it is', MONDAY + 600, ['2026-W47', '2026-W48']],
    ['in the last hour of a week the current one is closed', MONDAY + WEEK - 3600, ['2026-W48']],
    ['a second before it is not', MONDAY + WEEK - 3601, ['2026-W47', '2026-W48']],
  ])('%s', (_, now, expected) => {
    const ofAge = directory(['2026-W46', 18], ['2026-W47', 18], ['2026-W48', 18], ['2026-W49', 18]);
    const open = slotsToAsk(ofAge, ofAge, now).map(({ epoch }) => epoch);
    expect(open).toEqual(expected);
  });
});
