import { describe, expect, it } from 'vitest';
import { drawsOf } from '../figures/chance.ts';
import { carelessSign } from './signing/careless-sign.ts';
import { drawFactoredKey } from './signing/factored-key.ts';
import { reportSigning } from './signing/report-signing.ts';
import { type ComparedTimes, compareSigningTimes } from './signing/signing-times.ts';
import { strongestT } from './signing/welch.ts';

describe('the judge of times', () => {
  const draw = drawsOf(20_261_123);
  /** Readings about 900 µs that jitter by some µs, of which one in a hundred was interrupted. */
  const readings = (more: number): number[] =>
    Array.from({ length: 5000 }, () => 900 + more + 8 * draw() + (draw() < 0.01 ? 4000 * draw() : 0));

  it('tells no two samples of one kind apart', () => {
    for (let i = 0; i < 20; i++) expect(strongestT(readings(0), readings(0))).toBeLessThan(4.5);
  });

  it('tells half a microsecond of nine hundred, under all that noise', () => {
    expect(strongestT(readings(0.5), readings(0))).toBeGreaterThan(4.5);
  });

  it('says which bound was missed', () => {
    const compared = (t: number): ComparedTimes => ({ chosen: 'one value', trials: 9, t, medians: [2, 1] });
    const held = (ours: number, theirs: number): boolean[] =>
      reportSigning({ asItIs: [compared(1), compared(ours)], careless: [compared(0), compared(theirs)] }).bounds.map(
        ({ isHeld }) => isHeld,
      );
    expect([held(2, 90), held(6, 90), held(2, 3)]).toEqual([
      [true, true],
      [false, true],
      [true, false],
    ]);
  });
});

describe('signing whose time goes by the value', () => {
  const key = drawFactoredKey();
  const numberOf = (value: Uint8Array): bigint => BigInt(`0x${Buffer.from(value).toString('hex')}`);
  /** Signs within some 900 µs of a clock that nothing else moves, and `less` of it where the value lets it. */
  const play = (less: (value: bigint) => number): readonly number[] => {
    const draw = drawsOf(7);
    let time = 0;
    const sign = (value: Uint8Array): void => {
      time += 900 + 8 * draw() - less(numberOf(value));
    };
    return compareSigningTimes(sign, key, 400, draw, () => time).map(({ t }) => t);
  };

  it('is caught, by the values that it goes by', () => {
    expect(play(() => 0).map((t) => t > 4.5)).toEqual([false, false, false]);
    expect(play((value) => (value % key.p === 0n ? 1 : 0)).map((t) => t > 4.5)).toEqual([false, false, true]);
    expect(play((value) => (value === 2n ** 2046n ? 1 : 0)).map((t) => t > 4.5)).toEqual([false, true, false]);
  });

  it('is what the mutant does, whose signatures are right', () => {
    const value = Uint8Array.from({ length: 256 }, (_, i) => (i === 0 ? 0x41 : (37 * i) & 0xff));
    let signed = carelessSign(key, value);
    let result = 1n;
    for (let e = 65_537n; e > 0n; e >>= 1n) {
      if (e & 1n) result = (result * signed) % key.n;
      signed = (signed * signed) % key.n;
    }
    expect(result).toBe(numberOf(value));
  });
});
