import { checkPresentation, formatPresentationRequest, parsePresentationForm } from '@bauta/sdk/eu-wallet';
import { formatBase64url } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { parsePresentationRequest } from '../../../services/phone/request.ts';
import { outcomeOf } from './figures.ts';
import { audience, NOW, show, trustedList } from './holder.ts';

const { responseUri, presentationNonce } = audience;
const presentation = { responseUri, presentationNonce, state: 'c2Vzc2lvbg' };

describe('formatPresentationRequest', () => {
  it('writes what a wallet reads, and nothing more', () => {
    const link = formatPresentationRequest(presentation);
    expect(parsePresentationRequest(link)).toEqual({
      clientId: `redirect_uri:${responseUri}`,
      responseUri,
      presentationNonce,
      state: 'c2Vzc2lvbg',
      queryId: 'proof_of_age',
      element: 'age_over_18',
    });
    // A space would be written in two ways that readers understand differently.
    expect(link).toMatch(/^av:\/\/authorize\?[\w.~!*'()%&=-]+$/);
  });

  it('asks for the one age that is wanted', () => {
    expect(parsePresentationRequest(formatPresentationRequest({ ...presentation, threshold: 16 })).element).toBe(
      'age_over_16',
    );
  });

  it.each([
    ['a response URI over http', { responseUri: 'http://attester.example/x' }],
    ['a response URI with a query', { responseUri: 'https://attester.example/x?y' }],
    ['a short nonce', { presentationNonce: 'abc' }],
    ['a nonce that is not base64url', { presentationNonce: `${presentationNonce}&state=x` }],
    ['an empty state', { state: '' }],
    ['an age of three digits', { threshold: 100 }],
  ])('refuses to ask with %s', (_why, change) => {
    expect(() => formatPresentationRequest({ ...presentation, ...change })).toThrow(TypeError);
  });
});

describe('parsePresentationForm', () => {
  const token = '{"proof_of_age":["AAEC"]}';
  const form = (vpToken: string, more = '') => `vp_token=${encodeURIComponent(vpToken)}&state=s${more}`;

  it('reads the two fields', () => {
    expect(parsePresentationForm(form(token))).toEqual({ deviceResponse: Uint8Array.of(0, 1, 2), state: 's' });
    expect(parsePresentationForm(`state=s&vp_token=${encodeURIComponent(token)}`).state).toBe('s');
  });

  it.each([
    ['nothing', ''],
    ['no state', `vp_token=${encodeURIComponent(token)}`],
    ['no token', 'state=s'],
    ['a third field', form(token, '&x=1')],
    ['a doubled state', form(token, '&state=s')],
    ['a doubled token', `${form(token)}&vp_token=${encodeURIComponent(token)}`],
    ['a refusal of the wallet', 'error=access_denied&state=s'],
    ['a token that is not JSON', form('AAEC')],
    ['another query', form('{"other":["AAEC"]}')],
    ['a second query', form('{"proof_of_age":["AAEC"],"other":["AAEC"]}')],
    ['a doubled query', form('{"proof_of_age":["AAEC"],"proof_of_age":["AAEC"]}')],
    ['no list', form('{"proof_of_age":"AAEC"}')],
    ['an empty list', form('{"proof_of_age":[]}')],
    ['two presentations', form('{"proof_of_age":["AAEC","AAEC"]}')],
    ['something else than text', form('{"proof_of_age":[1]}')],
    ['padding', form('{"proof_of_age":["AAECAA=="]}')],
    ['the other base64', form('{"proof_of_age":["+/8A"]}')],
    ['left-over bits', form('{"proof_of_age":["AAF"]}')],
    ['too much', form(`{"proof_of_age":["${'A'.repeat(24_000)}"]}`)],
  ])('refuses %s', async (_why, body) => {
    expect(await outcomeOf(() => parsePresentationForm(body))).toBe('ERR_MDOC_MALFORMED');
  });

  it('never repeats what it was sent', async () => {
    for (const body of [
      form('<secret>'),
      form('{"proof_of_age":["<secret>"]}'),
      form('{"<secret>":1}'),
      '<secret>=1',
    ]) {
      const refusal = await Promise.resolve(body)
        .then(parsePresentationForm)
        .catch((error: Error) => error);
      expect(JSON.stringify([(refusal as Error).message, (refusal as Error).cause])).not.toContain('secret');
    }
  });
});

describe('checkPresentation', () => {
  const terms = { trustedList, now: NOW };

  it('accepts the answer to its own request', async () => {
    const answer = { deviceResponse: await show(), state: presentation.state };
    expect((await checkPresentation(answer, presentation, terms)).thresholds).toEqual([18]);
  });

  it('refuses an answer that carries the state of another session', async () => {
    const answer = { deviceResponse: await show(), state: 'other' };
    expect(await outcomeOf(() => checkPresentation(answer, presentation, terms))).toBe('ERR_EVIDENCE_SESSION');
  });

  it('refuses an answer without the age that was asked for', async () => {
    const answer = { deviceResponse: await show(), state: presentation.state };
    const asked = { ...presentation, threshold: 21 };
    expect(await outcomeOf(() => checkPresentation(answer, asked, terms))).toBe('ERR_MDOC_AGE');
  });

  it('has room for the longest answer in its form', async () => {
    const issue = {
      elements: [
        ['age_over_18', true],
        ['note', 'x'.repeat(14_800)],
      ] as const,
    };
    const deviceResponse = await show({ issue });
    const token = JSON.stringify({ proof_of_age: [formatBase64url(deviceResponse)] });
    const answer = parsePresentationForm(`vp_token=${encodeURIComponent(token)}&state=${presentation.state}`);
    expect(deviceResponse.length).toBeGreaterThan(16_000);
    expect((await checkPresentation(answer, presentation, terms)).thresholds).toEqual([18]);
  });
});
