import { describe, expect, it } from 'vitest';
import { parseHaipLink } from '../../services/phone/eudi/haip-link.ts';
import { fetchRequest, presentHaip } from '../../services/phone/eudi/present-haip.ts';
import { outcomeOf } from '../unit/eu-wallet/figures.ts';
import { adult, createVerifier, requestTerms } from './verifier.ts';

// The module oid4vp-1final-verifier-request-uri-fetched-twice: OpenID4VP 1.0 does not make a request_uri good for one
// fetch, so a wallet may try again, and what it gets is the same request.
describe('oid4vp-1final-verifier-request-uri-fetched-twice', () => {
  it.each(['get', 'post'] as const)('gives the request again by %s, and takes the answer once', async (method) => {
    const verifier = createVerifier();
    const { request, session } = await verifier.begin('eudi-wallet');
    const link = { ...parseHaipLink(request as string), method };
    const read = async () => ({ ...(await fetchRequest(link, requestTerms, verifier.fetch)), walletNonce: undefined });
    expect(await read()).toEqual(await read());
    await presentHaip(request as string, adult, requestTerms, verifier.fetch);
    expect(await verifier.result(session)).toMatchObject({ state: 'proved' });
  });

  it('gives it no more once it was answered', async () => {
    const verifier = createVerifier();
    const { request } = await verifier.begin('eudi-wallet');
    await presentHaip(request as string, adult, requestTerms, verifier.fetch);
    const again = () => presentHaip(request as string, adult, requestTerms, verifier.fetch);
    expect(await outcomeOf(again)).toBe('ERR_PRESENT_REQUEST');
  });
});
