import {
  checkPresentation,
  checkProofOfAge,
  formatPresentationRequest,
  openId4VpTranscript,
  parsePresentationForm,
} from '@bauta/sdk/eu-wallet';
import { formatHex, parseHex } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { listOf, official, outcomeOf, withOneByteChanged } from './figures.ts';

const { responseUri, clientId, presentationNonce, state, now } = official;
const presentation = { responseUri, presentationNonce, state };
const form = new URLSearchParams({ vp_token: official.vpToken, state }).toString();
const trustedList = listOf(official.signerCertificate);

describe('the exchange printed in the EU age verification profile (Annex A, A.11)', () => {
  it('gives the printed transcript, byte for byte', async () => {
    const transcript = await openId4VpTranscript({ clientId, responseUri, presentationNonce });
    expect(formatHex(transcript)).toBe(official.sessionTranscript);
  });

  it('asks what we would ask', () => {
    const link = formatPresentationRequest(presentation);
    expect(link.startsWith('av://authorize?')).toBe(true);
    const { dcql_query: query, ...rest } = Object.fromEntries(new URLSearchParams(link.split('?')[1]));
    expect(rest).toEqual({
      response_type: 'vp_token',
      response_mode: 'direct_post',
      client_id: clientId,
      response_uri: responseUri,
      nonce: presentationNonce,
      state,
    });
    expect(JSON.parse(query as string)).toEqual(official.dcqlQuery);
  });

  it('answers with a proof of age that we accept, its signer listed', async () => {
    const proof = await checkPresentation(parsePresentationForm(form), presentation, { trustedList, now });
    expect(proof.thresholds).toEqual([18]);
    expect(proof.validUntil).toBe(Date.parse('2026-05-06T00:00:00Z') / 1000);
    expect(proof.msoPayload).toHaveLength(344);
  });

  it('is refused with any one byte changed', async () => {
    const { deviceResponse } = parsePresentationForm(form);
    const terms = { sessionTranscript: parseHex(official.sessionTranscript), trustedList, now };
    const accepted: string[] = [];
    for (const [change, altered] of withOneByteChanged(deviceResponse)) {
      if ((await outcomeOf(() => checkProofOfAge(altered, terms))) === 'accepted') accepted.push(change);
    }
    expect(accepted).toEqual([]);
  }, 60_000);
});
