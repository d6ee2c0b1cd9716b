import { type AgeClaim, agesOfClaim } from '@bauta/services/attester/oidc/age-claims';
import { describe, expect, it } from 'vitest';
import { NOON } from '../../ports/figures.ts';

const THRESHOLDS = [13, 16, 18, 21];
const read = (value: unknown, claim: Omit<AgeClaim, 'name'>) =>
  agesOfClaim(value, { claim: { name: 'x', ...claim }, thresholds: THRESHOLDS, now: NOON });

describe('a claim and the ages that it shows, on 18 November 2026', () => {
  it.each<[Omit<AgeClaim, 'name'>, unknown, number[]]>([
    [{ as: 'birthdate' }, '2008-11-18', [13, 16, 18]],
    [{ as: 'birthdate' }, '2008-11-19', [13, 16]],
    [{ as: 'birthdate' }, '2007', [13, 16, 18]],
    [{ as: 'birthdate' }, '2008', [13, 16]],
    [{ as: 'over', age: 18 }, true, [13, 16, 18]],
    [{ as: 'over', age: 18 }, false, []],
    [{ as: 'over', age: 12 }, true, []],
    [{ as: 'equal-or-over' }, { 16: true, 18: true, 21: false }, [13, 16, 18]],
    [{ as: 'equal-or-over' }, { 18: false }, []],
    [{ as: 'equal-or-over' }, {}, []],
    [{ as: 'age' }, 18, [13, 16, 18]],
    [{ as: 'age' }, 17, [13, 16]],
    [{ as: 'age' }, 0, []],
  ])('%j of %j', (claim, value, ages) => {
    expect(read(value, claim)).toEqual(ages);
  });

  it.each<[Omit<AgeClaim, 'name'>, unknown]>([
    [{ as: 'birthdate' }, '0000-11-18'],
    [{ as: 'birthdate' }, '0000'],
    [{ as: 'birthdate' }, 2008],
    [{ as: 'birthdate' }, '2008-11'],
    [{ as: 'birthdate' }, '18/11/2000'],
    [{ as: 'birthdate' }, '2027'],
    [{ as: 'birthdate' }, undefined],
    [{ as: 'birthdate' }, ['2000-01-01']],
    [{ as: 'over', age: 18 }, 'true'],
    [{ as: 'over', age: 18 }, 1],
    [{ as: 'over', age: 18 }, null],
    [{ as: 'over', age: 18 }, undefined],
    [{ as: 'over' }, true],
    [{ as: 'equal-or-over' }, { 16: false, 18: true }],
    [{ as: 'equal-or-over' }, { 18: 'true' }],
    [{ as: 'equal-or-over' }, { 18: 1 }],
    [{ as: 'equal-or-over' }, { '018': true }],
    [{ as: 'equal-or-over' }, { '1e1': true }],
    [{ as: 'equal-or-over' }, { 131: true }],
    [{ as: 'equal-or-over' }, { '': true }],
    [{ as: 'equal-or-over' }, [true]],
    [{ as: 'equal-or-over' }, 'true'],
    [{ as: 'equal-or-over' }, null],
    [{ as: 'age' }, '18'],
    [{ as: 'age' }, 18.5],
    [{ as: 'age' }, -1],
    [{ as: 'age' }, 131],
    [{ as: 'age' }, Number.NaN],
    [{ as: 'age' }, true],
    [{ as: 'age' }, undefined],
  ])('%j refuses %j', (claim, value) => {
    expect(() => read(value, claim)).toThrow(TypeError);
  });
});
