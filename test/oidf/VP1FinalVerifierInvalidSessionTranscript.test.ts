import { describe, expect, it } from 'vitest';
import { answerRequest, transcriptOf } from '../../services/phone/eudi/answer-request.ts';
import { parseHaipLink } from '../../services/phone/eudi/haip-link.ts';
import type { HaipRequest } from '../../services/phone/eudi/haip-request.ts';
import { fetchRequest } from '../../services/phone/eudi/present-haip.ts';
import { createDeviceResponse, encodeDeviceResponse, formatPresentationForm } from '../../services/phone/present.ts';
import { parsePresentationRequest } from '../../services/phone/request.ts';
import { adult, createVerifier, hold, requestTerms } from './verifier.ts';

const OTHER = 'b'.repeat(43);
const form = (body: URLSearchParams | string): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: String(body),
});

// The module oid4vp-1final-verifier-invalid-session-transcript signs over another nonce than that of the request; the
// other members of the handover are here too. All else of the answer is good. The verifier has to answer 4xx.
describe('oid4vp-1final-verifier-invalid-session-transcript', () => {
  it.each<[string, (request: HaipRequest) => HaipRequest]>([
    ['nonce', (request) => ({ ...request, presentationNonce: OTHER })],
    ['client id', (request) => ({ ...request, clientId: `x509_hash:${OTHER}` })],
    ['response URI', (request) => ({ ...request, audience: { responseUri: 'https://other.example/1', state: OTHER } })],
    [
      'response key',
      (request) => ({ ...request, responseKey: { ...request.responseKey, x: request.responseKey.y as string } }),
    ],
  ])('refuses the %s of another presentation', async (_, change) => {
    const verifier = createVerifier();
    const asked = await verifier.begin('eudi-wallet');
    const request = await fetchRequest(parseHaipLink(asked.request as string), requestTerms, verifier.fetch);
    const { responseUri } = request.audience as { responseUri: string };
    const send = async (signedFor: HaipRequest) => {
      const response = await answerRequest(request, await transcriptOf(signedFor), adult);
      return (await verifier.fetch(new Request(responseUri, form(new URLSearchParams({ response }))))).status;
    };
    expect(await send(change(request))).toBe(403);
    expect(await verifier.result(asked.session)).toMatchObject({ state: 'refused' });
  });

  it('refuses another nonce from an age verification app (profile av)', async () => {
    const verifier = createVerifier();
    const asked = await verifier.begin('eu-wallet');
    const request = parsePresentationRequest(asked.request as string);
    const response = await createDeviceResponse(await hold(), { ...request, presentationNonce: OTHER });
    const body = formatPresentationForm(request, encodeDeviceResponse(response));
    expect((await verifier.fetch(new Request(request.responseUri, form(body)))).status).toBe(403);
    expect(await verifier.result(asked.session)).toMatchObject({ state: 'refused' });
  });
});
