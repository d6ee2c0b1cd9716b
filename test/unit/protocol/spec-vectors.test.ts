import { ERROR_STATUS } from '@bauta/sdk/protocol';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { p256FromSecret, signEs256 } from '../../generate/vectors/es256.ts';
import { hex } from '../../generate/vectors/seeded.ts';
import type { VectorFile } from '../../generate/vectors/vector-file.ts';
import { generateVectors } from '../../generate/vectors.ts';
import { listSpecVectors, readJson, readText } from './spec-vectors.ts';

const files = listSpecVectors().filter((name) => name !== 'schema.json');
const schema = readJson('schema.json') as object;
const isValid = new Ajv2020({ allErrors: false }).compile(schema);

describe('spec/vectors', () => {
  it('holds what the generator writes, and nothing else', () => {
    const generated = generateVectors();
    expect([...generated.keys()].sort()).toEqual(files.map((name) => `spec/vectors/${name}`).sort());
    for (const [path, text] of generated) {
      expect(readText(path.replace('spec/vectors/', '')) === text, `${path}: npm run generate`).toBe(true);
    }
  }, 60_000);

  it.each(files)('%s fits the schema', (name) => {
    expect(isValid(readJson(name)), JSON.stringify(isValid.errors?.slice(0, 3))).toBe(true);
  });

  it.each(files)('%s would not fit with a member too many, too few, or of another kind', (name) => {
    const file = readJson(name) as VectorFile;
    const [first, ...rest] = file.cases;
    expect(isValid({ ...file, extra: 1 })).toBe(false);
    expect(isValid({ ...file, cases: [{ ...first, extra: 1 }, ...rest] })).toBe(false);
    expect(isValid({ ...file, cases: [{ ...first, about: undefined }, ...rest] })).toBe(false);
    expect(isValid({ ...file, cases: [{ ...first, result: 'ERR nothing' }, ...rest] })).toBe(false);
    expect(isValid({ ...file, kind: 'other' })).toBe(false);
  });

  it.each(files)('%s names its cases once, each refusal by a code that exists, and accepts something', (name) => {
    const { cases } = readJson(name) as VectorFile;
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
    const results = new Set(cases.map(({ result }) => result));
    expect(results).toContain('accepted');
    for (const result of results) if (result !== 'accepted') expect(ERROR_STATUS).toHaveProperty(result);
  });

  it('has a refusal for every code that a redemption can end in', () => {
    const { cases } = readJson('redemption.json') as VectorFile;
    const order = Object.keys(ERROR_STATUS);
    const ofTheSite = order.slice(0, order.indexOf('ERR_TOKEN_SPENT') + 1);
    expect(new Set(cases.map(({ result }) => result))).toEqual(new Set(['accepted', ...ofTheSite]));
  });
});

describe('the generator', () => {
  it('signs the example of RFC 6979 §A.2.5', () => {
    const key = p256FromSecret(0xc9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721n);
    expect(hex(key.x)).toBe('60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6');
    expect(hex(signEs256(key, new TextEncoder().encode('sample')))).toBe(
      'efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716' +
        'f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8',
    );
  });
});
