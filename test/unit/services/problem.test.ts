import { AgeError, AUDIENCES, ERROR_STATUS, type ErrorCode, SENTENCES } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { answerProblem, problemOf } from '../../../services/problem.ts';

const CODES = Object.keys(ERROR_STATUS) as ErrorCode[];

describe('a problem', () => {
  it('is RFC 9457 with the code, its status and its sentence', async () => {
    const answer = answerProblem(new AgeError('ERR_GRANT_BODY', 'secret cause'), { 'retry-after': '60' });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('retry-after')).toBe('60');
    expect(await answer.json()).toEqual({
      type: 'urn:bauta:error:ERR_GRANT_BODY',
      title: SENTENCES.ERR_GRANT_BODY.en,
      status: 401,
      code: 'ERR_GRANT_BODY',
    });
  });

  it.each([new Error('row 17'), new TypeError('x'), 'text', undefined, { code: 'ERR_NONCE' }])(
    'is ERR_FAULT for %s',
    (error) => {
      expect(problemOf(error)).toMatchObject({ status: 500, code: 'ERR_FAULT' });
    },
  );

  it('is one and the same for whatever was wrong with evidence', () => {
    const ofEvidence = CODES.filter((code) => code.startsWith('ERR_MDOC_'));
    expect(ofEvidence.length).toBeGreaterThan(8);
    const problems = new Set(ofEvidence.map((code) => JSON.stringify(problemOf(new AgeError(code)))));
    expect([...problems]).toEqual([JSON.stringify(problemOf(new AgeError('ERR_AGE_NOT_SHOWN')))]);
  });
});

describe('sentences', () => {
  it('stand for every code, and for none that is gone', () => {
    expect(Object.keys(SENTENCES)).toEqual(CODES);
    for (const { seenBy } of Object.values(SENTENCES)) expect(AUDIENCES).toHaveProperty(seenBy);
  });

  it.each(CODES)('%s: calm, whole, and no label on anyone', (code) => {
    const { en, fr } = SENTENCES[code];
    for (const sentence of [en, fr]) {
      expect(sentence).toMatch(/^\p{Lu}.{20,130}\.$/u);
      expect(sentence).not.toMatch(
        /!|\berror\b|\berreur\b|\binvalide?\b|minor|mineure?\b|under.?age|child|enfant|ERR_/iu,
      );
    }
    expect(fr).not.toMatch(/\b(tu|ton|ta|tes)\b/iu);
    // A straight apostrophe or a space that breaks before a semicolon is a slip of the keyboard.
    expect(`${en}${fr}`).not.toContain("'");
  });
});
