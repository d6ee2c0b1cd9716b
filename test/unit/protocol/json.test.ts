import { asText, asWhole, type Json, parseJson, readMembers, refuseAs } from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thrownBy } from './refusals.ts';

describe('parseJson', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const text of [JSON.stringify(value), JSON.stringify(value, null, 2)]) {
          expect(parseJson(text)).toEqual(JSON.parse(text));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is not misled by what stands in strings', () => {
    for (const text of [
      '{"a:b":"c:d"}',
      '{"\\"":":"}',
      '{"\\\\":1}',
      '["{\\"a\\":1,\\"a\\":1}"]',
      '{"a":"\\\\","b":":"}',
      '{"":""}',
    ]) {
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }
  });

  it('refuses a doubled name wherever it stands', () => {
    const name = fc.constantFrom('a', '', '__proto__', 'constructor', ':', '"', '\\', 'é');
    const path = fc.array(fc.constantFrom('list', 'object'), { maxLength: 5 });
    fc.assert(
      fc.property(name, path, fc.jsonValue(), fc.jsonValue(), (key, around, one, other) => {
        const written = JSON.stringify(key);
        const wrap = (inside: string) =>
          around.reduce((text, kind) => (kind === 'list' ? `[0, ${text}]` : `{"x" : ${text}, "y":[]}`), inside);
        const values = [one, other].map((value) => JSON.stringify(value));
        const doubled = wrap(`{${written}:${values[0]},"z":{},${written}:${values[1]}}`);
        expect(() => JSON.parse(doubled)).not.toThrow();
        expect(() => parseJson(doubled)).toThrow(SyntaxError);
        expect(() => parseJson(wrap(`{${written}:${values[0]},"z":{}}`))).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['the same value twice', '{"a":1,"a":1}'],
    ['an escape of the name', '{"alg":1,"\\u0061lg":2}'],
    ['an escape of both', '{"\\u0061":1,"\\u0061":2}'],
    ['__proto__', '{"__proto__":1,"__proto__":2}'],
    ['an escape of __proto__', '{"__proto__":1,"\\u005f_proto__":2}'],
    ['a surrogate pair and its escapes', '{"\u{1f0c1}":1,"\\ud83c\\udcc1":2}'],
    ['with objects that are dropped', '{"a":{"b":{"c":1}},"a":2}'],
    ['in a list', '[[{"a":1,"a":2}]]'],
    ['three times', '{"a":1,"a":1,"a":1}'],
  ])('refuses a name twice: %s', (_, text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  it('tells names apart that only look alike', () => {
    expect(parseJson('{"a":1,"A":2,"a ":3,"\\u0430":4,"e\u0301":5,"\u00e9":6}')).toHaveProperty('A', 2);
    expect(Object.keys(parseJson('[{"a":1},{"a":2}]') as object)).toHaveLength(2);
  });

  it('keeps __proto__ a member like any other', () => {
    const value = parseJson('{"__proto__":{"typ":"dpop+jwt"}}') as { [name: string]: Json };
    expect(Object.hasOwn(value, '__proto__')).toBe(true);
    expect(value.typ).toBeUndefined();
    expect(() => readMembers(value, ['typ'])).toThrow(TypeError);
  });

  it.each([
    '',
    ' ',
    'a',
    '{',
    '{"a":1,}',
    "{'a':1}",
    '{"a":01}',
    'NaN',
    '[1]x',
    '\ufeff{}',
    '"\u0000"',
    '{"a":1}{"a":1}',
  ])('refuses %j, and does not quote it', async (text) => {
    const error = await thrownBy(() => parseJson(text));
    expect(error).toBeInstanceOf(SyntaxError);
    expect(error.message).toBe('not JSON');
    const refusal = await thrownBy(() => refuseAs('ERR_PROOF_MALFORMED', () => parseJson(text)));
    expect(refusal.cause).toBe('not JSON');
  });

  it('takes a long string, and no depth that a caller could not catch', () => {
    const long = JSON.stringify({ a: 'b:"\\'.repeat(100_000) });
    expect(parseJson(long)).toEqual(JSON.parse(long));
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    expect(() => refuseAs('ERR_BODY_MALFORMED', () => parseJson(deep))).toThrow('ERR_BODY_MALFORMED');
  });
});

describe('readMembers', () => {
  it('gives exactly the members that are named, in any order', () => {
    expect(readMembers({ b: 1, a: 2 }, ['a', 'b'])).toEqual({ a: 2, b: 1 });
    expect(readMembers({}, [])).toEqual({});
  });

  it.each<[string, Json | undefined]>([
    ['one missing', { a: 1 }],
    ['one unknown', { a: 1, b: 2, c: 3 }],
    ['one instead of another', { a: 1, c: 2 }],
    ['an inherited name', { a: 1, toString: 2 }],
    ['a list', [1, 2]],
    ['a text', 'ab'],
    ['null', null],
    ['nothing', undefined],
  ])('refuses %s', (_, value) => {
    expect(() => readMembers(value, ['a', 'b'])).toThrow(TypeError);
  });

  it('does not take what objects inherit for members', () => {
    expect(() => readMembers({}, ['toString'])).toThrow(TypeError);
    expect(() => readMembers({ a: 1 }, ['constructor'])).toThrow(TypeError);
  });
});

describe('values', () => {
  it.each<[Json | undefined]>([[1], [null], [true], [['a']], [{}], [undefined]])('%j is no text', (value) => {
    expect(() => asText(value)).toThrow(TypeError);
  });

  it.each<[Json | undefined]>([['1'], [null], [true], [-1], [1.5], [2 ** 53], [[1]], [{}], [undefined]])(
    '%j is no whole number',
    (value) => {
      expect(() => asWhole(value)).toThrow(TypeError);
    },
  );

  it('1e400, which JSON can say, is no whole number either', () => {
    expect(() => asWhole(parseJson('1e400'))).toThrow(TypeError);
    expect(asWhole(parseJson('1e3'))).toBe(1000);
    expect(asWhole(2 ** 53 - 1)).toBe(2 ** 53 - 1);
    expect(asText('')).toBe('');
  });
});
