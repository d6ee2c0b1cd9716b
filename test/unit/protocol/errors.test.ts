import { AgeError, AUDIENCES, check, ERROR_STATUS, refuseAs, SENTENCES } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { thrownBy } from './refusals.ts';

describe('a refusal', () => {
  it('is its code, with a cause for the operator', () => {
    const error = new AgeError('ERR_TOKEN_SPENT', 'why');
    expect(error).toMatchObject({
      name: 'AgeError',
      message: 'ERR_TOKEN_SPENT',
      code: 'ERR_TOKEN_SPENT',
      cause: 'why',
    });
    expect(Object.hasOwn(new AgeError('ERR_TOKEN_SPENT'), 'cause')).toBe(false);
  });

  it('is thrown by check unless the condition holds', () => {
    expect(() => check(true, 'ERR_NONCE')).not.toThrow();
    expect(() => check(false, 'ERR_NONCE', 'why')).toThrow(new AgeError('ERR_NONCE', 'why'));
  });

  it.each([TypeError, SyntaxError, RangeError])('is made of a %o', async (Fault) => {
    const error = await thrownBy(() =>
      refuseAs('ERR_NONCE', () => {
        throw new Fault('why');
      }),
    );
    expect(error).toMatchObject({ code: 'ERR_NONCE', cause: 'why' });
  });

  it('is not made of any other fault', async () => {
    for (const fault of [new Error('disk'), new AgeError('ERR_ACCOUNT'), 'text']) {
      const rethrow = () =>
        refuseAs('ERR_NONCE', () => {
          throw fault;
        });
      expect(await thrownBy(rethrow)).toBe(fault);
    }
    expect(refuseAs('ERR_NONCE', () => 7)).toBe(7);
  });
});

describe('the table of refusals', () => {
  const codes = Object.keys(ERROR_STATUS) as (keyof typeof ERROR_STATUS)[];

  it.each(codes)('%s has a status, a reader and a sentence in each language', (code) => {
    expect(code).toMatch(/^ERR_[A-Z]+(_[A-Z]+)*$/);
    expect(ERROR_STATUS[code]).toBeGreaterThanOrEqual(400);
    expect(ERROR_STATUS[code]).toBeLessThan(600);
    const { seenBy, en, fr } = SENTENCES[code];
    expect(AUDIENCES).toHaveProperty(seenBy);
    for (const sentence of [en, fr]) {
      expect(sentence).toMatch(/^\p{Lu}.*\.$/u);
      expect(sentence).not.toMatch(/!|\bminor\b|\bmineur|anony/i);
    }
  });

  it('has no sentence twice in a language', () => {
    for (const language of ['en', 'fr'] as const) {
      const sentences = codes.map((code) => SENTENCES[code][language]);
      const twice = sentences.filter((sentence, i) => sentences.indexOf(sentence) !== i);
      expect(twice).toEqual([]);
    }
  });
});
